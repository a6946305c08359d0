import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { errorDetailFrom, errorFromAnswer } from '../../../src/azure/errorFrom';

const answer = (status: number, body: string, contentType = 'application/json') =>
  errorFromAnswer({ status, contentType, errorCode: undefined, body }, 'GET onlineEndpoints/demo');

test('the envelope of ARM is read with everything below it', () => {
  const inner = { code: 'A', message: 'a', target: 't', details: [{ code: 'B', message: 'b' }] };
  const error = answer(400, JSON.stringify({ error: { code: 'BadArgument', message: 'outer', details: [inner] } }));
  assert.deepEqual([error.kind, error.code, error.message], ['refused', 'BadArgument', 'outer']);
  assert.deepEqual(error.details, [{ code: 'A', message: 'a', target: 't', details: [{ code: 'B', message: 'b', details: [] }] }]);
});

test('an error without its wrapper is read as well', () => {
  const error = answer(
    400,
    JSON.stringify({ code: 'BadRequest', statusCode: 400, message: 'The cluster cannot be reached.', details: [] }),
  );
  assert.deepEqual([error.code, error.message], ['BadRequest', 'The cluster cannot be reached.']);
});

test('an error of the blob service is read without its ids and times', () => {
  const xml =
    '\uFEFF<?xml version="1.0"?><Error><Code>AuthorizationFailure</Code><Message>Not authorized.\nRequestId:1\nTime:2026</Message></Error>';
  const error = answer(403, xml, 'application/xml');
  assert.deepEqual([error.kind, error.code, error.message], ['forbidden', 'AuthorizationFailure', 'Not authorized.']);
});

test('an answer to HEAD has its code in a header only', () => {
  const failed = { status: 404, contentType: undefined, errorCode: 'BlobNotFound', body: '' };
  const error = errorFromAnswer(failed, 'HEAD c/b');
  assert.deepEqual([error.kind, error.code], ['notFound', 'BlobNotFound']);
});

test("a page is not Azure's answer, and its beginning is kept as text", () => {
  const error = answer(403, `<html>\n  <body>Blocked   by policy</body></html>${'x'.repeat(200)}`, 'text/html');
  assert.deepEqual([error.kind, error.message.length, error.message.startsWith('<html> <body>Blocked by policy')], ['notAzure', 80, true]);
});

test('no answer, however strange, throws while it is read', () => {
  const body = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map((json) => `{"error":${json}}`),
  );
  fc.assert(
    fc.property(fc.integer({ min: 300, max: 599 }), body, (status, text) => {
      assert.equal(typeof answer(status, text).message, 'string');
    }),
  );
});

test('details nested without end are cut', () => {
  let detail: object = { code: 'x', message: 'deepest' };
  for (let depth = 0; depth < 1000; depth++) {
    detail = { code: 'x', message: String(depth), details: [detail] };
  }
  assert.ok(JSON.stringify(errorDetailFrom({ error: detail })).length < 1000);
});
