// Runs the test files of one part under node:test, each in a process of its own, and counts what they report.
import { createWriteStream, existsSync, globSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { relative, resolve } from 'node:path';
import { run } from 'node:test';
import { inspect } from 'node:util';
import { bundleTests } from './bundleTests.mjs';
import { counted, fail, pass, say, skip } from './tally.mjs';

/**
 * `words` narrow the files by their path, `names` prints each test as it ends, `first` is in the path of the file that takes longest
 * for its size. Times in ms. One file more than there are processors,
 * since a file also waits, if only to be loaded.
 */
export async function runTestFiles(part, { words, timeout, concurrency = availableParallelism() + 1, names = false, first }) {
  // The longest first, so that none of them is left to run alone at the end.
  const length = (file) => (first && file.includes(first) ? Infinity : statSync(file).size);
  const files = globSync(`test/${part}/**/*.test.ts`).sort((a, b) => length(b) - length(a));
  const chosen = files.filter((file) => words.length === 0 || words.some((word) => file.includes(word)));
  if (chosen.length === 0) {
    if (words.length === 0) skip(part, `test/${part}`, 'there are no test files');
    return;
  }
  await counted(part, async () => {
    const bundled = await bundleTests(chosen);
    for (const { file, problem } of bundled) if (problem) fail(part, file, problem);
    const bundles = bundled.flatMap(({ bundle }) => bundle ?? []);
    if (bundles.length > 0) await report(part, names, run({ files: bundles, concurrency, timeout, execArgv: ['--enable-source-maps'] }));
  });
}

async function report(part, names, events) {
  const log = createWriteStream(`.test-build/logs/${part}.log`, { flags: 'a' });
  for await (const { type, data } of events) {
    if (type === 'test:stdout' || type === 'test:stderr') log.write(data.message);
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    log.write(`${type} ${place(data)} ${data.name} (${data.details.duration_ms.toFixed(0)} ms)\n`);
    count(part, names, type, data);
  }
  await new Promise((resolve) => log.end(resolve));
}

function count(part, names, type, data) {
  const { name, details, skip: skipped, todo } = data;
  const reason = skipped ?? todo;
  if (reason !== undefined && reason !== false) {
    skip(part, `${place(data)} ${name}`, reason === true || reason === '' ? 'no reason given' : reason);
  } else if (type === 'test:fail') {
    // A suite, and a test around subtests, fail only because something in them did; that is reported by itself.
    if (details.error?.failureType !== 'subtestsFailed') fail(part, `${place(data)} ${name}`, describe(details.error));
  } else if (details.type !== 'suite') {
    pass(part, name);
    if (names) say(`  ✔ ${name}  ${(details.duration_ms / 1000).toFixed(1)} s`);
  }
}

function describe(error) {
  const cause = error?.cause ?? error;
  return cause instanceof Error ? (cause.stack ?? cause.message) : inspect(cause, { depth: 4 });
}

/** The source file, as a path from the root; source maps have brought most back from their bundles already. */
function place({ file, name }) {
  const path = relative(process.cwd(), resolve(file ?? name))
    .replace(/^\.test-build\//, '')
    .replace(/\.cjs$/, '.ts');
  return existsSync(path) ? path : '';
}
