// Preloaded into a process, writes at its end how long its event loop was blocked at most, in ms, to the file LONGEST_BLOCK: by the
// clock, and by the thread's own time, in which nothing counts that others on the machine take.
const { writeFileSync } = require('node:fs');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { isMainThread } = require('node:worker_threads');

if (isMainThread && process.env.LONGEST_BLOCK) {
  const path = process.env.LONGEST_BLOCK;
  // Not for the processes that this one starts.
  delete process.env.LONGEST_BLOCK;
  // VS Code has loaded these long before an extension runs.
  for (const name of ['http', 'https', 'tls', 'zlib', 'crypto', 'child_process', 'readline', 'stream/promises']) require(`node:${name}`);
  const resolution = 1;
  const delay = monitorEventLoopDelay({ resolution });
  const used = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  let before = Infinity;
  let work = 0;
  const turn = () => {
    const now = used();
    work = Math.max(work, now - before);
    before = now;
  };
  // Starting Node and reading the command line is over in the third turn; an extension host has long been running.
  const begin = () => {
    delay.enable();
    before = used();
    setInterval(turn, resolution).unref();
  };
  setImmediate(() => setImmediate(() => setImmediate(begin)));
  process.on('exit', () => writeFileSync(path, JSON.stringify({ clock: delay.max / 1e6 - resolution, work })));
}
