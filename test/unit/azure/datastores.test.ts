import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BlobContainer } from '../../../src/azure/datastores';
import { UserError } from '../../../src/base/errors';
import { startScriptedServer, type Fate } from '../../support/scriptedServer';
import { openTestClient, signal, workspace } from './openTestClient';

const blob = {
  datastoreType: 'AzureBlob',
  accountName: 'account1',
  containerName: 'azureml-store',
  credentials: { credentialsType: 'Sas' },
};
const sas: Fate = { body: { secretsType: 'Sas', sasToken: '?sv=1&sig=2' } };

async function open(properties: object, secrets: Fate = sas): Promise<BlobContainer> {
  const server = await startScriptedServer(({ url }) =>
    url.includes('/listSecrets') ? secrets : { body: { id: '/x', name: 'd', properties } },
  );
  try {
    return await openTestClient(server.url).datastores.openContainer(workspace, undefined, signal);
  } finally {
    await server.close();
  }
}

const addresses: readonly [string, object, string][] = [
  ['the suffix of the public cloud where none is named', {}, 'https://account1.blob.core.windows.net/azureml-store'],
  ['another cloud', { endpoint: 'core.chinacloudapi.cn' }, 'https://account1.blob.core.chinacloudapi.cn/azureml-store'],
  ['an IP address', { endpoint: '127.0.0.1:1234', protocol: 'http' }, 'http://127.0.0.1:1234/account1/azureml-store'],
  ['localhost with a port', { endpoint: 'localhost:1234', protocol: 'http' }, 'http://localhost:1234/account1/azureml-store'],
];
for (const [name, properties, url] of addresses) {
  test(`the container's address with ${name}`, async () => {
    assert.equal((await open({ ...blob, ...properties })).containerUrl, url);
  });
}

test('the file system of a Data Lake is a container', async () => {
  const lake = { ...blob, datastoreType: 'AzureDataLakeGen2', filesystem: 'fs' };
  assert.equal((await open(lake)).containerUrl, 'https://account1.blob.core.windows.net/fs');
});

const credentials: readonly [string, object, Fate, BlobContainer['credential']][] = [
  ['a signature, without its question mark', blob, sas, { kind: 'sas', sasToken: 'sv=1&sig=2' }],
  [
    'an account key',
    blob,
    { body: { secretsType: 'AccountKey', key: 'a2V5' } },
    { kind: 'accountKey', accountName: 'account1', key: 'a2V5' },
  ],
  [
    'the own identity where the datastore has no secret',
    { ...blob, credentials: { credentialsType: 'None' } },
    'silence',
    { kind: 'identity' },
  ],
  [
    'the own identity where the secrets may not be read',
    blob,
    { status: 403, body: { error: { code: 'AuthorizationFailed' } } },
    { kind: 'identity' },
  ],
];
for (const [name, properties, secrets, credential] of credentials) {
  test(`a container is opened with ${name}`, async () => {
    assert.deepEqual((await open(properties, secrets)).credential, credential);
  });
}

const refused: readonly [string, object, string][] = [
  ['a file share', { ...blob, datastoreType: 'AzureFile' }, 'datastore-type'],
  ['plain http to another machine', { ...blob, protocol: 'http' }, 'datastore-address'],
  ['an account that would change the host', { ...blob, accountName: 'evil.example/x' }, 'datastore-address'],
  ['an account with a dot, which is another host', { ...blob, accountName: 'evil.account1' }, 'datastore-address'],
  ['an account that is a user name', { ...blob, accountName: 'user@evil' }, 'datastore-address'],
  ['an account that leaves its folder', { ...blob, accountName: '..', endpoint: '127.0.0.1:1234' }, 'datastore-address'],
  [
    'a strange suffix for the own token',
    { ...blob, endpoint: 'evil.example', credentials: { credentialsType: 'None' } },
    'datastore-address',
  ],
];
for (const [name, properties, code] of refused) {
  test(`${name} is refused`, async () => {
    await assert.rejects(open(properties), (error) => error instanceof UserError && error.code === code);
  });
}
