import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { newStateFolder, startEmulatorProcess, type EmulatorProcess } from '../contract/emulatorProcess';

const run = promisify(execFile);
/** Set by test/run.mjs: the Python that has the clients. */
const python = process.env['CLIENTS_PYTHON'] ?? '';
const scripts = resolve('test/clients');
const repository = resolve('samples/single-model/models');

async function script(name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  try {
    const { stdout } = await run(python, [join(scripts, name), ...args], { env: { ...process.env, ...env }, timeout: 150_000 });
    return stdout;
  } catch (error) {
    const told = error as { readonly stdout?: string; readonly stderr?: string };
    assert.fail(`${name} failed:\n${told.stdout ?? ''}\n${(told.stderr ?? String(error)).slice(-3000)}`);
  }
}

function environment({ address }: EmulatorProcess): NodeJS.ProcessEnv {
  return {
    ARM_CLOUD_METADATA_URL: address.metadataUrl,
    AZURE_SUBSCRIPTION_ID: address.subscriptionId,
    AZURE_RESOURCE_GROUP: address.resourceGroup,
    AZURE_ML_WORKSPACE: address.workspace,
    TRITON_AZUREML_ARM: address.armEndpoint,
    TRITON_AZUREML_BLOB: address.blobEndpoint,
    TRITON_AZUREML_KEY: address.token,
  };
}

function served(output: string): { readonly origin: string; readonly key: string } {
  const line = output.split('\n').find((it) => it.startsWith('{')) ?? '{}';
  return JSON.parse(line) as { origin: string; key: string }; // our own script's
}

describe('the Python clients over http', () => {
  const state = newStateFolder();
  let emulator: EmulatorProcess;
  let endpoint: ReturnType<typeof served>;

  before(async () => {
    emulator = await startEmulatorProcess(state.path, '--operation-milliseconds', '20');
  });
  after(async () => {
    await emulator.end();
    state.remove();
  });

  test('azure-ai-ml registers, archives and downloads models, makes endpoints and deployments, and meets faults', async () => {
    const output = await script(
      'azure_ai_ml_journey.py',
      [repository, 'models', 'endpoints', 'deployments', 'throttled'],
      environment(emulator),
    );
    for (const part of ['models', 'endpoints', 'deployments', 'throttled']) {
      assert.match(output, new RegExp(`^ok ${part}$`, 'm'));
    }
    endpoint = served(output);
  });

  test('tritonclient asks the endpoint with JSON and binary tensors', async () => {
    assert.match(await script('tritonclient_journey.py', [endpoint.origin], { ENDPOINT_KEY: endpoint.key }), /ok tritonclient/);
  });

  test('azure-ai-ml takes everything away again', async () => {
    assert.match(await script('azure_ai_ml_journey.py', [repository, 'away'], environment(emulator)), /ok away/);
  });
});

test('with a certificate of one’s own the clients need nothing but the environment', async () => {
  const state = newStateFolder();
  const [cert, key] = [join(state.path, 'cert.pem'), join(state.path, 'key.pem')];
  await script('self_made_certificate.py', [cert, key]);
  const args = ['--operation-milliseconds', '20', '--cert', cert, '--key', key];
  const emulator = await startEmulatorProcess(join(state.path, 'state'), ...args);
  try {
    // SSL_CERT_FILE is for Python's own library, which the script uses to set faults.
    const env = { ...environment(emulator), REQUESTS_CA_BUNDLE: cert, SSL_CERT_FILE: cert };
    assert.match(emulator.address.armEndpoint, /^https:/);
    const { origin, key: secret } = served(await script('azure_ai_ml_journey.py', [repository, 'models', 'endpoints', 'deployments'], env));
    assert.match(await script('tritonclient_journey.py', [origin, cert], { ENDPOINT_KEY: secret }), /ok tritonclient/);
  } finally {
    await emulator.end();
    state.remove();
  }
});
