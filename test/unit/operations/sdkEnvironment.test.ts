import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { environmentLines } from '../../../src/operations/sdkEnvironment';

const address = {
  armEndpoint: 'http://127.0.0.1:1',
  token: 'it\'s $HOME `x` "y"',
  subscriptionId: 'sub',
  resourceGroup: 'rg',
  workspace: 'ws',
  blobEndpoint: 'http://127.0.0.1:2',
  metadataUrl: 'http://127.0.0.1:1/metadata/endpoints?api-version=2019-05-01&x=1',
};

test('a POSIX shell that runs the lines has every value as it is', { skip: process.platform === 'win32' }, () => {
  const script = `${environmentLines(address, 'posix')}printf '%s\\n' "$TRITON_AZUREML_KEY" "$ARM_CLOUD_METADATA_URL" "$AZURE_ML_WORKSPACE"`;
  assert.deepEqual(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\n').slice(0, 3), [
    address.token,
    address.metadataUrl,
    'ws',
  ]);
});

test('PowerShell and cmd get lines in their own quotation', () => {
  assert.ok(environmentLines(address, 'powershell').includes("$env:TRITON_AZUREML_KEY = 'it''s $HOME `x` \"y\"'\r\n"));
  assert.ok(environmentLines(address, 'cmd').includes('set "AZURE_SUBSCRIPTION_ID=sub"\r\n'));
});
