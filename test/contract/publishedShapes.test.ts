import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import type { PipelineRequest, PipelineResponse, SendRequest } from '@azure/core-rest-pipeline';
import { newStateFolder, startEmulatorProcess, type EmulatorProcess } from './emulatorProcess';
import { registerModel, sampleModel, tritonDeployment } from './modelJourney';
import { armClient } from './officialClients';
import { PublishedShapes, type ShapeName } from './publishedShapes';

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** Which shape the swagger gives to the answer of a path, with its status 2xx. */
const shapes: readonly (readonly [RegExp, ShapeName | 'operation' | 'none'])[] = [
  [/^GET .*\/mfeOperationsStatus\//, 'operation'],
  [/^GET .*\/mfeOperationResults\/.* 202/, 'none'],
  [/^GET .*\/mfeOperationResults\/od:/, 'OnlineDeployment'],
  [/^GET .*\/mfeOperationResults\/oe:/, 'OnlineEndpoint'],
  [/^GET .*\/usages /, 'ListUsagesResult'],
  [/^GET .*\/quotas /, 'ListWorkspaceQuotas'],
  [/^POST .*\/updateQuotas /, 'UpdateWorkspaceQuotasResult'],
  [/^GET .*\/vmSizes /, 'VirtualMachineSizeListResult'],
  [/^GET .*\/workspaces /, 'WorkspaceListResult'],
  [/^GET .*\/workspaces\/[^/]+ /, 'Workspace'],
  [/^GET .*\/datastores /, 'DatastoreResourceArmPaginatedResult'],
  [/^GET .*\/datastores\/[^/]+ /, 'Datastore'],
  [/^POST .*\/listSecrets /, 'DatastoreSecrets'],
  [/^GET .*\/models /, 'ModelContainerResourceArmPaginatedResult'],
  [/^(GET|PUT) .*\/models\/[^/]+ /, 'ModelContainer'],
  [/^GET .*\/versions /, 'ModelVersionResourceArmPaginatedResult'],
  [/^(GET|PUT) .*\/versions\/[^/]+ /, 'ModelVersion'],
  [/^GET .*\/onlineEndpoints /, 'OnlineEndpointTrackedResourceArmPaginatedResult'],
  [/^(GET|PUT) .*\/onlineEndpoints\/[^/]+ /, 'OnlineEndpoint'],
  [/^POST .*\/listKeys /, 'EndpointAuthKeys'],
  [/^POST .*\/token /, 'EndpointAuthToken'],
  [/^GET .*\/deployments /, 'OnlineDeploymentTrackedResourceArmPaginatedResult'],
  [/^(GET|PUT) .*\/deployments\/[^/]+ /, 'OnlineDeployment'],
  [/^POST .*\/getLogs /, 'DeploymentLogs'],
  [/^GET .*\/skus /, 'SkuResourceArmPaginatedResult'],
  [/^(PATCH|DELETE|POST) .* 20[024]$/, 'none'],
];

const state = newStateFolder();
const seen: Seen[] = [];
let emulator: EmulatorProcess;
let client: AzureMachineLearningWorkspaces;
let names: [string, string];

before(async () => {
  emulator = await startEmulatorProcess(state.path, '--operation-milliseconds', '20');
  const { address } = emulator;
  names = [address.resourceGroup, address.workspace];
  client = armClient(address);
  client.pipeline.addPolicy({
    name: 'witness',
    sendRequest: async (request: PipelineRequest, next: SendRequest): Promise<PipelineResponse> => {
      const response = await next(request);
      const text = response.bodyAsText ?? '';
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      const { pathname } = new URL(request.url);
      seen.push({ method: request.method, path: pathname, status: response.status, body, headers: response.headers.toJSON() });
      return response;
    },
  });
});

after(async () => {
  await emulator.end();
  state.remove();
});

async function all(items: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const item of items) count += item === undefined ? 0 : 1;
  return count;
}

async function readEverything(endpoint: string): Promise<void> {
  assert.ok(await all(client.workspaces.listBySubscription()));
  assert.ok(await all(client.workspaces.listByResourceGroup(names[0])));
  await client.workspaces.get(...names);
  assert.ok(await all(client.usages.list('local')));
  assert.ok(await all(client.quotas.list('local')));
  await client.virtualMachineSizes.list('local');
  assert.ok(await all(client.datastores.list(...names)));
  await client.datastores.get(...names, 'workspaceblobstore');
  assert.ok(await all(client.modelContainers.list(...names)));
  assert.ok(await all(client.modelVersions.list(...names, 'shaped')));
  assert.ok(await all(client.onlineEndpoints.list(...names)));
  assert.ok(await all(client.onlineDeployments.list(...names, endpoint)));
  assert.ok(await all(client.onlineDeployments.listSkus(...names, endpoint, 'blue')));
  await client.onlineDeployments.getLogs(...names, endpoint, 'blue', { containerType: 'StorageInitializer', tail: 5 });
}

