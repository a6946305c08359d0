import assert from 'node:assert/strict';
import { test } from 'node:test';
import { validateDeploymentName, validateEndpointName, validateModelName } from '../../../../src/documents/azureml/names';
import {
  deploymentNameFrom,
  endpointNameFrom,
  suggestedModelName,
  toPlan,
  type CompleteDeployAnswers,
} from '../../../../src/ui/wizard/deployAnswers';

test('a repository is called by its own name unless that says nothing', () => {
  assert.equal(suggestedModelName('densenet', 'work'), 'densenet');
  assert.equal(suggestedModelName('models', 'single-model'), 'single-model');
  assert.equal(suggestedModelName('model_repository', 'traffic signs'), 'traffic-signs');
  assert.equal(suggestedModelName('models', ''), 'models');
});

test('every suggested name is one that Azure takes', () => {
  for (const folder of ['модели', '1st try', '_x_', 'a'.repeat(300), 'ResNet-50', '-', 'models.v2', 'ünder']) {
    const model = suggestedModelName(folder, '');
    assert.equal(validateModelName(model), undefined, model);
    assert.equal(validateEndpointName(endpointNameFrom(model)), undefined, endpointNameFrom(model));
  }
  for (const taken of [[], ['blue'], ['blue', 'green'], ['blue', 'green', 'deployment-3']]) {
    assert.equal(validateDeploymentName(deploymentNameFrom(taken)), undefined);
    assert.ok(!taken.includes(deploymentNameFrom(taken)));
  }
});

const workspace = {
  place: { kind: 'emulator' },
  ref: { subscriptionId: 's', resourceGroup: 'g', workspace: 'w' },
  label: 'w',
} as const;

test('the answers become the plan of one operation', () => {
  const answers: CompleteDeployAnswers = {
    source: { kind: 'repository', path: '/projects/models' },
    workspace,
    modelName: 'densenet',
    endpoint: { kind: 'create', name: 'demo-endpoint' },
    deployment: 'blue',
    instanceType: 'Standard_DS3_v2',
    instanceCount: 2,
  };
  assert.deepEqual(toPlan(answers), {
    workspace: workspace.ref,
    model: { kind: 'register', model: { type: 'triton_model', path: '/projects/models', name: 'densenet' } },
    endpoint: { kind: 'create', spec: { name: 'demo-endpoint', authMode: 'key' } },
    deployment: 'blue',
    instanceType: 'Standard_DS3_v2',
    instanceCount: 2,
  });
});

test('a registered version is deployed without registering it again', () => {
  const ref = { ...workspace.ref, model: 'densenet', version: '3' };
  const plan = toPlan({
    source: { kind: 'version', ref },
    workspace,
    endpoint: { kind: 'existing', name: 'demo-endpoint' },
    deployment: 'green',
    instanceType: 'Standard_DS3_v2',
    instanceCount: 1,
  });
  assert.deepEqual(plan.model, { kind: 'existing', ref });
  assert.deepEqual(plan.endpoint, { kind: 'existing', name: 'demo-endpoint' });
});
