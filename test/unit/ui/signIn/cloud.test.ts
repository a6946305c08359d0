import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../../src/base/errors';
import { resolveCloud } from '../../../../src/ui/signIn/cloud';

const custom = (customEnvironment: unknown) => resolveCloud({ environment: 'custom', customEnvironment });

test('without a setting it is public Azure by the built-in provider', () => {
  const cloud = resolveCloud({ environment: undefined, customEnvironment: undefined });
  assert.equal(cloud.providerId, 'microsoft');
  assert.equal(cloud.armEndpoint, 'https://management.azure.com');
});

test('the sovereign clouds have their own provider, address and scope', () => {
  const government = resolveCloud({ environment: 'USGovernment', customEnvironment: undefined });
  assert.deepEqual(
    [government.providerId, government.armEndpoint, government.scopes.arm],
    ['microsoft-sovereign-cloud', 'https://management.usgovcloudapi.net', 'https://management.core.usgovcloudapi.net/.default'],
  );
  const china = resolveCloud({ environment: 'ChinaCloud', customEnvironment: undefined });
  assert.deepEqual(
    [china.providerId, china.armEndpoint, china.scopes.arm],
    ['microsoft-sovereign-cloud', 'https://management.chinacloudapi.cn', 'https://management.core.chinacloudapi.cn/.default'],
  );
});

test('a custom cloud brings its address and audience', () => {
  const cloud = custom({ resourceManagerEndpointUrl: 'https://arm.example/', activeDirectoryResourceId: 'https://audience.example/' });
  assert.equal(cloud.providerId, 'microsoft-sovereign-cloud');
  assert.equal(cloud.armEndpoint, 'https://arm.example');
  assert.equal(cloud.scopes.arm, 'https://audience.example/.default');
});

test('plain http is for this computer alone', () => {
  assert.equal(custom({ resourceManagerEndpointUrl: 'http://127.0.0.1:8080' }).armEndpoint, 'http://127.0.0.1:8080');
  assert.equal(custom({ resourceManagerEndpointUrl: 'http://[::1]:8080/' }).armEndpoint, 'http://[::1]:8080');
  for (const address of ['http://arm.example', 'http://127.0.0.1.example', 'ftp://127.0.0.1', 'arm.example', '']) {
    assert.throws(() => custom({ resourceManagerEndpointUrl: address }), UserError, address);
  }
});

test('a custom cloud without its settings is refused in words', () => {
  for (const raw of [undefined, null, 'x', {}, { resourceManagerEndpointUrl: 7 }]) {
    assert.throws(() => custom(raw), UserError);
  }
});
