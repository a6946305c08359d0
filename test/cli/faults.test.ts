import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { CommandLineProgram, withTemporaryFolder } from './commandLineProgram';

test('faults lists, sets and clears on a running emulator, with its token from the environment', () =>
  withTemporaryFolder(async (temporary) => {
    const emulator = new CommandLineProgram(
      ['emulator', '--json', '--state', path.join(temporary, 'state'), '--fault', 'arm.slow:seconds=0'],
      temporary,
    );
    const [, armEndpoint = '', token = ''] = await emulator.says(/"armEndpoint":"([^"]+)","token":"([^"]+)"/);
    const faults = (...words: string[]): Promise<{ status: number | null; out: string; told: string }> =>
      new CommandLineProgram(['faults', '--url', armEndpoint, ...words], temporary, { TRITON_AZUREML_KEY: token }).finished();
    const listed = await faults();
    assert.deepEqual([listed.status, listed.told], [0, '']);
    assert.match(listed.out, /^arm\.slow:seconds=0.*\n/);
    assert.match(listed.out, /deployment\.out-of-quota-cores: Quota: no cores left\n {4}OutOfQuota: /);
    assert.match(
      (await faults('blob.closed:every=3', 'deployment.liveness-probe')).out,
      /^blob\.closed:every=3.*\ndeployment\.liveness-probe.*\n$/,
    );
    const json = JSON.parse((await faults('--json')).out) as { set: { spec: string }[] };
    assert.deepEqual(
      json.set.map(({ spec }) => spec),
      ['blob.closed:every=3', 'deployment.liveness-probe'],
    );
    const wrong = await faults('arm.nothing');
    assert.equal(wrong.status, 1);
    assert.match(wrong.told, /arm\.nothing/);
    assert.equal((await faults('--clear', 'arm.slow')).status, 2);
    assert.match((await faults('--clear')).out, /^No fault is set\.\n$/);
    emulator.signal('SIGTERM');
    await emulator.finished();
  }));

test('faults without an address or a token says what is missing', () =>
  withTemporaryFolder(async (temporary) => {
    const noUrl = await new CommandLineProgram(['faults'], temporary).finished();
    assert.deepEqual([noUrl.status, noUrl.out], [2, '']);
    const noToken = await new CommandLineProgram(['faults', '--url', 'http://127.0.0.1:9'], temporary, {
      TRITON_AZUREML_KEY: '',
    }).finished();
    assert.equal(noToken.status, 1);
  }));
