import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { BlobServiceClient, StorageSharedKeyCredential, type ContainerClient } from '@azure/storage-blob';
import { silentLog } from '../../../../src/base/log';
import { blobService } from '../../../../src/emulator/blob/blobService';
import { BlobStore } from '../../../../src/emulator/blob/blobStore';

const folder = mkdtempSync(join(tmpdir(), 'blobs-'));
const accountKey = randomBytes(64).toString('base64');
const server = createServer();
let store: BlobStore;
let container: ContainerClient;
let base = '';

before(async () => {
  store = await BlobStore.open(folder, ['models'], silentLog);
  server.on('request', blobService(store, { name: 'acct', key: accountKey, isTokenValid: (token) => token === 'token' }, silentLog));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/acct`; // it listens on TCP
  const retryOptions = { maxTries: 1 };
  container = new BlobServiceClient(base, new StorageSharedKeyCredential('acct', accountKey), { retryOptions }).getContainerClient(
    'models',
  );
});

after(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

const call = (
  path: string,
  { headers, ...init }: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
): Promise<Response> => fetch(`${base}/models${path}`, { ...init, headers: { Authorization: 'Bearer token', ...headers } });
const put = (name: string, body: string, headers: Record<string, string> = {}): Promise<Response> =>
  call(`/${name}`, { method: 'PUT', body, headers: { 'x-ms-blob-type': 'BlockBlob', ...headers } });
const filesOnDisk = (): number => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((it) => it.isFile()).length;
const md5 = (text: string): string => createHash('md5').update(text).digest('base64');

test('takes a blob from the official client with the account key, and keeps it over a restart', async () => {
  const blob = container.getBlockBlobClient('a/b c/ü.txt');
  await blob.upload('hello', 5, { metadata: { upload_status: 'completed' }, blobHTTPHeaders: { blobContentType: 'text/plain' } });
  const again = await BlobStore.open(folder, ['models'], silentLog);
  const record = again.container('models').get('a/b c/ü.txt');
  assert.deepEqual([record?.size, record?.contentType, record?.metadata], [5, 'text/plain', { upload_status: 'completed' }]);
  assert.equal((await blob.downloadToBuffer()).toString(), 'hello');
});

test('refuses a wrong account key, a wrong token and no credential', async () => {
  const stranger = new StorageSharedKeyCredential('acct', randomBytes(64).toString('base64'));
  const properties = new BlobServiceClient(base, stranger).getContainerClient('models').getBlobClient('a/b c/ü.txt').getProperties();
  await assert.rejects(properties, { statusCode: 403 });
  assert.equal((await call('/x', { headers: { Authorization: 'Bearer other' } })).status, 403);
  const bare = await fetch(`${base}/models/x`);
  assert.deepEqual([bare.status, bare.headers.get('x-ms-error-code')], [401, 'NoAuthenticationInformation']);
});

test('tells what is not there by status and code', async () => {
  const missing = await call('/nothing');
  assert.deepEqual([missing.status, missing.headers.get('x-ms-error-code')], [404, 'BlobNotFound']);
  assert.match(await missing.text(), /<Code>BlobNotFound<\/Code>/);
  const other = await fetch(`${base}/other/x`, { headers: { Authorization: 'Bearer token' } });
  assert.equal(other.headers.get('x-ms-error-code'), 'ContainerNotFound');
});

test('overwrites nothing when asked to, and stores nothing then', async () => {
  assert.equal((await put('once', 'first')).status, 201);
  const before = filesOnDisk();
  const second = await put('once', 'second', { 'If-None-Match': '*' });
  assert.deepEqual([second.status, second.headers.get('x-ms-error-code')], [409, 'BlobAlreadyExists']);
  assert.equal(await (await call('/once')).text(), 'first');
  assert.equal(filesOnDisk(), before);
});

test('checks the MD5 of what arrives and answers with its own', async () => {
  const good = await put('checked', 'content', { 'Content-MD5': md5('content') });
  assert.equal(good.headers.get('Content-MD5'), md5('content'));
  const bad = await put('checked', 'content!', { 'Content-MD5': md5('content') });
  assert.deepEqual([bad.status, bad.headers.get('x-ms-error-code')], [400, 'Md5Mismatch']);
  assert.equal(await (await call('/checked')).text(), 'content');
});

test('gives ranges, and 416 beyond the end and for an empty blob', async () => {
  await put('ranges', '0123456789');
  await put('empty', '');
  const range = async (name: string, value: string): Promise<unknown[]> => {
    const answer = await call(`/${name}`, { headers: { 'x-ms-range': value } });
    return [answer.status, answer.headers.get('Content-Range'), answer.status === 206 ? await answer.text() : ''];
  };
  assert.deepEqual(await range('ranges', 'bytes=2-4'), [206, 'bytes 2-4/10', '234']);
  assert.deepEqual(await range('ranges', 'bytes=8-33554431'), [206, 'bytes 8-9/10', '89']);
  assert.deepEqual(await range('ranges', 'bytes=7-'), [206, 'bytes 7-9/10', '789']);
  assert.deepEqual(await range('ranges', 'bytes=10-'), [416, 'bytes */10', '']);
  assert.deepEqual(await range('empty', 'bytes=0-33554431'), [416, 'bytes */0', '']);
  assert.equal((await call('/empty')).status, 200);
});

test('makes a blob of blocks in the order of the list, and then of old and new ones', async () => {
  const id = (name: string): string => Buffer.from(name).toString('base64');
  const block = (name: string, body: string): Promise<Response> =>
    call(`/blocks?comp=block&blockid=${encodeURIComponent(id(name))}`, { method: 'PUT', body });
  const commit = (...entries: [kind: string, name: string][]): Promise<Response> => {
    const list = entries.map(([kind, name]) => `<${kind}>${id(name)}</${kind}>`).join('');
    return call('/blocks?comp=blocklist', { method: 'PUT', body: `<?xml version="1.0" encoding="utf-8"?><BlockList>${list}</BlockList>` });
  };
  await block('b', 'world');
  await block('a', 'hello ');
  const uncommitted = await (await call('/blocks?comp=blocklist&blocklisttype=all')).text();
  assert.match(uncommitted, /<CommittedBlocks><\/CommittedBlocks><UncommittedBlocks><Block>/);
  assert.equal((await call('/blocks')).status, 404, 'nobody sees blocks before they are committed');
  assert.equal((await commit(['Latest', 'a'], ['Latest', 'b'])).status, 201);
  assert.equal(await (await call('/blocks')).text(), 'hello world');
  await block('c', ' again');
  assert.equal((await commit(['Committed', 'b'], ['Uncommitted', 'c'])).status, 201);
  assert.equal(await (await call('/blocks')).text(), 'world again');
  assert.equal((await commit(['Latest', 'a'])).headers.get('x-ms-error-code'), 'InvalidBlockList');
  assert.equal((await call('/blocks?comp=blocklist', { method: 'PUT', body: '<BlockList><Latest>' })).status, 400);
});

test('takes the same commit of blocks twice at once, as from a client that lost patience', async () => {
  const blob = container.getBlockBlobClient('twice.bin');
  const ids = ['a', 'b'].map((it) => Buffer.from(it).toString('base64'));
  await blob.stageBlock(ids[0] ?? '', 'first ', 6);
  await blob.stageBlock(ids[1] ?? '', 'second', 6);
  const answers = await Promise.all([blob.commitBlockList(ids), blob.commitBlockList(ids)]);
  assert.deepEqual(new Set(answers.map((it) => it.etag)).size, 1);
  assert.equal((await blob.downloadToBuffer()).toString(), 'first second');
});

test('drops blocks that nobody committed for a week when it starts, and keeps younger ones', async () => {
  const blocks = join(folder, 'models', 'blocks');
  for (const name of ['old', 'young']) {
    mkdirSync(join(blocks, name), { recursive: true });
    writeFileSync(join(blocks, name, 'YQ'), 'bytes');
  }
  const longAgo = Date.now() / 1000 - 8 * 24 * 60 * 60;
  utimesSync(join(blocks, 'old'), longAgo, longAgo);
  await BlobStore.open(folder, ['models'], silentLog);
  assert.deepEqual(readdirSync(blocks), ['young']);
  rmSync(join(blocks, 'young'), { recursive: true });
});

test('lists flat, by folders and in pages, with names that XML must escape', async () => {
  for (const name of ['list/a&b<c>.txt', 'list/deep/1', 'list/deep/2', 'list/z']) {
    await container.getBlockBlobClient(name).upload('x', 1, { metadata: { n: 'v' } });
  }
  const flat: string[] = [];
  for await (const page of container.listBlobsFlat({ prefix: 'list/', includeMetadata: true }).byPage({ maxPageSize: 3 })) {
    flat.push(...page.segment.blobItems.map((it) => `${it.name} ${it.metadata?.['n'] ?? ''}`), '|');
  }
  assert.deepEqual(flat, ['list/a&b<c>.txt v', 'list/deep/1 v', 'list/deep/2 v', '|', 'list/z v', '|']);
  const tree: string[] = [];
  for await (const item of container.listBlobsByHierarchy('/', { prefix: 'list/' })) {
    tree.push(`${item.kind} ${item.name}`);
  }
  assert.deepEqual(tree.sort(), ['blob list/a&b<c>.txt', 'blob list/z', 'prefix list/deep/']);
});

test('leaves nothing behind of an upload that breaks off', async () => {
  const before = filesOnDisk();
  const socket = connect(Number(new URL(base).port), '127.0.0.1');
  socket.write('PUT /acct/models/broken HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer token\r\n');
  socket.write('x-ms-blob-type: BlockBlob\r\nContent-Length: 1000\r\n\r\nonly this');
  while (filesOnDisk() === before) {
    await new Promise((done) => setTimeout(done, 5));
  }
  socket.destroy();
  for (let attempt = 0; attempt < 200 && filesOnDisk() !== before; attempt++) {
    await new Promise((done) => setTimeout(done, 10));
  }
  assert.equal(filesOnDisk(), before);
  assert.equal((await call('/broken')).status, 404);
});

test('finds the files of a model folder, and a model that is one file', () => {
  const names = (path: string): string[] => store.filesUnder('models', path).map((it) => it.relativePath);
  assert.deepEqual(names('list'), ['a&b<c>.txt', 'deep/1', 'deep/2', 'z']);
  assert.deepEqual(names('list/deep'), ['1', '2']);
  assert.deepEqual(names('list/z'), ['z']);
  assert.deepEqual(names('lis'), []);
});

test('says 501 for what it has not, and stores nothing of it', async () => {
  const before = filesOnDisk();
  const refused = async (answer: Promise<Response>): Promise<void> => {
    const { status, headers } = await answer;
    assert.deepEqual([status, headers.get('x-ms-error-code')], [501, 'EmulatorNotSupported']);
  };
  await refused(put('copy', '', { 'x-ms-copy-source': 'http://127.0.0.1/other' }));
  await refused(put('checked', 'x', { 'x-ms-content-crc64': 'AAAAAAAAAAA=' }));
  await refused(put('page', '', { 'x-ms-blob-type': 'PageBlob' }));
  await refused(put('append', '', { 'x-ms-blob-type': 'AppendBlob' }));
  await refused(call('/a?comp=lease', { method: 'PUT' }));
  await refused(call('/a?snapshot=2026-01-01T00:00:00Z'));
  await refused(call('/a?comp=tags'));
  assert.equal(filesOnDisk(), before);
});
