import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AzureMl } from '../../../src/azure/azureMl';
import { startScriptedServer, type Answer, type SeenRequest } from '../../support/scriptedServer';
import { openTestClient, signal, workspace } from './openTestClient';

const endpointRef = { ...workspace, endpoint: 'demo' };
const ws =
  '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ws';

/** Runs a call against a server that gives one answer, and returns what was asked. */
async function asked(answer: Answer, call: (azure: AzureMl) => Promise<unknown>): Promise<readonly SeenRequest[]> {
  const server = await startScriptedServer(() => answer);
  try {
    await call(openTestClient(server.url));
    return server.requests;
  } finally {
    await server.close();
  }
}

const bodyOf = (request: SeenRequest | undefined): unknown => JSON.parse(request?.body.toString() ?? '');
const version: Answer = { body: { id: '/x', name: '3', properties: { modelUri: 'azureml://x', modelType: 'triton_model' } } };

test('a version is registered as the official SDK does it', async () => {
  const [put] = await asked(version, (azure) =>
    azure.models.putVersion({ ...workspace, model: 'densenet', version: '3' }, { uri: 'azureml://x', type: 'triton_model' }, signal),
  );
  assert.equal(`${put?.method} ${put?.url}`, `PUT ${ws}/models/densenet/versions/3?api-version=2024-10-01`);
  assert.deepEqual(bodyOf(put), {
    properties: { modelUri: 'azureml://x', modelType: 'triton_model', isAnonymous: false, isArchived: false, tags: {}, properties: {} },
  });
});

test('@latest asks for the version created last', async () => {
  const [list] = await asked({ body: { value: [{ ...Object(version.body), name: '3' }] } }, (azure) =>
    azure.models.latest({ ...workspace, model: 'densenet' }, signal),
  );
  const query = decodeURIComponent(list?.url.split('?')[1] ?? '').split('&');
  assert.deepEqual(query.sort(), ['$orderBy=createdtime desc', '$top=1', 'api-version=2024-10-01']);
});

test('a new model begins with version 1', async () => {
  await asked({ status: 404, body: { error: { code: 'NotFound', message: 'no' } } }, async (azure) => {
    assert.equal(await azure.models.nextVersion({ ...workspace, model: 'new' }, signal), '1');
  });
});

test('traffic is changed in the endpoint as it came: unknown fields go back, what the service made does not', async () => {
  const endpoint = {
    ...{ id: '/x', name: 'demo', type: 't', location: 'westeurope', tags: { team: 'a' }, systemData: { createdBy: 'me' }, kind: 'Managed' },
    identity: { type: 'SystemAssigned', principalId: 'p' },
    properties: {
      authMode: 'Key',
      traffic: { blue: 100 },
      mirrorTraffic: { green: 10 },
      future: [1],
      scoringUri: 'u',
      provisioningState: 'Succeeded',
    },
  };
  const [, put] = await asked({ body: endpoint }, (azure) =>
    azure.endpoints.setTraffic(
      endpointRef,
      new Map([
        ['green', 100],
        ['blue', 0],
      ]),
      { signal },
    ),
  );
  assert.deepEqual(bodyOf(put), {
    ...{ location: 'westeurope', tags: { team: 'a' }, kind: 'Managed', identity: { type: 'SystemAssigned', principalId: 'p' } },
    properties: { authMode: 'Key', traffic: { green: 100 }, mirrorTraffic: { green: 10 }, future: [1] },
  });
});

test('durations of a deployment are ISO 8601, and zero is left out', async () => {
  const body = {
    ...{ location: 'westeurope', model: 'm', instanceType: 'Standard_NC4as_T4_v3', instanceCount: 2 },
    requestSettings: { requestTimeoutMs: 5000, maxQueueWaitMs: 500, maxConcurrentRequestsPerInstance: 4 },
    livenessProbe: { initialDelaySeconds: 30, periodSeconds: 0, failureThreshold: 5 },
  };
  const answer = { body: { id: '/x', name: 'blue', sku: { capacity: 2 }, properties: { provisioningState: 'Succeeded' } } };
  const [put] = await asked(answer, (azure) => azure.deployments.put({ ...endpointRef, deployment: 'blue' }, body, { signal }));
  assert.deepEqual(bodyOf(put), {
    ...{ location: 'westeurope', tags: {}, sku: { name: 'Default', capacity: 2 } },
    properties: {
      ...{ endpointComputeType: 'Managed', model: 'm', instanceType: 'Standard_NC4as_T4_v3', appInsightsEnabled: false },
      ...{ properties: {}, environmentVariables: {} },
      requestSettings: { requestTimeout: 'PT5S', maxQueueWait: 'PT0.5S', maxConcurrentRequestsPerInstance: 4 },
      livenessProbe: { initialDelay: 'PT30S', failureThreshold: 5 },
    },
  });
});

test('subscriptions and tenants are asked for in an api-version of their own', async () => {
  const [request] = await asked({ body: { value: [{ tenantId: 't1' }] } }, async (azure) => {
    assert.deepEqual(await azure.directory.tenants(signal), [{ tenantId: 't1', displayName: 't1' }]);
  });
  assert.equal(request?.url, '/tenants?api-version=2022-12-01');
});

test("an AADToken endpoint is scored with the caller's own token", async () => {
  const server = await startScriptedServer(() => 'silence');
  const azure = openTestClient(server.url, { getToken: ({ audience }) => Promise.resolve(`token for ${audience}`) });
  const endpoint = {
    ref: endpointRef,
    location: 'x',
    authMode: 'AADToken',
    traffic: new Map(),
    tags: new Map(),
    state: 'Succeeded',
  } as const;
  assert.equal(await azure.endpoints.scoringSecret(endpoint, signal), 'token for scoring');
  assert.equal(server.requests.length, 0);
  await server.close();
});
