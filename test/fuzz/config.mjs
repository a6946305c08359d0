// Differential fuzzing of the rules for config.pbtxt: mutants of known configurations and random ones, our verdict against that of a
// real Triton server, disagreements shrunk and listed.
//
//   node test/fuzz/config.mjs JUDGE... [-- COUNT SEED]
//
// JUDGE is a command that takes a file of JSON lines { id, config, name } as its last argument and prints JSON lines
// { id, verdict: "accept" | "reject", error, depends }. What `depends` on more than the text is not compared.
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomConfigs } from './config/randomConfig.mjs';

const split = process.argv.indexOf('--');
const judge = process.argv.slice(2, split === -1 ? undefined : split);
const [count = '2000', seed = '1'] = split === -1 ? [] : process.argv.slice(split + 1);
if (judge.length === 0) {
  console.error('Usage: node test/fuzz/config.mjs JUDGE... [-- COUNT SEED]');
  process.exit(2);
}

const scratch = mkdtempSync(path.join(tmpdir(), 'fuzz-config-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const bundle = path.join(scratch, 'check.cjs');
await build({
  stdin: {
    contents:
      "export { checkConfig } from './src/validation/checkConfig'; export { readModelConfig } from './src/documents/pbtxt/modelConfig';" +
      "export * from './src/documents/pbtxt/modelConfigSchema';",
    resolveDir: process.cwd(),
  },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  outfile: bundle,
  logLevel: 'error',
});
const { checkConfig, readModelConfig, ...schema } = createRequire(import.meta.url)(bundle);

/** The release that the judge runs. */
const JUDGED_RELEASE = '24.10';
/** What a backend refuses, not the core: the judge's backends take everything. */
const ofBackends = /^triton\/(?:onnx-|pytorch-|tensorrt-|graph-)/;

/** The models of an ensemble are looked for after its scheduling was judged and before its tensors are. */
const afterModels = /^triton\/(?:data-type|dims|tensor-|reshape|format-|shape-|non-linear|batch-|instance-|warmup-)/;
const isWithoutModels = ({ depends, error = '' }) => depends === 'siblings' && error.includes('not available or ambiguous');

/** What a file, or a backend that fills in tensors, would decide; the judge has no such files, and its backends fill in nothing. */
function isOfFiles({ message, config }, { error = '', depends }) {
  const isCompleted = (list) => list.length === 0 && config.backend !== 'pytorch';
  return (
    depends !== undefined ||
    error.endsWith('got:, tensorflow') ||
    (message.fields.has('runtime') && error.includes('backend library')) ||
    (message.fields.get('parameters')?.has('TRITON_BATCH_STRATEGY_PATH') && error.includes('Batching library path')) ||
    (isCompleted(config.inputs) && error.includes('unknown source input')) ||
    (isCompleted(config.outputs) && error.includes('unknown target output')) ||
    ((isCompleted(config.inputs) || isCompleted(config.outputs)) && error.includes('empty reshape'))
  );
}

function ourVerdict(text) {
  const place = { name: 'model', backend: 'tensorflow', platform: 'tensorflow_savedmodel' };
  const errors = checkConfig(text, place, JUDGED_RELEASE).filter((one) => one.severity === 'error' && !ofBackends.test(one.code));
  const { name } = readModelConfig(text).config;
  // A rule of the folder, which is called "model" here.
  const codes = [...errors.map((one) => one.code), ...(name === '' || name === 'model' ? [] : ['triton/model-name'])];
  return { verdict: codes.length > 0 ? 'reject' : 'accept', codes: [...new Set(codes)] };
}

function theirVerdicts(texts) {
  const file = path.join(scratch, 'cases.jsonl');
  writeFileSync(file, texts.map((config, index) => `${JSON.stringify({ id: String(index), config, name: 'model' })}\n`).join(''));
  const [command, ...args] = judge;
  const answer = execFileSync(command, [...args, file], { encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'ignore'] });
  const verdicts = new Map(
    answer
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .map((one) => [one.id, one]),
  );
  return texts.map((_, index) => verdicts.get(String(index)));
}

function disagreements(texts) {
  const theirs = theirVerdicts(texts);
  return texts.flatMap((text, index) => {
    const ours = ourVerdict(text);
    const they = isWithoutModels(theirs[index] ?? {}) ? { verdict: 'accept' } : theirs[index];
    if (they === undefined || they.verdict === 'error' || ours.verdict === they.verdict) return [];
    if (isWithoutModels(theirs[index]) && ours.codes.every((code) => afterModels.test(code))) return [];
    const reading = readModelConfig(text);
    return isOfFiles(reading, they) ? [] : [{ text, ours, they }];
  });
}

// A small generator (mulberry32), so that a run can be repeated.
let state = Number(seed);
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}
const pick = (list) => list[Math.floor(random() * list.length)];
const randomConfig = randomConfigs({ random, schema, release: JUDGED_RELEASE });

