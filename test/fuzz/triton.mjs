// Differential fuzzing of the Triton server: random requests, whole and broken, to ours and to a real one on the same repository;
// answers that differ in meaning are shrunk and listed.
//
//   node test/fuzz/triton.mjs [--count N] [--seed N] [--repository FOLDER] [--kind KIND] [--explicit] -- COMMAND...
//
// COMMAND starts a real Triton server on the folder that takes the place of the word REPOSITORY in it, prints a line
// { "url": … } when it answers, and ends it on SIGTERM. With --explicit it must start it with explicit model control and all models.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { difference, kindOf } from './triton/compare.mjs';
import { Client } from './triton/exchange.mjs';
import { explained, remember, swapped } from './triton/explained.mjs';
import { leaf, list, object, textOf } from './triton/jsonText.mjs';
import { generator } from './triton/random.mjs';
import { bytesOf, randomRequest } from './triton/requests.mjs';

const split = process.argv.indexOf('--');
const command = split === -1 ? [] : process.argv.slice(split + 1);
const { values } = parseArgs({
  args: process.argv.slice(2, split === -1 ? undefined : split),
  options: {
    count: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    repository: { type: 'string', default: 'test/fixtures/triton/repository' },
    kind: { type: 'string' },
    explicit: { type: 'boolean', default: false },
  },
});
if (command.length === 0) {
  console.error('Usage: node test/fuzz/triton.mjs [--count N] [--seed N] [--repository FOLDER] [--kind KIND] [--explicit] -- COMMAND...');
  process.exit(2);
}

