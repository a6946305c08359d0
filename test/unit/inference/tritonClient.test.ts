import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { UserError } from '../../../src/base/errors';
import { type Log, silentLog } from '../../../src/base/log';
import type { InferRequest } from '../../../src/inference/kserve/inferRequest';
import { createTritonClient, type TritonClient, type TritonTarget } from '../../../src/inference/tritonClient';

const servers: Server[] = [];
after(() => {
  servers.forEach((server) => server.close());
});

async function listen(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that is up to nothing but what the test says; the connections it kept are cut at the end. */
async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  after(() => {
    server.closeAllConnections();
  });
  return listen(server);
}

async function clientOf(listener: RequestListener, target: Partial<TritonTarget> = {}, log: Log = silentLog): Promise<TritonClient> {
  return createTritonClient({ baseUrl: await serving(listener), ...target }, { log });
}

const soon = (): AbortSignal => AbortSignal.timeout(20_000);
const request: InferRequest = { inputs: [{ name: 'x', datatype: 'FP32', shape: [1, 2], data: Float32Array.of(1, 2) }] };

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
}

async function rejects(promise: Promise<unknown>, code: string, words: RegExp = /./): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof UserError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, words);
    return true;
  });
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Answers as Triton does: the input, times two. */
const doubling: RequestListener = (message, response) => {
  if (message.url === '/v2') {
    json(response, 200, { name: 'triton', version: '2.51.0', extensions: ['classification', 'binary_tensor_data'] });
    return;
  }
  void bodyOf(message).then((body) => {
    const at = Number(message.headers['inference-header-content-length']);
    const [a = 0, b = 0] = new Float32Array(Uint8Array.from(body.subarray(at)).buffer);
    const head = Buffer.from(
      JSON.stringify({
        model_name: 'm',
        model_version: '3',
        outputs: [{ name: 'y', datatype: 'FP32', shape: [1, 2], parameters: { binary_data_size: 8 } }],
      }),
    );
    response.writeHead(200, { 'Inference-Header-Content-Length': head.length, 'azureml-model-deployment': 'blue' });
    response.end(Buffer.concat([head, Buffer.from(Float32Array.of(2 * a, 2 * b).buffer)]));
  });
};

test('infers in binary and tells what it took', async () => {
  const triton = await clientOf(doubling);
  const answer = await triton.infer('m', request, soon());
  assert.deepEqual(answer.outputs[0]?.data, Float32Array.of(2, 4));
  assert.equal(answer.modelVersion, '3');
  assert.equal(answer.deployment, 'blue');
  assert.ok(answer.bytesSent > 8 && answer.bytesReceived > 8 && answer.milliseconds > 0);
});

test('infers in JSON where the server does not say that it takes binary tensors', async () => {
  const triton = await clientOf((message, response) => {
    if (message.url === '/v2') {
      json(response, 200, { name: 'other', version: '1', extensions: [] });
      return;
    }
    void bodyOf(message).then((body) => {
      assert.deepEqual(JSON.parse(body.toString('utf8')), { inputs: [{ name: 'x', shape: [1, 2], datatype: 'FP32', data: [1, 2] }] });
      json(response, 200, { model_name: 'm', outputs: [{ name: 'y', datatype: 'FP32', shape: [1], data: [5] }] });
    });
  });
  const { outputs } = await triton.infer('m', request, soon());
  assert.deepEqual(outputs[0]?.data, Float32Array.of(5));
});

