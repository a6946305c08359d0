import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serverLogError } from '../../../src/operations/serverLogError';

const lines = (...messages: string[]): string =>
  messages.map((message) => `E1122 10:00:00.000001 1 model_lifecycle.cc:654] ${JSON.stringify(message)}\n`).join('');

test('the last error of the log is told, as the server quotes it', () => {
  const log = `${lines('first', 'second')}I1122 10:00:02.000001 1 server.cc:1] "bye"\n`;
  assert.equal(serverLogError(log, 'User container has crashed.'), 'second');
  assert.equal(serverLogError('I1122 10:00:02.000001 1 server.cc:1] "bye"\n', ''), undefined);
});

test('what the reason says already is not said again, whatever quotes and line ends it has', () => {
  const log = lines(`failed to load 'm' version 1: Load model from "/x/model.onnx"\nfailed`);
  assert.equal(serverLogError(log, `Azure says: "failed to load 'm': Load model from "/x/model.onnx" failed"`), undefined);
});

test('what is told is one short line without escapes', () => {
  const told = serverLogError(lines(`failed to load "m":\n${'word '.repeat(100)}`), '') ?? '';
  assert.match(told, /^failed to load "m": word/);
  assert.match(told, /word…$/);
  assert.ok(told.length <= 200);
});

test('the end of a long reason may be missing', () => {
  const cause = 'Load model from /a/very/long/path failed: '.repeat(12);
  assert.equal(
    serverLogError(lines(`failed to load 'm' version 1: ${cause}`), `Azure says: "failed to load 'm': ${cause.slice(0, 300)}…"`),
    undefined,
  );
});
