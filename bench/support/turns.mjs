// Times several ways of doing the same in shuffled turns of one process, so that a noisy neighbour on the machine hits all alike.

/** `cases`: name -> function (may be async). Returns name -> { median, min } in milliseconds. */
export async function inTurns(cases, { rounds, warmup = 5, inner = 1 }) {
  const names = Object.keys(cases);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -warmup; round < rounds; round++) {
    for (const name of shuffled(names)) {
      const start = performance.now();
      for (let turn = 0; turn < inner; turn++) await cases[name]();
      if (round >= 0) times[name].push((performance.now() - start) / inner);
    }
  }
  return Object.fromEntries(names.map((name) => [name, { median: median(times[name]), min: Math.min(...times[name]) }]));
}

function shuffled(names) {
  return names
    .map((name) => ({ name, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ name }) => name);
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}

/** A row of the table: medians shown, the ratio taken of the minima, which hold better on a shared machine. */
export function comparison({ id, what, peer, ours, peerName, goal }) {
  const ratio = ours.min / peer.min;
  return {
    id,
    what,
    peer: `${times(peer)}, ${peerName}`,
    ours: times(ours),
    ratio,
    goal: `≤ ${goal} ×`,
    met: ratio <= goal,
  };
}

function times({ median, min }) {
  const digits = median >= 10 ? 1 : median >= 0.1 ? 2 : 4;
  return `${median.toFixed(digits)} (${min.toFixed(digits)}) ms`;
}
