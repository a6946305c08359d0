import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { checkConfig } from '../../../src/validation/checkConfig';
import { checkPaths } from '../../../src/validation/checkPaths';
import { readRuleBook } from './ruleBook';

const texts = readRuleBook()
  .examples.filter(({ kind }) => kind === 'pbtxt')
  .map(({ text }) => text);

test('a half-typed file never throws and its findings lie inside it', () => {
  for (const text of texts.filter((one) => one.length < 1000)) {
    for (let end = 0; end <= text.length; end += 1) {
      for (const { range, code } of checkConfig(text.slice(0, end))) {
        assert.ok(range.start >= 0 && range.start <= range.end && range.end <= end, `${code} in ${JSON.stringify(text.slice(0, end))}`);
      }
    }
  }
});

test('nothing is called missing while a message is still open', () => {
  for (const { code } of checkConfig('backend: "onnxruntime"\ninput [\n  {\n    name: "x"\n')) {
    assert.ok(code.startsWith('triton/text-'), code);
  }
});

test('of a place where somebody is still typing nothing is said but that it is not closed', () => {
  for (const file of globSync('test/fixtures/published/config/*.pbtxt')) {
    const text = readFileSync(file, 'utf8');
    // Every prefix takes long for the large ones; a prime meets every kind of place among them.
    for (let end = 0; end <= text.length; end += text.length < 600 ? 1 : 5) {
      const findings = checkConfig(text.slice(0, end));
      const isBroken = findings.some(({ code }) => code.startsWith('triton/text-'));
      const others = findings.filter(({ code, severity }) => severity === 'error' && !code.startsWith('triton/text-'));
      assert.deepEqual(isBroken ? others : [], [], `${file} up to ${end}`);
    }
  }
});

test('what is closed is judged while something after it is still open', () => {
  const closed = 'backend: "onnxruntime"\ninput [ { name: "x" data_type: TYPE_FP32 dims: [ 0 ] }, { name: "y" ';
  const codes = checkConfig(closed).map(({ code }) => code);
  assert.ok(codes.includes('triton/dims'), codes.join());
});

test('hostile texts are judged quickly', () => {
  const hostile = [
    '{ input '.repeat(10_000),
    '['.repeat(1_000_000),
    '"'.repeat(1_000_001),
    '\\'.repeat(1_000_000),
    `name: "${'a'.repeat(1_000_000)}"`,
    'parameters { key: "__proto__" value { string_value: "constructor" } }\n'.repeat(1000),
    '\u0000\ufeff\r\n\t'.repeat(1000),
    'dims '.repeat(20_000),
    '\u0000 '.repeat(300_000),
    `input { dims: [${'1,'.repeat(100_000)}1] }`,
    'input { name: "a" }\n'.repeat(20_000),
  ];
  for (const text of hostile) {
    // Time of the processor, so that a busy machine does not decide.
    const before = process.cpuUsage();
    checkConfig(text);
    const { user, system } = process.cpuUsage(before);
    const took = (user + system) / 1000;
    assert.ok(took < 2000, `${Math.round(took)} ms for ${JSON.stringify(text.slice(0, 30))}`);
  }
});

test('a config.pbtxt that is a folder or a pipe keeps no other model from being checked', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'odd-models-'));
  try {
    await mkdir(path.join(folder, 'folder', 'config.pbtxt'), { recursive: true });
    await mkdir(path.join(folder, 'pipe', '1'), { recursive: true });
    execFileSync('mkfifo', [path.join(folder, 'pipe', 'config.pbtxt')]);
    await mkdir(path.join(folder, 'whole', '1'), { recursive: true });
    await writeFile(path.join(folder, 'whole', 'config.pbtxt'), `backend: "python"\nmax_batch_size: -1\nversion_policy: { nonsense }\n`);
    const files = await checkPaths([folder], new AbortController().signal);
    assert.ok(files.some(({ file, findings }) => file.includes('whole') && findings.length > 0));
  } finally {
    await rm(folder, { recursive: true });
  }
});
