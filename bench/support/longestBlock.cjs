// Preloaded into a process, writes at its end how long its event loop was blocked at most, in ms, to the file LONGEST_BLOCK.
const { writeFileSync } = require('node:fs');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { isMainThread } = require('node:worker_threads');

if (isMainThread && process.env.LONGEST_BLOCK) {
  const path = process.env.LONGEST_BLOCK;
  // Not for the processes that this one starts.
  delete process.env.LONGEST_BLOCK;
  const resolution = 1;
  // VS Code has loaded these long before an extension runs.
  for (const name of ['http', 'https', 'tls', 'zlib', 'crypto', 'child_process', 'readline', 'stream/promises']) require(`node:${name}`);
  const delay = monitorEventLoopDelay({ resolution });
  // Starting Node and reading the command line is over in the third turn; an extension host has long been running.
  setImmediate(() => setImmediate(() => setImmediate(() => delay.enable())));
  process.on('exit', () =>
    writeFileSync(path, JSON.stringify({ max: delay.max / 1e6 - resolution, p99: delay.percentile(99) / 1e6 - resolution })),
  );
}