const TOKEN = /#[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[A-Za-z_]\w*|[\d.][\w.]*|\s+|./gs;
const tokensOf = (text) => text.match(TOKEN) ?? [];
const numbers = [
  '-2',
  '-1',
  '0',
  '1',
  '2',
  '3',
  '4',
  '8',
  '16',
  '08',
  '0x10',
  '1.5',
  '1e3',
  '2147483647',
  '2147483648',
  '-2147483649',
  '9223372036854775807',
  '18446744073709551615',
  'nan',
  'inf',
];
const words =
  'true false TYPE_FP32 TYPE_INT32 TYPE_INT64 TYPE_STRING TYPE_INVALID KIND_CPU KIND_GPU KIND_MODEL KIND_AUTO FORMAT_NCHW CONTROL_SEQUENCE_START CONTROL_SEQUENCE_CORRID DELAY REJECT'.split(
    ' ',
  );
const marks = ['{', '}', '[', ']', '<', '>', ':', ';', ',', '"', "'", '#', '-', '\\', '.', '\t', '\n', '\u00a0', '$'];

function mutate(text, seeds) {
  const tokens = tokensOf(text);
  if (tokens.length === 0) return pick(seeds);
  const index = Math.floor(random() * tokens.length);
  const token = tokens[index] ?? '';
  switch (Math.floor(random() * 14)) {
    case 0:
      return tokens.toSpliced(index, 1 + Math.floor(random() * 6)).join('');
    case 1:
      return tokens.toSpliced(index, 0, ...tokens.slice(index, index + 1 + Math.floor(random() * 12))).join('');
    case 2:
      return tokens.with(index, pick(marks)).join('');
    case 3:
      return tokens.toSpliced(index, 0, pick(marks)).join('');
    case 4: {
      const other = tokensOf(pick(seeds));
      const from = Math.floor(random() * other.length);
      return tokens.toSpliced(index, 0, ' ', ...other.slice(from, from + 30), ' ').join('');
    }
    case 5:
      return `${text}\n${pick(seeds)}`;
    default: {
      // A value of the same kind in the place of another.
      const kind = /^\d/.test(token)
        ? numbers
        : /^["']/.test(token)
          ? tokens.filter((one) => /^["']/.test(one))
          : /^[A-Z]/.test(token)
            ? words
            : undefined;
      const places = tokens.flatMap((one, at) => (/^[\d"'A-Z]/.test(one) ? [at] : []));
      const at = kind === undefined ? (pick(places) ?? index) : index;
      const old = tokens[at] ?? '';
      const pool = kind ?? (/^\d/.test(old) ? numbers : /^["']/.test(old) ? ['""', ...tokens.filter((one) => /^["']/.test(one))] : words);
      return tokens.with(at, pick(pool)).join('');
    }
  }
}

/** Takes runs of tokens away as long as the two still disagree in the same way. */
function shrink({ text, ours, they }) {
  let best = text;
  for (let size = Math.ceil(tokensOf(best).length / 2), rounds = 0; size >= 1 && rounds < 30; rounds += 1) {
    const tokens = tokensOf(best);
    const smaller = [];
    for (let at = 0; at < tokens.length; at += Math.max(1, Math.floor(size / 2))) smaller.push(tokens.toSpliced(at, size).join(''));
    const kept = disagreements([...new Set(smaller)]).find(
      (one) => one.they.verdict === they.verdict && one.ours.codes.join() === ours.codes.join(),
    );
    if (kept && kept.text.length < best.length) best = kept.text;
    else size = Math.floor(size / 2);
  }
  return best;
}

/** Examples in docs/rules.md and, where it lies beside the project, the corpus of Triton's own tests. */
function seedTexts() {
  const rules = readFileSync('docs/rules.md', 'utf8');
  const examples = [...rules.matchAll(/^```pbtxt[^\n]*\n(.*?)^```/gms)].map(([, text]) => text);
  const published = globSync('test/fixtures/published/config/*.pbtxt').map((file) => readFileSync(file, 'utf8'));
  const corpus = globSync('../shared/corpus/config-pbtxt/**/config.pbtxt').map((file) => readFileSync(file, 'utf8'));
  return [...examples, ...published, ...corpus].map((text) => text.replace(/^name:.*\n/m, ''));
}

const seeds = seedTexts();
const found = new Map();
let compared = 0;
for (let round = 0; compared < Number(count); round += 1) {
  const mutants = Array.from({ length: Math.min(500, Number(count) - compared) }, () => {
    if (random() < 0.5) return randomConfig();
    let text = pick(seeds);
    for (let times = 1 + Math.floor(random() * 3); times > 0; times -= 1) text = mutate(text, seeds);
    return text;
  });
  for (const one of disagreements(mutants)) {
    const error = (one.they.error ?? '').replace(/'[^']*'|\d+/g, '…').slice(0, 80);
    const kind = `${one.ours.verdict} ${one.ours.codes.join(' ')} | ${one.they.verdict} ${error}`;
    found.set(kind, [...(found.get(kind) ?? []), one]);
  }
  compared += mutants.length;
  console.error(`${compared} mutants, ${[...found.values()].flat().length} disagreements of ${found.size} kinds`);
}
for (const [kind, cases] of found) {
  console.log(`\n== ${cases.length} × ours: ${kind}`);
  console.log(shrink(cases.sort((a, b) => a.text.length - b.text.length)[0]));
}
console.log(`\n${compared} mutants, ${[...found.values()].flat().length} disagreements`);
process.exitCode = found.size > 0 ? 1 : 0;
