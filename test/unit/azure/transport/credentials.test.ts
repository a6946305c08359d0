import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AzureError } from '../../../../src/azure/azureError';
import type { TokenRequest } from '../../../../src/azure/connection';
import { openAzureMl } from '../../../../src/azure/openAzureMl';
import { isLoopback, isSafeForCredentials } from '../../../../src/azure/transport/loopback';
import type { Log } from '../../../../src/base/log';
import { silentLog } from '../../../../src/base/log';
import { UserError } from '../../../../src/base/errors';
import { startScriptedServer, type Fate } from '../../../support/scriptedServer';
import { openTestClient, signal, workspace } from '../openTestClient';

const ref = { ...workspace, endpoint: 'demo' };
const endpoint: Fate = { body: { id: '/x', name: 'demo', location: 'westeurope', properties: { authMode: 'Key' } } };

test('a 401 asks for another token once, with the challenge of the service', async () => {
  const challenge = 'Bearer authorization_uri="https://login", error="insufficient_claims", claims="eyJ9"';
  const server = await startScriptedServer(({ headers }) =>
    headers.authorization === 'Bearer second' ? endpoint : { status: 401, headers: { 'www-authenticate': challenge } },
  );
  const asked: Omit<TokenRequest, 'signal'>[] = [];
  const getToken = ({ audience, challenge: given }: TokenRequest): Promise<string> => {
    asked.push(given === undefined ? { audience } : { audience, challenge: given });
    return Promise.resolve(given === undefined ? 'first' : 'second');
  };
  await openTestClient(server.url, { getToken }).endpoints.get(ref, signal);
  assert.deepEqual(asked, [{ audience: 'arm' }, { audience: 'arm', challenge }]);
  await server.close();
});

test('a second 401 is the end: signed out', async () => {
  const server = await startScriptedServer(() => ({ status: 401 }));
  let tokens = 0;
  const getToken = (): Promise<string> => Promise.resolve(`token ${tokens++}`);
  const read = openTestClient(server.url, { getToken }).endpoints.get(ref, signal);
  await assert.rejects(read, (error) => error instanceof AzureError && error.kind === 'signedOut');
  assert.equal(server.requests.length, 2);
  await server.close();
});

test('neither a next page nor a redirect takes the token to another host', async () => {
  const canary = await startScriptedServer(() => ({ body: { value: [] } }));
  const server = await startScriptedServer(({ url }) =>
    url.includes('onlineEndpoints/demo')
      ? { status: 307, headers: { location: `${canary.url}/stolen` } }
      : { body: { value: [], nextLink: `${canary.url}/page?$skip=1` } },
  );
  const azure = openTestClient(server.url);
  const page = await azure.models.list(workspace, signal);
  await assert.rejects(page.more?.(signal) ?? Promise.resolve(), (error) => error instanceof AzureError && error.code === 'ForeignAddress');
  await assert.rejects(azure.endpoints.get(ref, signal), AzureError);
  assert.equal(canary.requests.length, 0);
  await Promise.all([server.close(), canary.close()]);
});

test('a page is asked for at the very address that the service gave', async () => {
  const server = await startScriptedServer((_, index) =>
    index === 0 ? { body: { value: [], nextLink: `${server.url}/next?api-version=2099-01-01&$skip=a%2Fb` } } : { body: { value: [] } },
  );
  const page = await openTestClient(server.url).models.list(workspace, signal);
  await page.more?.(signal);
  assert.equal(server.requests[1]?.url, '/next?api-version=2099-01-01&$skip=a%2Fb');
  await server.close();
});

test('a sign-in is never sent over plain http to another machine', () => {
  const open = (armEndpoint: string) => () =>
    openAzureMl({ armEndpoint, getToken: () => Promise.resolve(''), billed: true, log: silentLog }, { hashWorker: '/none' });
  for (const address of [
    'http://management.azure.com',
    'http://127.0.0.1.example.org',
    'https://a@b.example',
    'ftp://localhost',
    'nonsense',
  ]) {
    assert.throws(open(address), UserError, address);
  }
  for (const address of ['https://management.azure.com', 'http://127.0.0.1:8080', 'http://localhost', 'http://[::1]:1']) {
    assert.doesNotThrow(open(address), address);
  }
});

test('whatever the host is called, plain http is safe only where the URL parser itself says loopback', () => {
  const host = fc.oneof(fc.domain(), fc.ipV4(), fc.webAuthority({ withUserInfo: true, withPort: true, withIPv4: true, withIPv6: true }));
  fc.assert(
    fc.property(host, (authority) => {
      const text = `http://${authority}`;
      if (URL.canParse(text) && isSafeForCredentials(new URL(text))) {
        assert.ok(isLoopback(new URL(text).hostname) && !text.includes('@'));
      }
    }),
  );
});

test('no token, signature or body reaches the log', async () => {
  const lines: string[] = [];
  const write = (line: string): void => {
    lines.push(line);
  };
  const log: Log = { debug: write, info: write, warn: write, error: write };
  const server = await startScriptedServer((_, index) =>
    index === 0 ? { status: 503, body: { error: { code: 'Busy', message: 'canary-body' } } } : { body: { primaryKey: 'canary-key' } },
  );
  const azure = openTestClient(server.url, { log, getToken: () => Promise.resolve('canary-token') });
  const { location, authMode, traffic, tags, state } = {
    location: 'x',
    authMode: 'Key',
    traffic: new Map(),
    tags: new Map(),
    state: '',
  } as const;
  assert.equal(await azure.endpoints.scoringSecret({ ref, location, authMode, traffic, tags, state }, signal), 'canary-key');
  assert.ok(
    lines.some((line) => /^POST \S+\/listKeys 200 \d+ ms$/.test(line)),
    lines.join('\n'),
  );
  assert.doesNotMatch(lines.join('\n'), /canary|api-version/);
  await server.close();
});
