import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { endpointFileIn } from '../../../../src/ui/commands/endpointFile';

test('the endpoint that a deployment names is found among the files beside it', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'endpoint-file-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'a.yml'), 'not: [yaml');
  await writeFile(join(folder, 'b.yml'), 'name: other\nauth_mode: key\n');
  await writeFile(join(folder, 'c.yaml'), 'name: demo-endpoint\nauth_mode: key\n');
  await writeFile(join(folder, 'notes.txt'), 'name: demo\nauth_mode: key\n');
  assert.equal(await endpointFileIn(folder, 'Demo-Endpoint'), join(folder, 'c.yaml'));
  assert.equal(await endpointFileIn(folder, 'demo'), undefined);
});

test('the sample has the endpoint of its deployment', async () => {
  assert.equal(await endpointFileIn('samples/single-model', 'my-endpoint'), join('samples/single-model', 'create-managed-endpoint.yaml'));
});
