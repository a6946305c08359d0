import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { textOf } from '../../../../src/base/decode';
import { silentLog, type Log } from '../../../../src/base/log';
import { Collection, type RecordKind } from '../../../../src/emulator/state/collection';

const root = mkdtempSync(join(tmpdir(), 'collection-'));
after(() => {
  rmSync(root, { recursive: true, force: true });
});

const texts = (folder: string): RecordKind<string> => ({ folder, decode: textOf });

test('keeps records over a restart, in the order in which they were first put', async () => {
  const kind = texts('order');
  const first = await Collection.open(root, kind, silentLog);
  await first.put('/ws/b', 'one');
  await first.put('/ws/a', 'two');
  await first.put('/ws/b', 'three');
  await first.put('/other/c', 'four');
  const second = await Collection.open(root, kind, silentLog);
  assert.deepEqual(second.list(), ['three', 'two', 'four']);
  assert.deepEqual(second.under('/ws/'), ['three', 'two']);
});

test('finds a key in any casing', async () => {
  const records = await Collection.open(root, texts('casing'), silentLog);
  await records.put('/Subscriptions/A', 'x');
  assert.equal(records.get('/subscriptions/a'), 'x');
  await records.delete('/SUBSCRIPTIONS/A');
  assert.deepEqual((await Collection.open(root, texts('casing'), silentLog)).list(), []);
});

test('takes keys that are no file names, and keys that differ in their end only', async () => {
  const records = await Collection.open(root, texts('names'), silentLog);
  const keys = ['../../escape', `/${'x'.repeat(2000)}/1`, `/${'x'.repeat(2000)}/2`, 'con', 'ä\0:*?'];
  for (const key of keys) {
    await records.put(key, key);
  }
  const again = await Collection.open(root, texts('names'), silentLog);
  assert.deepEqual(again.list(), keys);
  assert.equal(readdirSync(join(root, 'names')).length, keys.length);
});

test('leaves a file alone that is none of its records, and says so', async () => {
  const kind = texts('broken');
  await (await Collection.open(root, kind, silentLog)).put('good', 'yes');
  writeFileSync(join(root, 'broken', 'torn.json'), '{"key": "torn", "seq');
  writeFileSync(join(root, 'broken', 'other.json'), '{"key": "other", "sequence": 9, "value": 7}');
  const said: string[] = [];
  const log: Log = { ...silentLog, error: (message) => said.push(message) };
  assert.deepEqual((await Collection.open(root, kind, log)).list(), ['yes']);
  assert.deepEqual(said.map((it) => /torn|other/.exec(it)?.[0]).sort(), ['other', 'torn']);
});

test('removes what a write that was broken off has left', async () => {
  const kind = texts('leftover');
  await Collection.open(root, kind, silentLog);
  writeFileSync(join(root, 'leftover', 'a.json.0000.tmp'), 'half');
  await Collection.open(root, kind, silentLog);
  assert.deepEqual(readdirSync(join(root, 'leftover')), []);
});

test('keeps the old record, in memory and on disk, when the new one cannot be written', async () => {
  const kind = texts('gone');
  const records = await Collection.open(root, kind, silentLog);
  await records.put('a', 'old');
  rmSync(join(root, 'gone'), { recursive: true });
  await assert.rejects(records.put('a', 'new'), { code: 'ENOENT' });
  assert.equal(records.get('a'), 'old');
});

test('lets only the owner read what is secret', { skip: process.platform === 'win32' }, async () => {
  const records = await Collection.open(root, { ...texts('secret'), secrecy: 'secret' }, silentLog);
  await records.put('a', 'key');
  const [name = ''] = readdirSync(join(root, 'secret'));
  assert.equal(statSync(join(root, 'secret', name)).mode & 0o777, 0o600);
});