const scratch = mkdtempSync(path.join(tmpdir(), 'fuzz-triton-'));
cpSync(values.repository, scratch, { recursive: true });
const children = new Set();
process.on('exit', () => {
  for (const child of children) child.kill('SIGTERM');
  rmSync(scratch, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

async function started([program, ...args], stdin) {
  const child = spawn(program, args, { stdio: [stdin, 'pipe', 'ignore'] });
  children.add(child);
  child.once('exit', () => children.delete(child));
  for await (const line of createInterface({ input: child.stdout })) {
    const { url } = JSON.parse(line);
    child.stdout.resume();
    return { child, url, client: new Client(url) };
  }
  throw new Error(`${program} ended without telling its address`);
}

async function stop({ child, client }) {
  client.close();
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
  }
}

const control = values.explicit ? ['--model-control-mode', 'explicit', '--load-model', '*'] : [];
const starts = {
  ours: () => started([process.execPath, 'dist/emulator.js', 'serve', scratch, '--json', '--exit-with-parent', ...control], 'pipe'),
  theirs: () =>
    started(
      command.map((word) => word.replace('REPOSITORY', scratch)),
      'ignore',
    ),
};
let ours;
let theirs;
async function restart() {
  await Promise.all([ours, theirs].flatMap((server) => (server === undefined ? [] : [stop(server)])));
  [ours, theirs] = await Promise.all([starts.ours(), starts.theirs()]);
}

const crashes = [];
/** Ours should refuse clearly what ends the real server. */
const ENDED = 'ours did not answer 400, the real server ended';
/** The difference of a request, undefined when there is none or it is right to keep. */
async function judged(request) {
  const bytes = bytesOf(request);
  const isLoad = values.explicit && /repository\/.*load/.test(request.target);
  const asked = isLoad ? { isPatient: true } : request;
  const outcomes = await Promise.all([ours.client.send(bytes, asked), theirs.client.send(bytes, asked)]);
  const [mine, real] = outcomes;
  if (real.answer === undefined && (await theirs.client.send(bytesOf(probe), { isPatient: true })).answer === undefined) {
    crashes.push({ request, mine: `${mine.answer?.status ?? mine.ending} ${mine.answer?.body.toString('latin1') ?? ''}` });
    console.error(`the real server ended: ${shown(request)}`);
    await restart();
    return mine.answer?.status === 400 ? undefined : ENDED;
  }
  if (isLoad) await settled();
  let found = difference(mine, real);
  // Triton counts a request after it has answered it.
  for (let again = 0; again < 10 && found?.startsWith('$.model_stats'); again += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    found = difference(await ours.client.send(bytes, request), await theirs.client.send(bytes, request));
  }
  remember(request, mine, real);
  // Which of two wrong inputs is named has no order: ours must name the other one when it comes first.
  const other = found === undefined ? undefined : swapped(request, mine, real);
  if (other !== undefined && difference(await ours.client.send(bytesOf(other), other), real) === undefined) return undefined;
  return found === undefined || explained(request, mine, real, found) ? undefined : found;
}

const probe = { method: 'GET', target: '/v2/health/live', headers: [], binary: Buffer.alloc(0) };
const indexRequest = { method: 'POST', target: '/v2/repository/index', headers: [], binary: Buffer.alloc(0) };
/** Waits until neither server has a model on its way. */
async function settled() {
  for (const { client } of [ours, theirs]) {
    for (let round = 0; round < 400; round += 1) {
      const { answer } = await client.send(bytesOf(indexRequest), { isPatient: true });
      if (!/"(?:UN)?LOADING"/.test(answer?.body.toString('latin1') ?? '')) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Smaller requests next to this one. */
function smaller(request) {
  const variants = request.headers.map((_, at) => ({ ...request, headers: request.headers.toSpliced(at, 1) }));
  for (const name of ['coding', 'framing', 'version', 'mangle'])
    if (request[name] !== undefined) variants.push({ ...request, [name]: undefined });
  if (request.binary.length > 0) variants.push({ ...request, binary: request.binary.subarray(0, request.binary.length >> 1) });
  const json = request.json;
  if (json?.kind === 'leaf') {
    for (let size = Math.ceil(json.text.length / 2); size >= 1; size >>= 1) {
      for (let at = 0; at < json.text.length; at += size)
        variants.push({ ...request, json: leaf(json.text.slice(0, at) + json.text.slice(at + size)) });
    }
  } else if (json !== undefined) {
    variants.push(...smallerTrees(json).map((one) => ({ ...request, json: one })));
  }
  return variants;
}

function smallerTrees(tree) {
  if (tree.kind === 'leaf') return [];
  const entries = tree.kind === 'list' ? tree.items : tree.members;
  const made = (next) => (tree.kind === 'list' ? list(next) : object(next));
  const without = entries.map((_, at) => made(entries.toSpliced(at, 1)));
  const inside = entries.flatMap((entry, at) =>
    smallerTrees(tree.kind === 'list' ? entry : entry[1]).map((one) =>
      made(entries.with(at, tree.kind === 'list' ? one : [entry[0], one])),
    ),
  );
  return [...without, ...inside.slice(0, 200)];
}

async function shrunk(request, found) {
  let best = request;
  let text = found;
  for (let tries = 0; tries < 250;) {
    let next;
    for (const variant of smaller(best)) {
      tries += 1;
      const again = tries < 250 ? await judged(variant) : undefined;
      if (again !== undefined && kindOf(again) === kindOf(found)) {
        next = variant;
        text = again;
        break;
      }
    }
    if (next === undefined) break;
    best = next;
  }
  return { request: best, text };
}

function shown(request) {
  const bytes = bytesOf(request);
  const text = bytes.length > 1500 ? `${bytes.subarray(0, 1500).toString('latin1')}… (${bytes.length} bytes)` : bytes.toString('latin1');
  return JSON.stringify(text.replace('Host: localhost:8000\r\n', ''));
}

const dice = generator(values.seed);
const found = new Map();
await restart();
let compared = 0;
for (; compared < Number(values.count); compared += 1) {
  const request = randomRequest(dice, values.kind ?? (values.explicit ? 'explicit' : undefined));
  const text = await judged(request);
  if (text !== undefined) {
    const kind = kindOf(text);
    const known = found.get(kind);
    if (known === undefined) {
      const one = values.explicit || text === ENDED ? { request, text } : await shrunk(request, text);
      found.set(kind, { count: 1, ...one });
      console.log(`\n== ${one.text}\n${shown(one.request)}`);
    } else {
      known.count += 1;
    }
    if (values.explicit) await restart();
  }
  if ((compared + 1) % 1000 === 0) console.error(`${compared + 1} requests, ${found.size} kinds of differences`);
}
for (const { count, text } of [...found.values()].sort((a, b) => b.count - a.count)) console.log(`${count} × ${text}`);
for (const { request, mine } of crashes) console.log(`\n== the real server ended, ours said ${mine}\n${shown(request)}`);
const total = [...found.values()].reduce((sum, { count }) => sum + count, 0);
console.log(`\n${compared} requests, ${total} unexplained differences of ${found.size} kinds, ${crashes.length} ends of the real server`);
await Promise.all([stop(ours), stop(theirs)]);
process.exit(found.size > 0 ? 1 : 0);
