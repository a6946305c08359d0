import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Fields, textOf } from '../../../../src/base/decode';
import { readModelConfig } from '../../../../src/documents/pbtxt/modelConfig';
import { encode } from './wireFormat';

/** Verdicts and bytes of protoc; see the README beside the file. */
const CASES = '../shared/corpus/textformat/cases.jsonl';

test('accepts, refuses and understands every text as protobuf does', { skip: existsSync(CASES) ? false : `${CASES} is missing` }, () => {
  const lines = readFileSync(CASES, 'utf8').trim().split('\n');
  const wrong = lines.flatMap((line) => {
    const one = Fields.of(JSON.parse(line), 'case');
    const { message, problems } = readModelConfig(one.text('text'));
    const expected = one.flag('ok') ? one.text('encoded_hex') : 'refused';
    const found = problems.length > 0 ? 'refused' : encode(message).toString('hex');
    return expected === found ? [] : [{ id: one.text('id'), text: one.text('text'), expected, found, problems }];
  });
  assert.ok(lines.length > 50);
  assert.deepEqual(wrong, []);
});

test(
  'reports the first problem where protobuf does, give or take the token',
  { skip: existsSync(CASES) ? false : `${CASES} is missing` },
  () => {
    for (const line of readFileSync(CASES, 'utf8').trim().split('\n')) {
      const one = Fields.of(JSON.parse(line), 'case');
      const text = one.text('text');
      for (const problem of readModelConfig(text).problems) {
        assert.ok(problem.range.start >= 0 && problem.range.start <= problem.range.end && problem.range.end <= text.length, one.text('id'));
      }
      for (const error of one.list('errors', textOf).slice(0, 1)) {
        const lineNumber = Number(/^(\d+):/.exec(error)?.[1]);
        const [first] = readModelConfig(text).problems;
        assert.equal(first && text.slice(0, first.range.start).split('\n').length, lineNumber, one.text('id'));
      }
    }
  },
);