test('reads metadata, configuration and the list of models', async () => {
  const answers: Record<string, unknown> = {
    '/v2/models/m': {
      name: 'm',
      versions: ['1'],
      platform: 'onnxruntime_onnx',
      inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, 3, 8, 8] }],
      outputs: [{ name: 'y', datatype: 'BYTES', shape: [-1, 1] }],
    },
    '/v2/models/m/config': {
      name: 'm',
      max_batch_size: 4,
      input: [{ name: 'x', data_type: 'TYPE_FP32', format: 'FORMAT_NCHW', dims: [3, 8, 8] }],
      output: [{ name: 'y', data_type: 'TYPE_STRING', dims: [1], label_filename: 'labels.txt' }],
    },
    '/v2/repository/index': [{ name: 'm', version: '1', state: 'READY' }, { name: 'm', version: '2' }, { name: 'n' }],
  };
  const triton = await clientOf((message, response) => {
    json(response, 200, answers[message.url ?? '']);
  });
  assert.deepEqual((await triton.metadata('m', soon())).inputs, [{ name: 'x', datatype: 'FP32', shape: [-1, 3, 8, 8] }]);
  const config = await triton.config('m', soon());
  assert.equal(config.maxBatchSize, 4);
  assert.equal(config.formats.get('x'), 'FORMAT_NCHW');
  assert.deepEqual([...config.labelledOutputs], ['y']);
  assert.deepEqual(await triton.models(soon()), ['m', 'n']);
});

test('readiness is yes for 200 and no for what else a server says', async () => {
  for (const [status, ready] of [
    [200, true],
    [400, false],
    [404, false],
    [424, false],
    [503, false],
  ] as const) {
    const triton = await clientOf((_, response) => response.writeHead(status).end());
    assert.equal(await triton.serverReady(soon()), ready);
    assert.equal(await triton.modelReady('m', soon()), ready);
  }
});

