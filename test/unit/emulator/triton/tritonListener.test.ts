import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { listen, type TritonListener } from '../../../../src/emulator/triton/tritonListener';

let listener: TritonListener;
before(async () => {
  listener = await listen(0, (_, response) => {
    response.end('answered');
  });
});
after(() => listener.close());

/** Status line of the answer, '' when the server hung up without one. */
function ask(head: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(listener.url).port), '127.0.0.1');
    let got = '';
    socket.setTimeout(30_000, () => socket.destroy(new Error(`no answer to ${head}`)));
    socket.on('data', (piece) => (got += piece.toString('latin1')));
    socket.once('error', reject);
    socket.once('close', () => {
      resolve(got.split('\r\n')[0] ?? '');
    });
    socket.write(`${head}\r\nConnection: close\r\n\r\n`);
  });
}

// Recorded from tritonserver 2.51.
for (const [head, answer] of [
  ['GET /v2 HTTP/1.1', 'HTTP/1.1 200 OK'],
  ['FOO /v2 HTTP/1.1', 'HTTP/1.1 405 Not Allowed'],
  ['FOO /nothing HTTP/1.1', 'HTTP/1.1 404 Not Found'],
  ['FOO  /v2  HTTP/1.1', 'HTTP/1.1 405 Not Allowed'],
  ['FOO * HTTP/1.1', ''],
  ['get /v2 HTTP/1.1', ''],
  ['CONNECT localhost:8000 HTTP/1.1', 'HTTP/1.1 404 Not Found'],
  ['CONNECT localhost:8000/v2/health/live HTTP/1.1', 'HTTP/1.1 405 Not Allowed'],
  ['CONNECT http://localhost:8000/v2/health/live HTTP/1.1', 'HTTP/1.1 404 Not Found'],
  ['CONNECT /v2 HTTP/1.1', ''],
  ['CONNECT * HTTP/1.1', ''],
] as const) {
  test(`${head}: ${answer === '' ? 'hangs up' : answer}`, async () => {
    assert.equal(await ask(head), answer);
  });
}
