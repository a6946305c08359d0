import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { UserError } from '../../../src/base/errors';
import { silentLog } from '../../../src/base/log';
import { openEndpointTriton, tritonBaseUrl } from '../../../src/operations/endpointTriton';
import { FakeAzure } from './fakeAzure';

const signal = AbortSignal.timeout(10_000);

test('the server hangs off the scoring address without its last /score', () => {
  assert.equal(tritonBaseUrl('https://demo.westeurope.inference.ml.azure.com/score'), 'https://demo.westeurope.inference.ml.azure.com');
  assert.equal(tritonBaseUrl('https://demo.westeurope.inference.ml.azure.com/'), 'https://demo.westeurope.inference.ml.azure.com');
  assert.equal(tritonBaseUrl('http://10.0.0.1:80/api/v1/endpoint/demo/score'), 'http://10.0.0.1/api/v1/endpoint/demo');
  assert.equal(tritonBaseUrl('http://127.0.0.1:8000'), 'http://127.0.0.1:8000');
  assert.equal(tritonBaseUrl('https://host/underscore'), 'https://host/underscore');
});

test('an endpoint without an address says that it is not ready', () => {
  const endpoint = new FakeAzure().addEndpoint('demo', new Map(), 'Creating');
  const ports = { endpoints: { scoringSecret: () => Promise.resolve('s') }, log: silentLog };
  assert.throws(
    () => openEndpointTriton(endpoint, undefined, ports),
    (error: unknown) => error instanceof UserError && error.code === 'no-scoring-uri',
  );
});

test('requests carry the secret and the deployment that is pinned', async () => {
  const seen: (string | string[] | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.url, request.headers.authorization, request.headers['azureml-model-deployment']);
    response.end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const endpoint = { ...new FakeAzure().addEndpoint('demo', new Map()), scoringUri: `http://127.0.0.1:${port}/score` };
  const triton = openEndpointTriton(endpoint, 'green', { endpoints: { scoringSecret: () => Promise.resolve('key-1') }, log: silentLog });
  assert.equal(await triton.serverReady(signal), true);
  assert.deepEqual(seen, ['/v2/health/ready', 'Bearer key-1', 'green']);
  server.closeAllConnections();
  server.close();
});
