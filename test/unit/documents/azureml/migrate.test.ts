import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { migrateAzureMl, migratedText, type Migration } from '../../../../src/documents/azureml/migrate';
import { readAzureMlFile } from '../../../../src/documents/azureml/readAzureMlFile';

function migrate(text: string): Migration {
  const migration = migrateAzureMl(text);
  assert.ok(migration);
  return migration;
}

const migrated = (text: string): string => migratedText(text, migrate(text));
const head = 'name: blue # the first one\nendpoint_name: my-endpoint\ninstance_type: x\n';

const cases: readonly (readonly [behaviour: string, before: string, after: string])[] = [
  [
    'a model of 2021',
    '# ours\nname: m\nversion: 1\nmodel_format: Triton # served by Triton\nlocal_path: ./models\n',
    '# ours\nname: m\nversion: 1\ntype: triton_model # served by Triton\npath: ./models\n',
  ],
  [
    'a model with an address',
    'name: m\nmodel_uri: azureml://x\nmodel_format: "mlflow"\n',
    'name: m\npath: azureml://x\ntype: mlflow_model\n',
  ],
  [
    'a model between braces',
    `${head}model: {name: m, local_path: ./x, model_format: custom}\n`,
    `${head}model: {name: m, path: ./x, type: custom_model}\n`,
  ],
  [
    'what is said twice',
    'name: m\ntype: triton_model\nmodel_format: Triton\npath: ./x\nlocal_path: ./x\n',
    'name: m\ntype: triton_model\npath: ./x\n',
  ],
  [
    'the code in its group',
    `${head}model: azureml:m:1\ncode_configuration:\n  code: # ours\n    local_path: ../src # here\n  scoring_script: score.py\n`,
    `${head}model: azureml:m:1\ncode_configuration:\n  code: ../src # ours # here\n  scoring_script: score.py\n`,
  ],
  [
    'the code between braces',
    `${head}model: azureml:m:1\ncode_configuration: {code: {local_path: ../src}, scoring_script: score.py}\n`,
    `${head}model: azureml:m:1\ncode_configuration: {code: ../src, scoring_script: score.py}\n`,
  ],
  [
    'the image in docker',
    `${head}environment:\n  docker:\n    image: a/b:1\n  conda_file: file:./conda.yml\n`,
    `${head}environment:\n  image: a/b:1\n  conda_file: ./conda.yml\n`,
  ],
  [
    'the scaling by hand',
    `${head}model: azureml:m:1\nscale_settings:\n  scale_type: manual\n  instance_count: 3 # three\n  min_instances: 1\n  max_instances: 4\ntags:\n  a: b\n`,
    `${head}model: azureml:m:1\ninstance_count: 3 # three\ntags:\n  a: b\n`,
  ],
  [
    'the scaling beside a number',
    `${head}model: azureml:m:1\ninstance_count: 2\nscale_settings:\n  scale_type: manual\n  min_instances: 1\n`,
    `${head}model: azureml:m:1\ninstance_count: 2\n`,
  ],
  [
    'the scaling of Kubernetes',
    `type: kubernetes\n${head}model: azureml:m:1\nscale_settings:\n  scale_type: auto\n  min_instances: 1\n`,
    `type: kubernetes\n${head}model: azureml:m:1\nscale_settings:\n  type: target_utilization\n  min_instances: 1\n`,
  ],
  [
    'the type and the schema of an endpoint',
    '$schema: https://azuremlsdk2.blob.core.windows.net/latest/onlineEndpoint.schema.json\nname: e\ntype: online # old\nauth_mode: key\n',
    '$schema: https://azuremlsdk2.blob.core.windows.net/latest/managedOnlineEndpoint.schema.json\nname: e\nauth_mode: key\n',
  ],
  ['lines that end in CRLF', 'name: m\r\nmodel_format: Triton\r\nlocal_path: ./x\r\n', 'name: m\r\ntype: triton_model\r\npath: ./x\r\n'],
  ['a file of today not at all', `${head}model: azureml:m:1\n`, `${head}model: azureml:m:1\n`],
];

for (const [behaviour, before, after] of cases) {
  test(`migrates ${behaviour}`, () => {
    assert.equal(migrated(before), after);
    assert.deepEqual(migrate(after).edits, [], 'and a second time changes nothing');
  });
}

for (const form of ['list', 'map'] as const) {
  test(`gives each deployment of a ${form} inside an endpoint a file of its own`, () => {
    const first = '# to begin with\nmodel:\n  local_path: ./x\n  model_format: Triton\ninstance_type: a\n';
    const body = (prefix: string, indent: string): string =>
      first
        .split('\n')
        .map((line, index) => (line === '' ? '' : `${index === 0 ? prefix : indent}${line}`))
        .join('\n');
    const deployments = form === 'list' ? `  - name: blue\n${body('    ', '    ')}` : `  blue:\n${body('    ', '    ')}`;
    const { edits, newFiles } = migrate(`name: my-e\ntype: online\nauth_mode: key\ndeployments:\n${deployments}traffic:\n  blue: 100\n`);
    assert.equal(
      migratedText(`name: my-e\ntype: online\nauth_mode: key\ndeployments:\n${deployments}traffic:\n  blue: 100\n`, {
        edits,
        newFiles,
        left: [],
      }),
      'name: my-e\nauth_mode: key\ntraffic:\n  blue: 100\n',
    );
    const [file] = newFiles;
    assert.equal(file?.name, 'blue-deployment.yml');
    const deployment = readAzureMlFile(file.text);
    assert.ok(deployment.kind === 'deployment', JSON.stringify(deployment));
    assert.equal(deployment.spec.endpointName, 'my-e');
    assert.deepEqual(deployment.spec.model, { type: 'triton_model', path: './x' });
    assert.match(file.text, /^# to begin with$/m);
  });
}

for (const name of ['create-model.yaml', 'create-managed-deployment.yaml', 'create-managed-endpoint.yaml']) {
  test(`the sample's ${name} of 2021 reads the same before and after`, () => {
    const text = readFileSync(`samples/single-model/2021/${name}`, 'utf8');
    assert.deepEqual(readAzureMlFile(migrated(text)), readAzureMlFile(text));
  });
}

test('what a person must see to is said', () => {
  const { left } = migrate(`${head}environment: file:./environment.yml\n`);
  assert.equal(left.length, 1);
});

test('another file is not ours to migrate', () => {
  assert.equal(migrateAzureMl('apiVersion: v1\nkind: Pod\n'), undefined);
  assert.equal(migrateAzureMl('name: [\n'), undefined);
});

test('a deployment whose name is a path makes no file outside the folder', () => {
  const deployments = 'deployments:\n  - name: ../../evil\n    model: azureml:m:1\n';
  const { newFiles } = migrate(`name: my-e\ntype: online\nauth_mode: key\n${deployments}traffic:\n  blue: 100\n`);
  assert.deepEqual(
    newFiles.map(({ name }) => name),
    ['-evil-deployment.yml'],
  );
});
