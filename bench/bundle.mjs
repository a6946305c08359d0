// What the extension costs before it is used, how large it is, and how long it ever keeps the extension host from answering.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const kilobytes = (...paths) => paths.reduce((sum, path) => sum + statSync(path).size, 0) / 1000;
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

/** The clock is read before `process.stdout` is: opening that takes longer than our start does. */
const tell = 'const b = performance.now(); process.stdout.write(String(b - a));';

export async function rows() {
  return [activation(), ...sizes(), ...firstUse(), longestBlock()];
}

/** F1, each time in a process of its own. The peer is the same extension with everything loaded at once. */
function activation() {
  const start = `const a = performance.now(); require(${JSON.stringify(resolve('dist/extension.js'))}).activate({ subscriptions: [] });`;
  const eager = ['main', 'language', 'azureArm', 'azureBlob']
    .map((name) => `require(${JSON.stringify(resolve(`dist/${name}.js`))});`)
    .join('');
  const cases = { ours: start, peer: `${start}${eager}` };
  const times = { ours: [], peer: [] };
  for (let round = 0; round < 11; round++) {
    for (const [name, body] of Object.entries(cases)) {
      const script = `${body}${tell}`;
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

/**
 * F2: what is loaded at start-up, and all JavaScript that is ours, the emulator, the command line and the web page with it, and with the
 * libraries inside. The Azure SDKs have files of their own, given beside it.
 */
function sizes() {
  const outputs = Object.entries(JSON.parse(readFileSync('dist/inputs.json', 'utf8')))
    .filter(([path]) => path.endsWith('.js'))
    .map(([path, { inputs }]) => ({ path, inputs: Object.entries(inputs) }));
  const isSdk = ({ inputs }) => inputs.some(([input]) => /^node_modules\/@(azure|typespec)\//.test(input));
  const ours = outputs.filter((it) => !isSdk(it));
  const libraries = ours
    .flatMap(({ inputs }) => inputs)
    .reduce((sum, [input, { bytesInOutput }]) => sum + (input.startsWith('node_modules/') ? bytesInOutput : 0), 0);
  const main = kilobytes('dist/extension.js');
  const all = kilobytes(...ours.map(({ path }) => path));
  const sdk = kilobytes(...outputs.filter(isSdk).map(({ path }) => path));
  const row = (what, size, limit, note = '') => ({
    id: 'F2',
    what,
    peer: '',
    ours: `${size.toFixed(0)} KB${note}`,
    goal: `≤ ${limit} KB`,
    met: size <= limit,
  });
  const note = `, libraries ${(libraries / 1000).toFixed(0)} KB of it, Azure SDKs ${sdk.toFixed(0)} KB beside it`;
  return [row('file loaded at start-up', main, 25), row('all our JavaScript', all, 450, note)];
}

/**
 * F3: code alone, each time in a process of its own in which Node's modules are loaded, as they are in VS Code's. The SDKs come in
 * pieces, between which the host answers; the largest counts.
 */
function firstUse() {
  const measured = (before, file) => {
    const script = [
      'for (const name of ["http","https","tls","zlib","crypto","child_process","worker_threads","readline","stream/promises"]) require("node:" + name);',
      ...before.map((it) => `require(${JSON.stringify(resolve('dist', it))});`),
      `const a = performance.now(); require(${JSON.stringify(resolve('dist', file))});${tell}`,
    ].join('\n');
    const times = Array.from({ length: 11 }, () =>
      Number(execFileSync(process.execPath, ['--require', resolve('bench/support/vscodeStub.cjs'), '-e', script], { encoding: 'utf8' })),
    );
    return { median: median(times), min: Math.min(...times) };
  };
  const row = (id, what, { median: middle, min }, limit) => ({
    id,
    what,
    peer: '',
    ours: `${middle.toFixed(1)} (${min.toFixed(1)}) ms`,
    goal: `≤ ${limit} ms`,
    met: min <= limit,
  });
  const sdk = [
    measured([], 'azureCore.js'),
    measured(['azureCore.js'], 'azureArm.js'),
    measured(['azureCore.js', 'azureArm.js'], 'azureBlob.js'),
  ].toSorted((a, b) => b.min - a.min);
  return [
    row('F3', 'code of the first use of the tree', measured([], 'main.js'), 40),
    row('F3', 'code of the first file of a language', measured([], 'language.js'), 40),
    row('H1', 'largest piece of the Azure SDKs', sdk[0], 20),
  ];
}

/** H1: the whole journey of the demo, by the operations that the extension host runs, after the program has started. */
function longestBlock() {
  const folder = mkdtempSync(join(tmpdir(), 'longest-block-'));
  try {
    const blocks = Array.from({ length: 5 }, (_, turn) => {
      const file = join(folder, `${turn}.json`);
      execFileSync(process.execPath, ['--require', resolve('bench/support/longestBlock.cjs'), 'dist/cli.js', 'demo'], {
        env: { ...process.env, LONGEST_BLOCK: file },
        stdio: 'ignore',
      });
      return JSON.parse(readFileSync(file, 'utf8'));
    });
    const work = median(blocks.map((it) => it.work));
    return {
      id: 'H1',
      what: 'longest block of the event loop, deploy and invoke, the thread’s own time',
      peer: `${Math.min(...blocks.map((it) => it.clock)).toFixed(0)} ms by the clock, least of 5`,
      ours: `${work.toFixed(0)} ms`,
      goal: '≤ 20 ms',
      met: work <= 20,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
