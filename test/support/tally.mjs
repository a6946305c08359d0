// What passed and what failed. Failures are printed when they happen, skips with their reasons at the end.
const passed = [];
const failed = [];
const skipped = [];

export function say(text) {
  process.stdout.write(`${text}\n`);
}

export function pass(part, name) {
  passed.push(`${part}: ${name}`);
}

export function fail(part, name, details) {
  failed.push(`${part}: ${name}`);
  say(`\n✖ ${part}: ${name}\n${details.trimEnd().replace(/^/gm, '    ')}\n`);
}

export function skip(part, name, reason) {
  skipped.push(`${part}: ${name} (${reason})`);
}

/** Runs one part and prints a line about it. Others may run beside it: only what bears its name is counted. */
export async function counted(part, run) {
  const start = performance.now();
  await run();
  const counts = [passed, failed, skipped].map((lines) => lines.filter((line) => line.startsWith(`${part}: `)).length);
  tellCounts(part, counts, start);
}

/** The line about a part: how many passed, failed and were skipped since `start`, in ms of performance.now(). */
export function tellCounts(part, [p, f, s], start) {
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  say(`${part.padEnd(9)} ${p} passed, ${f} failed${s > 0 ? `, ${s} skipped` : ''}  ${seconds} s`);
}

/** Prints the skips, the failures once more by name, and the last line. True when nothing failed. */
export function finish() {
  if (skipped.length > 0) say(`\nskipped:\n${skipped.map((line) => `  ${line}`).join('\n')}`);
  if (failed.length > 0) say(`\nfailed:\n${failed.map((line) => `  ${line}`).join('\n')}`);
  say(`\n${passed.length} passed, ${failed.length} failed`);
  return failed.length === 0;
}
