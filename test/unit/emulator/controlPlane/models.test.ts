import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TestPlane, type Body } from './testPlane';

const plane = new TestPlane();
before(() => plane.start());
after(() => plane.end());

const uri = (path: string): string =>
  `azureml://subscriptions/sub/resourcegroups/rg/workspaces/ws/datastores/workspaceblobstore/paths/${path}`;
const put = (name: string, version: string, changes: Record<string, unknown> = {}): ReturnType<TestPlane['call']> =>
  plane.call('PUT', `models/${name}/versions/${version}`, { properties: { modelUri: uri(name), modelType: 'triton_model', ...changes } });
const names = async (path: string): Promise<unknown[]> => ((await plane.call('GET', path)).body.value ?? []).map((it) => it['name']);

test('creates a version with all that clients read, and the container that it hangs on', async () => {
  const created = await put('fresh', '1', { description: 'd', tags: { a: 'b' } });
  assert.equal(created.status, 201);
  assert.deepEqual(created.body.properties, {
    description: 'd',
    modelUri: uri('fresh'),
    modelType: 'triton_model',
    flavors: {},
    tags: { a: 'b' },
    properties: {},
    isAnonymous: false,
    isArchived: false,
    provisioningState: 'Succeeded',
  });
  const systemData = created.body['systemData'] as Body;
  assert.ok(Math.abs(Date.parse(String(systemData['createdAt'])) - Date.now()) < 10_000);
  assert.equal((await plane.call('GET', 'models/fresh')).body.properties?.['nextVersion'], '2');
});

test('takes the same version again, but not with another path', async () => {
  await put('again', '1');
  assert.equal((await put('again', '1', { description: 'new' })).status, 200);
  const other = await put('again', '1', { modelUri: uri('elsewhere') });
  assert.deepEqual([other.status, other.body.error], [400, { code: 'UserError', message: 'Asset paths cannot be updated.' }]);
  assert.equal((await plane.call('GET', 'models/again/versions/1')).body.properties?.['modelUri'], uri('again'));
});

test('writes the short form of a path in full', async () => {
  const { body } = await put('short', '1', { modelUri: 'azureml://datastores/workspaceblobstore/paths/a/b' });
  assert.equal(body.properties?.['modelUri'], uri('a/b'));
});

test('means by latest the version created last, whatever its number', async () => {
  await put('order', '5');
  await put('order', '3');
  await put('order', '5', { description: 'changed later' });
  assert.deepEqual(await names('models/order/versions?$orderBy=createdtime desc&$top=1'), ['3']);
  assert.deepEqual(await names('models/order/versions?$orderBy=CreatedAtAsc'), ['5', '3']);
  const { properties } = (await plane.call('GET', 'models/order')).body;
  assert.deepEqual([properties?.['latestVersion'], properties?.['nextVersion']], ['3', '6']);
  assert.equal((await plane.call('GET', 'models/order/versions?$orderBy=size')).status, 400);
});

test('hides what is archived from those who do not ask for it', async () => {
  await put('archive', '1');
  await put('archive', '2', { isArchived: true });
  assert.deepEqual(await names('models/archive/versions'), ['1']);
  assert.deepEqual(await names('models/archive/versions?listViewType=ArchivedOnly'), ['2']);
  assert.deepEqual(await names('models/archive/versions?listViewType=All'), ['2', '1']);
  await plane.call('PUT', 'models/archive', { properties: { isArchived: true, tags: {} } });
  assert.equal((await names('models')).includes('archive'), false);
  assert.equal((await names('models?listViewType=ArchivedOnly')).includes('archive'), true);
});

test('pages by absolute links that keep the question', async () => {
  for (let version = 1; version <= 33; version++) {
    await put('many', String(version));
  }
  const first = await plane.call('GET', 'models/many/versions?$orderBy=createdtime%20asc');
  assert.equal(first.body.value?.length, 30);
  const link = String(first.body['nextLink']);
  assert.match(link, /^http:\/\/127\.0\.0\.1:\d+\/subscriptions\/.*&\$skip=30$/);
  const second = await plane.call('GET', link);
  assert.deepEqual(
    (second.body.value ?? []).map((it) => it['name']),
    ['31', '32', '33'],
  );
  assert.equal(second.body['nextLink'], undefined);
});

test('refuses names and versions that the service refuses', async () => {
  for (const name of ['-a', 'a.b', 'a b', `a${'b'.repeat(255)}`, '..%2fx']) {
    assert.equal((await put(name, '1')).status, 400, name);
  }
  assert.equal((await put('fine', '1.0.2')).status, 201);
  assert.equal((await put('fine', '%2e%2e%2f1')).status, 400);
  assert.equal((await plane.call('PUT', 'models/fine/versions/9', { properties: { modelType: 'triton_model' } })).status, 400);
});

test('deletes a version, the name with its last one, and nothing twice', async () => {
  await put('gone', '1');
  await put('gone', '2');
  assert.equal((await plane.call('DELETE', 'models/gone/versions/1')).status, 200);
  assert.equal((await plane.call('DELETE', 'models/gone/versions/1')).status, 204);
  assert.equal((await plane.call('GET', 'models/gone')).status, 200);
  await plane.call('DELETE', 'models/gone/versions/2');
  assert.equal((await plane.call('GET', 'models/gone')).status, 404);
  assert.equal((await plane.call('GET', 'models/gone/versions')).status, 404);
});
