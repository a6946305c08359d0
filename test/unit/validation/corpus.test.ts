import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Fields } from '../../../src/base/decode';
import { checkConfig } from '../../../src/validation/checkConfig';
import { checkPaths } from '../../../src/validation/checkPaths';
import { findingText } from '../../../src/validation/locatedFinding';

/** Cases of Triton's own tests and of protobuf's text format; see the README files beside them. */
const CASES = '../shared/corpus/config-pbtxt/CASES.tsv';
const TEXTS = '../shared/corpus/textformat/cases.jsonl';
const skipFor = (file: string): { readonly skip: string | false } => ({ skip: existsSync(file) ? false : `${file} is missing` });
const signal = new AbortController().signal;

test('judges the cases of Triton’s own tests as Triton does, with its words', skipFor(CASES), async () => {
  const rows = readFileSync(CASES, 'utf8').trim().split('\n').slice(1);
  for (const [folder = '', expect, , , , messages = ''] of rows.map((row) => row.split('\t'))) {
    const files = await checkPaths([path.join(path.dirname(CASES), folder)], signal);
    const errors = files.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'error');
    assert.equal(errors.length > 0 ? 'fail' : 'success', expect, `${folder}: ${errors.map(({ code }) => code).join()}`);
    const said = errors.map(findingText).join('\n');
    assert.ok(
      messages.split(' || ').some((message) => said.includes(message)),
      `${folder}: ${said}`,
    );
  }
});

test('gives everything that protobuf refuses a code of the text, and nothing else', skipFor(TEXTS), () => {
  for (const line of readFileSync(TEXTS, 'utf8').trim().split('\n')) {
    const one = Fields.of(JSON.parse(line), 'case');
    const found = checkConfig(one.text('text')).some(({ code }) => code.startsWith('triton/text-'));
    assert.equal(found, !one.flag('ok'), one.text('text'));
  }
});
