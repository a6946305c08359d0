import assert from 'node:assert/strict';
import { test } from 'node:test';
import { azureMlDocuments } from '../../../../src/documents/azureml/azureMlDocument';
import { parseYaml } from '../../../../src/documents/yaml/yamlText';
import { checkAzureMlText } from '../../../../src/validation/azureml/checkAzureMl';
import { noFilesAround } from '../../../../src/validation/azureml/filesAround';

const azure = 'https://azuremlschemas.azureedge.net/latest';

const ours: Readonly<Record<string, readonly [kind: string, text: string]>> = {
  'a schema of today': ['managedOnlineEndpoint', `$schema: ${azure}/managedOnlineEndpoint.schema.json\n`],
  'a schema of another host': [
    'managedOnlineDeployment',
    '$schema: https://azuremlsdk2.blob.core.windows.net/latest/managedOnlineDeployment.schema.json\nname: x\n',
  ],
  'the schema of 2021': ['managedOnlineEndpoint', `$schema: ${azure}/onlineEndpoint.schema.json\nname: x\n`],
  'a model’s schema': ['model', `$schema: ${azure}/model.schema.json\nname: x\n`],
  'a deployment of 2021 without a schema': [
    'managedOnlineDeployment',
    'name: blue\nendpoint_name: e\nmodel:\n  local_path: .\ninstance_count: 1\n',
  ],
  'a deployment on Kubernetes': [
    'kubernetesOnlineDeployment',
    'name: blue\nendpoint_name: e\ntype: kubernetes\nmodel: azureml:m:1\ninstance_count: 1\n',
  ],
  'an endpoint by its way to sign in': ['managedOnlineEndpoint', 'name: e\nauth_mode: Key\n'],
  'an endpoint by its traffic': ['managedOnlineEndpoint', 'name: e\ntraffic:\n  blue: 100\nmirror_traffic: {}\n'],
  'an endpoint of early 2021': ['managedOnlineEndpoint', 'name: e\ntype: online\ntraffic: {blue: 100}\ndeployments: {}\n'],
  'an endpoint on Kubernetes': ['kubernetesOnlineEndpoint', 'name: e\ncompute: azureml:k\nauth_mode: key\n'],
  'a model by its type': ['model', 'name: m\ntype: triton_model\npath: ./x\n'],
  'a model of 2021': ['model', 'name: m\nmodel_format: Triton\nlocal_path: ./x\n'],
};

for (const [name, [kind, text]] of Object.entries(ours)) {
  test(`recognises ${name}`, () => {
    const source = parseYaml(text);
    assert.ok(typeof source === 'object');
    assert.deepEqual(
      azureMlDocuments(source).map((document) => document.kind),
      [kind],
    );
  });
}

/** Each with a mistake that would be told if the file were ours. */
const others: Readonly<Record<string, string>> = {
  Kubernetes: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: my_x\nspec:\n  replicas: 1\n',
  'a custom resource of Kubernetes': 'apiVersion: x/v1\nname: a\nauth_mode: key\ntraffic:\n  a: 1\n',
  'Docker Compose': 'name: x\nservices:\n  web:\n    image: a\n    environment:\n      A: b\n',
  'a GitHub workflow': 'name: ci\non: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    environment: production\n',
  'Azure Pipelines': 'trigger:\n- main\npool:\n  vmImage: a\nvariables:\n  endpoint_name: my_endpoint\n  instance_type: x\n',
  MLflow: 'artifact_path: model\nflavors:\n  python_function:\n    model_path: m\nrun_id: 1\n',
  'an MLproject': 'name: x\nentry_points:\n  main:\n    parameters:\n      path: path\n',
  conda: 'name: x\nchannels: [a]\ndependencies:\n- python=3.10\n',
  'a job': `$schema: ${azure}/commandJob.schema.json\ntype: command\ncode: src\nenvironment: azureml:e@latest\n`,
  'a pipeline without a schema': 'type: pipeline\ndisplay_name: x\njobs: {}\n',
  'a component': `$schema: ${azure}/commandComponent.schema.json\nname: x\ntype: command\nversion: 1.10\n`,
  'an environment': `$schema: ${azure}/environment.schema.json\nname: x\nimage: y\nversion: 1.10\n`,
  'a data asset': 'name: x\ntype: uri_folder\npath: ./missing\nversion: 1.10\n',
  'a compute': 'name: x\ntype: amlcompute\nsize: STANDARD_NC6s_v3\n',
  'a batch endpoint': `$schema: ${azure}/batchEndpoint.schema.json\nname: my_batch\nauth_mode: aad_token\n`,
  'a batch endpoint without a schema': 'name: my_batch\nauth_mode: aad_token\ndefaults:\n  deployment_name: d\n',
  'a batch deployment': 'name: d\nendpoint_name: my_batch\nmodel: azureml:m@latest\ncompute: azureml:c\nmini_batch_size: 10\n',
  'a pipeline component deployment': 'name: d\nendpoint_name: e_\ntype: pipeline\nmodel: x\ninstance_count: 0\n',
  Helm: 'model:\n  name: a\n  path: b\n  type: triton_model\nreplicaCount: 0\n',
  'a setting with the name of one of our keys': 'endpoint_name: my_endpoint\nname: x\n',
  'a list': '- name: x\n  auth_mode: keys\n',
  nothing: '',
  'shares of traffic of something else': 'name: web\ntraffic:\n  v1: 80\n  v2: 10\n',
  'a line of text': 'auth_mode',
  'another schema by the name of model': '$schema: ./model.schema.json\nname: x\nlayers: []\n',
};

for (const [name, text] of Object.entries(others)) {
  test(`leaves ${name} alone`, () => {
    assert.deepEqual(checkAzureMlText(text, noFilesAround), []);
  });
}