test('a whole journey is answered in the shapes that Microsoft publishes', async () => {
  const model = await registerModel(client, emulator.address, { name: 'shaped', file: sampleModel });
  const container = await client.modelContainers.get(...names, 'shaped');
  await client.modelContainers.createOrUpdate(...names, 'shaped', container);
  const version = await client.modelVersions.get(...names, 'shaped', '1');
  await client.modelVersions.createOrUpdate(...names, 'shaped', '1', { properties: { ...version.properties, isArchived: true } });
  await client.modelVersions.createOrUpdate(...names, 'shaped', '1', { properties: { ...version.properties, isArchived: false } });
  for (const [endpoint, authMode] of [
    ['keyed', 'Key'],
    ['tokened', 'AMLToken'],
  ] as const) {
    const identity = { type: 'SystemAssigned' };
    const body = { location: 'local', tags: { a: 'b' }, identity, properties: { authMode, description: 'd', properties: { p: 'q' } } };
    await client.onlineEndpoints.beginCreateOrUpdateAndWait(...names, endpoint, body);
  }
  await client.onlineEndpoints.listKeys(...names, 'keyed');
  await client.onlineEndpoints.getToken(...names, 'tokened');
  await client.onlineEndpoints.beginRegenerateKeysAndWait(...names, 'keyed', { keyType: 'Primary' });
  const deployment = tritonDeployment(model);
  const probe = { initialDelay: 'PT10S', period: 'PT10S', timeout: 'PT2S', successThreshold: 1, failureThreshold: 30 };
  const properties = {
    ...deployment.properties,
    requestSettings: { requestTimeout: 'PT30S' },
    livenessProbe: probe,
    readinessProbe: probe,
  };
  await client.onlineDeployments.beginCreateOrUpdateAndWait(...names, 'keyed', 'blue', { ...deployment, tags: { t: 'u' }, properties });
  await client.onlineEndpoints.beginCreateOrUpdateAndWait(...names, 'keyed', {
    location: 'local',
    properties: { authMode: 'Key', traffic: { blue: 100 } },
  });
  await readEverything('keyed');
  await client.onlineEndpoints.beginUpdateAndWait(...names, 'keyed', { tags: { c: 'd' } });
  await client.onlineDeployments.beginUpdateAndWait(...names, 'keyed', 'blue', { sku: { name: 'Default', capacity: 2 } });
  await client.onlineEndpoints.beginCreateOrUpdateAndWait(...names, 'keyed', { location: 'local', properties: { authMode: 'Key' } });
  await client.onlineDeployments.beginDeleteAndWait(...names, 'keyed', 'blue');
  await client.onlineEndpoints.beginDeleteAndWait(...names, 'keyed');
  await client.modelVersions.delete(...names, 'shaped', '1');
});

test('refusals have the shape of an error, and the headers of Resource Manager', async () => {
  const [, workspace] = names;
  await assert.rejects(client.onlineEndpoints.get(...names, 'nothing'), { statusCode: 404 });
  await assert.rejects(client.workspaces.get('no-group', workspace), { statusCode: 404 });
  await assert.rejects(client.modelVersions.get(...names, 'nothing', '1'), { statusCode: 404 });
  await assert.rejects(client.onlineEndpoints.beginCreateOrUpdate(...names, 'x', { location: 'local', properties: { authMode: 'Key' } }), {
    statusCode: 400,
  });
  await assert.rejects(client.jobs.get(...names, 'job'), { statusCode: 501, code: 'EmulatorNotSupported' });
});

test('every answer was of its shape', () => {
  const published = new PublishedShapes();
  const problems = new Set<string>();
  const met = new Set<string>();
  for (const { method, path, status, body, headers } of seen) {
    const line = `${method} ${path} ${status}`;
    const shape = status >= 400 ? 'ErrorResponse' : shapes.find(([pattern]) => pattern.test(line))?.[1];
    if (shape === undefined) problems.add(`${line}: no shape is known`);
    else if (shape === 'operation') assert.match(JSON.stringify(body), /"status":"(InProgress|Succeeded|Failed)"/);
    else if (shape !== 'none' && body !== undefined) {
      met.add(shape);
      for (const problem of published.problems(shape, body))
        problems.add(`${method} ${path.split('/').slice(-2).join('/')} ${status} ${shape}: ${problem}`);
    }
    assert.ok(headers['x-ms-request-id'] && Object.keys(headers).some((name) => name.startsWith('x-ms-ratelimit-remaining-')), line);
  }
  assert.deepEqual([...problems], []);
  assert.ok(met.size >= 20, [...met].join(' '));
});

test('the validator tells a wrong shape from a right one', () => {
  const published = new PublishedShapes();
  assert.deepEqual(published.problems('EndpointAuthKeys', { primaryKey: 'a', secondaryKey: 'b' }), []);
  assert.notDeepEqual(published.problems('EndpointAuthKeys', { primaryKey: 1 }), []);
  assert.notDeepEqual(published.problems('OnlineEndpoint', { location: 'x', properties: { authMode: 'Key', unheardOf: 1 } }), []);
  assert.notDeepEqual(published.problems('OnlineEndpoint', { properties: { authMode: 'Key' } }), []);
});
