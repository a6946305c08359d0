import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { SharedMemory } from '../../../../src/emulator/triton/sharedMemory';
import { startServer, type RunningServer } from './startServer';

const skip = process.platform === 'linux' ? false : 'only Linux keeps shared memory as files';
const base = '/v2/systemsharedmemory';

describe('system shared memory', { skip, timeout: 60_000 }, () => {
  /** The names of the tests' own regions among all that this machine has. */
  const mark = `triton-test-${randomUUID()}`;
  const file = (name: string): string => join('/dev/shm', `${mark}-${name}`);
  let running: RunningServer;
  before(async () => {
    running = await startServer(['simple']);
  });
  beforeEach(async () => {
    await running.post(`${base}/unregister`, '');
    const numbers = Int32Array.from({ length: 32 }, (_, index) => (index < 16 ? index : 2));
    await writeFile(file('in'), new Uint8Array(numbers.buffer));
    await writeFile(file('out'), new Uint8Array(8192));
  });
  after(async () => {
    await running.close();
    await Promise.all(['in', 'out', 'link'].map((name) => rm(file(name), { force: true })));
  });

  async function register(region: string, body: Record<string, unknown> | string): Promise<string> {
    const response = await running.post(`${base}/region/${region}/register`, body);
    return `${response.status} ${(await response.text()).replaceAll(`${mark}-`, '')}`;
  }
  const key = (name: string): string => `/${mark}-${name}`;
  const input = (name: string, offset: number, size = 64): unknown => ({
    name,
    shape: [1, 16],
    datatype: 'INT32',
    parameters: { shared_memory_region: 'in', shared_memory_byte_size: size, shared_memory_offset: offset },
  });
  async function infer(inputs: readonly unknown[], output?: Record<string, number>): Promise<string> {
    await register('in', { key: key('in'), byte_size: 128 });
    await register('out', { key: key('out'), byte_size: 4096, offset: 4096 });
    const outputs = [{ name: 'OUTPUT0', parameters: { shared_memory_region: 'out', ...output } }];
    const response = await running.post('/v2/models/simple/infer', { inputs, ...(output === undefined ? {} : { outputs }) });
    return `${response.status} ${await response.text()}`;
  }
  const both = [input('INPUT0', 0), input('INPUT1', 64)];

  test('inputs are taken from it', async () => {
    assert.match(
      await infer(both),
      /^200 .*"OUTPUT0","datatype":"INT32","shape":\[1,16\],"data":\[2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17\]/,
    );
  });

  test('outputs are put into it, at the offsets of the region and of the output, and not into the answer', async () => {
    const answer = await infer(both, { shared_memory_byte_size: 100, shared_memory_offset: 8 });
    assert.match(answer, /"outputs":\[\{"name":"OUTPUT0","datatype":"INT32","shape":\[1,16\]\}\]/);
    const written = await readFile(file('out'));
    const numbers = Array.from({ length: 18 }, (_, index) => written.readInt32LE(4096 + 4 * index));
    assert.deepEqual(numbers, [0, 0, ...Array.from({ length: 16 }, (_, index) => index + 2)]);
    assert.ok(written.subarray(0, 4096).every((byte) => byte === 0));
  });

  test('a region that its owner has removed goes on working until it is unregistered', async () => {
    await register('in', { key: key('in'), byte_size: 128 });
    await rm(file('in'));
    assert.match(await infer(both), /^200 /);
    await running.post(`${base}/region/in/unregister`, '');
    assert.match(await infer(both), /^404 .*Unable to find shared memory region: 'in'/);
  });

  test('the status lists what is registered', async () => {
    await register('b', { key: key('out').slice(1), offset: 4096, byte_size: 8 });
    await register('a', { key: key('in'), byte_size: 128 });
    const status = async (path: string): Promise<string> => (await (await fetch(running.url + path)).text()).replaceAll(`${mark}-`, '');
    const a = '{"name":"a","key":"/in","offset":0,"byte_size":128}';
    assert.equal(await status(`${base}/status`), `[${a},{"name":"b","key":"out","offset":4096,"byte_size":8}]`);
    assert.equal(await status(`${base}/region/a/status`), `[${a}]`);
    assert.equal(
      await status('/v2/cudasharedmemory/region/a/status'),
      `{"error":"The region named 'a' is registered as system shared memory, not CUDA shared memory"}`,
    );
  });

  test('registering is refused with Triton’s words', async () => {
    await symlink('/etc/hostname', file('link'));
    const refusals: readonly (readonly [Record<string, unknown> | string, string])[] = [
      [{ key: key('in'), byte_size: 129 }, `400 {"error":"failed to register shared memory region 'r': invalid args"}`],
      [{ key: key('in'), offset: 10_000, byte_size: 8 }, `400 {"error":"failed to register shared memory region 'r': invalid args"}`],
      [
        { key: key('out'), offset: 64, byte_size: 8 },
        `400 {"error":"failed to register shared memory region 'r': unable to process address spaceInvalid argument"}`,
      ],
      [
        { key: key('out'), byte_size: 0 },
        `400 {"error":"failed to register shared memory region 'r': unable to process address spaceInvalid argument"}`,
      ],
      ...['18446744073709551615', '18446744073709547520'].map(
        (size) =>
          [
            `{"key": "${key('out')}", "offset": 4096, "byte_size": ${size}}`,
            `400 {"error":"failed to register shared memory region 'r': unable to process address spaceCannot allocate memory"}`,
          ] as const,
      ),
      [{ key: key('none'), byte_size: 8 }, `500 {"error":"Unable to open shared memory region: '/none'"}`],
      [{ key: '/../shm', byte_size: 8 }, `500 {"error":"Unable to open shared memory region: '/../shm'"}`],
      [{ key: '..', byte_size: 8 }, `500 {"error":"Unable to open shared memory region: '..'"}`],
      [{ key: `${key('in')}/../x`, byte_size: 8 }, `500 {"error":"Unable to open shared memory region: '/in/../x'"}`],
      [{ key: key('link'), byte_size: 8 }, `500 {"error":"Unable to open shared memory region: '/link'"}`],
      [{ key: '', byte_size: 8 }, `500 {"error":"Unable to open shared memory region: ''"}`],
      [{ key: key('in') }, `400 {"error":"Shared memory register request has no 'byte_size' field"}`],
    ];
    for (const [body, answer] of refusals) {
      assert.equal(await register('r', body), answer);
    }
    assert.equal(await register('r', { key: key('in'), byte_size: 128 }), '200 ');
    assert.equal(await register('r', { key: key('in'), byte_size: 128 }), `400 {"error":"shared memory region 'r' already in manager"}`);
  });

  test('a tensor must lie within its region, and an output must have room', async () => {
    const [, second] = both;
    assert.match(await infer([input('INPUT0', 128), second]), /^400 .*"Invalid offset for shared memory region: 'in'"/);
    assert.match(await infer([input('INPUT0', 100), second]), /^400 .*"Invalid offset \+ byte size for shared memory region: 'in'"/);
    assert.match(await infer([input('INPUT0', 0, 0), second]), /^400 .*"Invalid offset \+ byte size for shared memory region: 'in'"/);
    assert.match(await infer([input('INPUT0', 0, 60), second]), /^400 .*Expected 64, got 60"/);
    assert.match(await infer(both, { shared_memory_byte_size: 64, shared_memory_offset: 4090 }), /^400 .*Invalid offset \+ byte size/);
    assert.equal(
      await infer(both, { shared_memory_byte_size: 60 }),
      `500 {"error":"shared memory size specified with the request for output 'OUTPUT0' (60 bytes) should be at least 64 bytes to hold the results"}`,
    );
  });
});

test('a slice whose end has more than 64 bits is beyond its region', { skip }, async () => {
  const name = `triton-test-${randomUUID()}`;
  await writeFile(join('/dev/shm', name), new Uint8Array(64));
  const memory = new SharedMemory();
  try {
    await memory.register({ name: 'r', key: name, offset: 0n, size: 64n });
    await assert.rejects(memory.read({ region: 'r', offset: 8n, size: 2n ** 64n - 4n }), /Invalid offset \+ byte size/);
    assert.equal((await memory.read({ region: 'r', offset: 8n, size: 56n })).byteLength, 56);
  } finally {
    await memory.unregister();
    await rm(join('/dev/shm', name));
  }
});

test('where shared memory is no file, no region can be opened', async () => {
  const memory = new SharedMemory('/nowhere');
  await assert.rejects(memory.register({ name: 'r', key: '/k', offset: 0n, size: 8n }), /Unable to open shared memory region: '\/k'/);
});