test('readiness that was not allowed to be asked for is no answer', async () => {
  await rejects((await clientOf((_, response) => response.writeHead(401).end())).serverReady(soon()), 'triton-unauthorized');
  await rejects((await clientOf((_, response) => response.writeHead(403).end())).modelReady('m', soon()), 'triton-forbidden');
  const page = await clientOf((_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html>'));
  await rejects(page.serverReady(soon()), 'triton-not-triton');
});

test('an expired secret is asked for once more, then the refusal is said', async () => {
  const given: string[] = [];
  const seen: unknown[] = [];
  const secret = (): Promise<string> => Promise.resolve(`token-${given.push('')}`);
  const triton = await clientOf(
    (message, response) => {
      seen.push(message.headers.authorization);
      response.writeHead(message.headers.authorization === 'Bearer token-2' ? 200 : 401).end();
    },
    { secret },
  );
  assert.equal(await triton.serverReady(soon()), true);
  assert.equal(await triton.serverReady(soon()), true);
  assert.deepEqual(seen, ['Bearer token-1', 'Bearer token-2', 'Bearer token-2']);
  const never = await clientOf((_, response) => response.writeHead(401).end(), { secret });
  await rejects(never.metadata('m', soon()), 'triton-unauthorized', /key or token/);
  assert.equal(given.length, 4);
});

test('a pinned deployment is named in every request', async () => {
  const seen: unknown[] = [];
  const triton = await clientOf(
    (message, response) => {
      seen.push(message.headers['azureml-model-deployment']);
      response.writeHead(200).end();
    },
    { deployment: 'green' },
  );
  await triton.serverReady(soon());
  assert.deepEqual(seen, ['green']);
});

test('what an endpoint refuses is said in words, each with its code and no status code', async () => {
  const cases: readonly (readonly [number, string, RegExp])[] = [
    [403, 'triton-forbidden', /not allowed/],
    [404, 'triton-no-deployment', /receives traffic/],
    [408, 'triton-timeout', /took longer/],
    [413, 'triton-too-large', /too large/],
    [424, 'triton-model-failed', /log of the deployment/],
    [429, 'triton-busy', /more requests/],
    [418, 'triton-refused', /without saying why/],
    [500, 'triton-server-error', /failed/],
    [503, 'triton-server-error', /not ready/],
  ];
  for (const [status, code, words] of cases) {
    const triton = await clientOf((_, response) => response.writeHead(status).end(), { secret: () => Promise.resolve('key') });
    await rejects(triton.infer('m', request, soon()), code, words);
    await rejects(triton.metadata('m', soon()), code, new RegExp(`^(?!.*\\b${status}\\b).*$`));
  }
});

test("the model's own words are passed on, cleaned and cut", async () => {
  const esc = String.fromCharCode(27);
  const triton = await clientOf((message, response) => {
    if (message.url === '/v2/models/gone') {
      json(response, 404, { error: "Request for unknown model: 'gone' is not found" });
    } else if (message.url === '/v2/models/reason') {
      response.writeHead(424, { 'ms-azureml-model-error-statuscode': '500', 'ms-azureml-model-error-reason': 'out of memory' }).end();
    } else {
      json(response, 424, { error: `unexpected ${esc}[31m shape\n\u202e ${'x'.repeat(5000)}` });
    }
  });
  await rejects(triton.metadata('gone', soon()), 'triton-unknown-model', /unknown model: 'gone'/);
  await rejects(triton.metadata('reason', soon()), 'triton-model-failed', /out of memory/);
  await rejects(triton.metadata('m', soon()), 'triton-model-failed', /^(?![^]*[\u001b\n\u202e])[^]{0,320}$/);
});

test('an answer that is no KServe is told from a web page', async () => {
  const page = await clientOf((_, response) =>
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end('<html>Sign in</html>'),
  );
  await rejects(page.metadata('m', soon()), 'triton-not-triton', /web page/);
  const missing = await clientOf((_, response) => response.writeHead(404).end('<!DOCTYPE html><p>Not found'));
  await rejects(missing.metadata('m', soon()), 'triton-not-triton');
  const other = await clientOf((_, response) => {
    json(response, 200, { hello: 'world' });
  });
  await rejects(other.metadata('m', soon()), 'triton-bad-answer', /modelMetadata\.name/);
  const text = await clientOf((_, response) => response.writeHead(200).end('hello'));
  await rejects(text.metadata('m', soon()), 'triton-bad-answer', /JSON/);
  const zipped = await clientOf((_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('bomb'));
  await rejects(zipped.metadata('m', soon()), 'triton-bad-answer', /content-encoding/);
});

test('a redirect is never followed, with or without the secret', async () => {
  let reached = 0;
  const elsewhere = await serving((_, response) => {
    reached++;
    response.end();
  });
  const triton = await clientOf((_, response) => response.writeHead(307, { Location: `${elsewhere}/v2/x?sig=secret` }).end(), {
    secret: () => Promise.resolve('key'),
  });
  await rejects(triton.metadata('m', soon()), 'triton-redirect', /^(?!.*sig=)/);
  await rejects(triton.serverReady(soon()), 'triton-redirect');
  assert.equal(reached, 0);
});

test('a secret goes nowhere in the open but to this computer', async () => {
  let asked = 0;
  const secret = (): Promise<string> => Promise.resolve(`key${asked++}`);
  for (const baseUrl of [
    'http://example.invalid',
    'http://127.0.0.1.example.invalid',
    'http://localhost.example.invalid:8000',
    'http://0.0.0.0:1',
  ]) {
    await rejects(createTritonClient({ baseUrl, secret }, { log: silentLog }).serverReady(soon()), 'triton-insecure');
  }
  for (const baseUrl of ['ftp://127.0.0.1', 'nonsense', 'http://user:password@127.0.0.1', 'https://127.0.0.1@example.invalid']) {
    await rejects(createTritonClient({ baseUrl, secret }, { log: silentLog }).serverReady(soon()), 'triton-bad-url', /^(?!.*password)/);
  }
  assert.equal(asked, 0);
});

test('neither secret nor tensor is ever logged', async () => {
  const lines: string[] = [];
  const write = (line: string): void => {
    lines.push(line);
  };
  const triton = await clientOf(
    doubling,
    { secret: () => Promise.resolve('CANARY') },
    { debug: write, info: write, warn: write, error: write },
  );
  await triton.infer('m', request, soon());
  assert.match(lines.at(-1) ?? '', /^POST \/v2\/models\/m\/infer 200 \d+ ms$/);
  assert.ok(!lines.join('\n').includes('CANARY'));
});

test('a secret that cannot stand in a header is said before anything is sent', async () => {
  const triton = await clientOf((_, response) => response.end(), { secret: () => Promise.resolve('a\nb: c') });
  await rejects(triton.serverReady(soon()), 'triton-bad-secret', /^(?!.*b: c)/);
});

test('an inference whose connection was cut before any answer is sent once more, and only once', async () => {
  let requests = 0;
  const cutting =
    (times: number): RequestListener =>
    (message, response) => {
      if (message.url === '/v2' || requests++ >= times) {
        doubling(message, response);
      } else {
        message.socket.destroy();
      }
    };
  const once = await clientOf(cutting(1));
  assert.equal((await once.infer('m', request, soon())).outputs.length, 1);
  assert.equal(requests, 2);
  requests = 0;
  await rejects((await clientOf(cutting(9))).infer('m', request, soon()), 'triton-connection-lost');
  assert.equal(requests, 2);
});

test('an inference that began to be answered is not sent again', async () => {
  let requests = 0;
  const triton = await clientOf((message, response) => {
    if (message.url === '/v2') {
      doubling(message, response);
      return;
    }
    requests++;
    response.writeHead(200, { 'Content-Length': '1000' }).write('{');
    setTimeout(() => message.socket.destroy(), 50);
  });
  await rejects(triton.infer('m', request, soon()), 'triton-connection-lost');
  assert.equal(requests, 1);
});

test('an answer without end is given up at 64 MiB, at once where its length is told', async () => {
  const chunk = Buffer.alloc(1 << 20, 32);
  const endless = await clientOf((_, response) => {
    const pump = (): void => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', pump);
    pump();
  });
  await rejects(endless.metadata('m', soon()), 'triton-answer-too-large');
  const told = await clientOf((_, response) => response.writeHead(200, { 'Content-Length': String(10e9) }).write('{'));
  // The body never comes, so this ends only because the announced size is believed.
  await rejects(told.metadata('m', soon()), 'triton-answer-too-large');
});

test('what is no web server, and where nothing is, is said in words', async () => {
  const sockets = new Set<Socket>();
  const tcp = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).end('SSH-2.0-OpenSSH\r\n');
  });
  const client = (baseUrl: string): TritonClient => createTritonClient({ baseUrl }, { log: silentLog });
  const address = await listen(tcp);
  await rejects(client(address).serverReady(soon()), 'triton-bad-answer', /port/);
  sockets.forEach((socket) => socket.destroy());
  await new Promise((resolve) => tcp.close(resolve));
  await rejects(client(address).serverReady(soon()), 'triton-unreachable', /Nothing answers/);
  await rejects(client('http://nowhere.invalid:8000').serverReady(soon()), 'triton-unknown-host');
  await rejects(client(address.replace('http', 'https')).serverReady(soon()), 'triton-unreachable');
});

test('a server without TLS at an https address is said', async () => {
  const address = await serving((_, response) => response.end());
  await rejects(createTritonClient({ baseUrl: address.replace('http', 'https') }, { log: silentLog }).serverReady(soon()), 'triton-tls');
});

test('cancelling ends the wait with its own reason', async () => {
  const stop = new AbortController();
  const reason = new Error('enough');
  const triton = await clientOf(() => {
    stop.abort(reason);
  });
  await assert.rejects(triton.serverReady(stop.signal), (error) => error === reason);
});

test('an early refusal of a large request is read although the request cannot be sent to its end', async () => {
  const tcp = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (data) => {
      const isMetadata = data.toString('latin1').startsWith('GET');
      socket.write(
        isMetadata
          ? 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'
          : 'HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
      );
      setTimeout(() => socket.destroy(), isMetadata ? 0 : 100);
    });
  });
  const triton = createTritonClient({ baseUrl: await listen(tcp) }, { log: silentLog });
  const data = new Float32Array(8_000_000);
  await rejects(triton.infer('m', { inputs: [{ name: 'x', datatype: 'FP32', shape: [8_000_000], data }] }, soon()), 'triton-too-large');
});
