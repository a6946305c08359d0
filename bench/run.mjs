// npm run bench [-- NAME…]: measures what users wait for beside a named peer in the same run, and prints one table.
// A file of bench/ exports rows(), which resolves to [{ id, what, peer, ours, ratio, goal, met }]: `peer` and `ours` are texts with
// their units, `ratio` is ours / peer of the same run or undefined, `goal` is a text, `met` tells whether it is reached.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';

const all = ['language', 'repository', 'picture', 'kserve', 'paging', 'emulator', 'bundle'];
const asked = process.argv.slice(2);
const names = asked.length === 0 ? all : all.filter((name) => asked.includes(name));

const { dependencies } = JSON.parse(readFileSync('bench/package.json', 'utf8'));
if (!Object.keys(dependencies).every((name) => existsSync(`bench/node_modules/${name}`))) {
  console.error('installing the peers into bench/node_modules');
  execFileSync('npm', ['install', '--prefix', 'bench', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'], {
    stdio: 'inherit',
  });
}
execFileSync(process.execPath, ['esbuild.mjs', '--quiet'], { stdio: 'inherit' });

/** A fixed piece of work, so that runs on different days can be put side by side. */
function yardstick() {
  const times = Array.from({ length: 9 }, () => {
    const start = performance.now();
    let x = 1;
    for (let i = 0; i < 2e7; i++) x = (Math.imul(x, 1664525) + 1013904223) | 0;
    return x === 0 ? Infinity : performance.now() - start;
  });
  return times.sort((a, b) => a - b)[4];
}

const lines = [];
const say = (line) => {
  console.log(line);
  lines.push(line);
};

say(`# Benchmark\n`);
say(
  `Node ${process.version}, ${os.cpus().length} × ${os.cpus()[0].model.trim()}, load ${os.loadavg()[0].toFixed(1)}, yardstick ${yardstick().toFixed(1)} ms\n`,
);
say('| # | What | Peer | Ours | Ratio | Goal | |');
say('|---|---|---|---|---:|---|---|');
let missed = 0;
for (const name of names) {
  const { rows } = await import(`./${name}.mjs`);
  for (const { id, what, peer, ours, ratio, goal, met } of await rows()) {
    missed += met ? 0 : 1;
    const share = ratio === undefined ? '' : ratio < 0.01 ? ratio.toFixed(4) : ratio.toFixed(2);
    say(`| ${id} | ${what} | ${peer} | ${ours} | ${share} | ${goal} | ${met ? 'met' : '**missed**'} |`);
  }
}
say(`\n${missed === 0 ? 'Every goal is met.' : `${missed} ${missed === 1 ? 'goal is' : 'goals are'} missed.`}`);
await mkdir('bench/results', { recursive: true });
await writeFile('bench/results/latest.md', `${lines.join('\n')}\n`);
