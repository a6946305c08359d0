// What the extension costs before it is used, how large it is, and how long it ever keeps the extension host from answering.
import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const kilobytes = (...paths) => paths.reduce((sum, path) => sum + statSync(path).size, 0) / 1000;
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

export async function rows() {
  return [activation(), ...sizes(), ...longestBlock()];
}

/** F1, each time in a process of its own. The peer is the same extension with everything loaded at once. */
function activation() {
  const start = `const a = performance.now(); require(${JSON.stringify(resolve('dist/extension.js'))}).activate({ subscriptions: [] });`;
  const eager = ['main', 'azure'].map((name) => `require(${JSON.stringify(resolve(`dist/${name}.js`))});`).join('');
  const cases = { ours: start, peer: `${start}${eager}` };
  const times = { ours: [], peer: [] };
  for (let round = 0; round < 11; round++) {
    for (const [name, body] of Object.entries(cases)) {
      const script = `${body}process.stdout.write(String(performance.now() - a))`;
      times[name].push(
        Number(execFileSync(process.execPath, ['--require', resolve('bench/support/vscodeStub.cjs'), '-e', script], { encoding: 'utf8' })),
      );
    }
  }
  const [ours, peer] = [median(times.ours), median(times.peer)];
  return {
    id: 'F1',
    what: 'require and activate(), cold',
    peer: `${peer.toFixed(0)} ms, everything loaded at the start`,
    ours: `${ours.toFixed(2)} ms`,
    ratio: ours / peer,
    goal: '≤ 3 ms',
    met: ours <= 3,
  };
}

/** F2: what is loaded at start-up, and all JavaScript that is ours; the Azure SDKs have a file of their own, given beside it. */
function sizes() {
  const main = kilobytes('dist/extension.js');
  const sdk = kilobytes('dist/azure.js');
  const all = kilobytes(...globSync('dist/**/*.js')) - sdk;
  const row = (what, size, limit, note = '') => ({
    id: 'F2',
    what,
    peer: '',
    ours: `${size.toFixed(0)} KB${note}`,
    goal: `≤ ${limit} KB`,
    met: size <= limit,
  });
  return [row('file loaded at start-up', main, 25), row('all our JavaScript', all, 450, `, Azure SDKs ${sdk.toFixed(0)} KB beside it`)];
}

/** H1: the whole journey of the demo, by the operations that the extension host runs. */
function longestBlock() {
  const folder = mkdtempSync(join(tmpdir(), 'longest-block-'));
  try {
    const blocks = Array.from({ length: 3 }, (_, turn) => {
      const file = join(folder, `${turn}.json`);
      execFileSync(process.execPath, ['--require', resolve('bench/support/longestBlock.cjs'), 'dist/cli.js', 'demo'], {
        env: { ...process.env, LONGEST_BLOCK: file },
        stdio: 'ignore',
      });
      return JSON.parse(readFileSync(file, 'utf8')).max;
    });
    const longest = median(blocks);
    return [
      {
        id: 'H1',
        what: 'longest block of the event loop, deploy and invoke',
        peer: '',
        ours: `${longest.toFixed(0)} ms`,
        goal: '≤ 20 ms',
        met: longest <= 20,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
