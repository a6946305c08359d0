// Times several ways of doing the same in shuffled turns of one process, so that a noisy neighbour on the machine hits all alike.

/** `cases`: name -> function (may be async). Returns name -> { median } in milliseconds. */
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
  return Object.fromEntries(names.map((name) => [name, { median: median(times[name]) }]));
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

/** A row of the table; ratio and goal are of medians, as the times shown are. */
export function comparison({ id, what, peer, ours, peerName, goal }) {
  const ratio = ours.median / peer.median;
  return {
    id,
    what,
    peer: `${milliseconds(peer.median)}, ${peerName}`,
    ours: milliseconds(ours.median),
    ratio,
    goal: `≤ ${goal} ×`,
    met: ratio <= goal,
  };
}

function milliseconds(value) {
  return `${value >= 10 ? value.toFixed(1) : value >= 0.1 ? value.toFixed(2) : value.toFixed(4)} ms`;
}
