import { test } from 'node:test';
import { checkMarked, fakeFiles } from './checkMarked';

const schema = (kind: string): string => `$schema: https://azuremlschemas.azureedge.net/latest/${kind}.schema.json\n`;
const deployment = (rest: string): string =>
  `${schema('managedOnlineDeployment')}name: blue\nendpoint_name: my-endpoint\ninstance_type: Standard_NC4as_T4_v3\n${rest}`;
const endpoint = (rest: string): string => `${schema('managedOnlineEndpoint')}name: my-endpoint\n${rest}`;
const model = (rest: string): string => `${schema('model')}name: m\n${rest}`;
const triton = 'model:\n  type: triton_model\n  path: ./models\n';
const repository = fakeFiles(['models/model_1/1/model.onnx', 'models/model_1/config.pbtxt']);
const routes = (port: string, path: string): string =>
  deployment(
    `environment:\n  image: nvcr.io/nvidia/tritonserver:24.10-py3\n  inference_config:\n    liveness_route:\n      port: ${port}\n      path: ${path}\n    readiness_route:\n      port: 8000\n      path: /v2/health/ready\n    scoring_route:\n      port: 8000\n      path: /\n`,
  );

/** Code, what is shown, the file with its marks. */
const cases: readonly (readonly [code: string, behaviour: string, marked: string, files?: ReturnType<typeof fakeFiles>])[] = [
  ['aml/unknown-key', 'marks a key that Azure does not know', deployment('«instance_counts»: 1\n')],
  ['aml/unknown-key', 'marks one in an inner mapping', deployment('request_settings:\n  «timeout»: 1\n')],
  [
    'aml/unknown-key',
    'takes what the service writes into its answers',
    endpoint('id: /x\nscoring_uri: x\nprovisioning_state: Succeeded\nkind: Managed\n'),
  ],
  ['aml/unknown-key', 'leaves tags and variables to their owner', deployment('tags:\n  anything: 1\nenvironment_variables:\n  A_B: c\n')],
  ['aml/unknown-key', 'marks what only Kubernetes has', deployment('«resources»:\n  requests:\n    cpu: "1"\n')],
  ['aml/preview-key', 'marks the spelling of 2021', model('«model_format»: Triton\n«local_path»: ./x\n')],
  [
    'aml/preview-key',
    'marks the nested code of 2021',
    deployment('code_configuration:\n  code:\n    «local_path: ./src\n»  scoring_script: s.py\n'),
  ],
  ['aml/preview-key', 'takes the spelling of today', model('type: triton_model\npath: ./x\n')],
  ['aml/unknown-key', 'does not mark the spelling of 2021 twice', model('model_format: Triton\nlocal_path: ./x\n')],
  [
    'aml/missing-key',
    'does not ask for a key that is there with a slip of the pen',
    `${schema('managedOnlineDeployment')}name: blue\nendpoint_name: abc\ninstance_tpye: Standard_NC4as_T4_v3\n`,
  ],
  [
    'aml/missing-name',
    'does not ask for a name that is there with a slip of the pen',
    `${schema('managedOnlineEndpoint')}naem: my-endpoint\n`,
  ],
  [
    'aml/missing-key',
    'asks for a key when the one that Azure does not know is another',
    endpoint('identity:\n  «kind»: system_assigned\n'),
  ],
  [
    'aml/missing-key',
    'asks for the instance type of a managed deployment',
    `«$schema»: x/managedOnlineDeployment.schema.json\nname: blue\nendpoint_name: abc\n`,
  ],
  [
    'aml/missing-key',
    'asks for none on Kubernetes',
    `$schema: x/kubernetesOnlineDeployment.schema.json\ntype: kubernetes\nname: blue\nendpoint_name: abc\n`,
  ],
  ['aml/missing-name', 'warns of a name that must come from elsewhere', `«$schema»: x/managedOnlineEndpoint.schema.json\nauth_mode: key\n`],
  ['aml/missing-name', 'is silent with a name', endpoint('auth_mode: key\n')],
  ['aml/wrong-type', 'wants text for text', deployment('description: «5»\n')],
  ['aml/wrong-type', 'takes numbers in quotes', deployment('instance_count: "2"\n')],
  ['aml/wrong-type', 'refuses true for a number', deployment('instance_count: «true»\n')],
  ['aml/wrong-type', 'refuses a key without a value', deployment('«description»:\n')],
  ['aml/wrong-type', 'reads yes as Azure does', deployment('app_insights_enabled: yes\ndescription: «no»\n')],
  ['aml/wrong-type', 'wants a prefix before a registered model', deployment('model: «foo:1»\n')],
  [
    'aml/wrong-type',
    'takes registered models of all kinds',
    deployment('model: azureml://registries/r/models/m/versions/1\nenvironment: azureml:e@latest\n'),
  ],
  [
    'aml/wrong-type',
    'takes a value that a script fills in',
    deployment('model: <MODEL>\ninstance_count: $COUNT\ndescription: {{ text }}\napp_insights_enabled: #{flag}#\n'),
  ],
  ['aml/wrong-type', 'takes a lone dot and y for text, as Azure does', deployment('code_configuration:\n  code: .\ndescription: y\n')],
  ['aml/unknown-value', 'marks a value that is none of the choices', endpoint('auth_mode: «keys»\n')],
  [
    'aml/unknown-value',
    'takes any case, and camel case where Azure does',
    endpoint('auth_mode: AMLToken\npublic_network_access: DISABLED\n'),
  ],
  [
    'aml/unknown-value',
    'refuses scaling that managed deployments do not have',
    deployment('scale_settings:\n  type: «target_utilization»\n'),
  ],
  ['aml/out-of-range', 'wants an instance', deployment('instance_count: «0»\n')],
  ['aml/out-of-range', 'takes one instance', deployment('instance_count: 1\n')],
  [
    'aml/out-of-range',
    'takes one identity only',
    endpoint('identity:\n  type: user_assigned\n  user_assigned_identities: «[{resource_id: a}, {resource_id: b}]»\n'),
  ],
  ['aml/out-of-range', 'takes a sampling rate up to 1', deployment('data_collector:\n  collections: {}\n  sampling_rate: 1.0\n')],
  ['aml/out-of-range', 'refuses one above', deployment('data_collector:\n  collections: {}\n  sampling_rate: «1.1»\n')],
  ['aml/duplicate-key', 'marks the one that has no effect', deployment('«instance_count»: 1\ninstance_count: 2\n')],
  [
    'aml/duplicate-key',
    'is silent for the same key in two mappings',
    deployment('liveness_probe:\n  period: 10\nreadiness_probe:\n  period: 10\n'),
  ],
  ['aml/name', 'marks a name that Azure refuses', endpoint('').replace('my-endpoint', '«my_endpoint»')],
  ['aml/name', 'takes names at the limits', endpoint('').replace('my-endpoint', `a${'b'.repeat(31)}`)],
  ['aml/name', 'takes a name that a script fills in', endpoint('').replace('my-endpoint', '<ENDPOINT_NAME>')],
  ['aml/name', 'takes one of a shell', endpoint('').replace('my-endpoint', '$ENDPOINT_NAME')],
  ['aml/name', 'takes capitals, which Azure lowers', endpoint('').replace('my-endpoint', 'My-Endpoint')],
  ['aml/version-without-name', 'marks a version that belongs to nothing', deployment('model:\n  version: «1»\n  path: ./x\n')],
  ['aml/version-without-name', 'is silent with a name', deployment('model:\n  name: m\n  version: 1\n  path: ./x\n')],
  ['aml/number-version', 'marks a version that YAML changes', model('version: «1.10»\npath: x\n')],
  ['aml/number-version', 'is silent where nothing changes', model('version: 1.0\npath: x\n')],
  ['aml/number-version', 'is silent in quotes', model('version: "1.10"\npath: x\n')],
  ['aml/model-reference', 'marks a reference without a version', deployment('model: «azureml:foo»\n')],
  ['aml/model-reference', 'takes a version, the latest and an address', deployment('model: azureml:foo:1\n')],
  ['aml/missing-path', 'marks a folder that is not there', deployment('model:\n  path: «./modles»\n'), repository],
  [
    'aml/missing-path',
    'takes addresses and what cannot be looked at',
    deployment('model:\n  path: azureml://datastores/a/paths/b\n'),
    repository,
  ],
  ['aml/triton-type', 'marks a repository that is no triton_model', model('«path»: ./models\n'), repository],
  ['aml/triton-type', 'is silent for any other model', model('path: ./other\n'), fakeFiles(['other/model.pkl'])],
  [
    'aml/triton-no-code',
    'marks a scoring script and an environment',
    deployment(`${triton}«code_configuration»:\n  code: ./src\n«environment»: azureml:e:1\n`),
  ],
  ['aml/triton-no-code', 'is silent for a container with routes', routes('8000', '/v2/health/live') + triton],
  ['aml/triton-path', 'marks the folder of one model', model('type: triton_model\npath: «./models/model_1»\n'), repository],
  ['aml/triton-path', 'marks a version', model('type: triton_model\npath: «./models/model_1/1»\n'), repository],
  ['aml/triton-path', 'marks the folder above', model('type: triton_model\npath: «.»\n'), repository],
  ['aml/triton-path', 'marks one file', model('type: triton_model\npath: «models/model_1/1/model.onnx»\n'), repository],
  ['aml/triton-path', 'takes the repository', model('type: triton_model\npath: ./models/\n'), repository],
  ['aml/triton-container', 'marks the port of metrics', routes('«8002»', '/v2/health/live')],
  ['aml/triton-container', 'marks a path that Triton does not have', routes('8000', '«/health»')],
  ['aml/triton-container', 'takes gRPC for requests', routes('8000', '/v2/health/live').replace(/8000(?=\n {6}path: \/\n)/, '8001')],
  ['aml/triton-container', 'is silent for Triton’s own', routes('8000', '/v2/health/live')],
  ['aml/instance-type-retired', 'marks a size that is gone', deployment('').replace('Standard_NC4as_T4_v3', '«Standard_NC6s_v3»')],
  ['aml/instance-type-retired', 'is silent for one that is not', deployment('')],
  ['aml/instance-type-small', 'marks the smallest sizes', deployment('').replace('Standard_NC4as_T4_v3', '«STANDARD_DS2_V2»')],
  ['aml/instance-type-small', 'is silent for a GPU', deployment('')],
  ['aml/instance-type-cpu', 'tells of a size without GPU', deployment(triton).replace('Standard_NC4as_T4_v3', '«Standard_DS3_v2»')],
  ['aml/instance-type-cpu', 'is silent for other models', deployment('').replace('Standard_NC4as_T4_v3', 'Standard_DS3_v2')],
  [
    'aml/instance-type-unknown',
    'tells of a size that is not on the list',
    deployment('').replace('Standard_NC4as_T4_v3', '«Standard_NC5as_T4_v3»'),
  ],
  ['aml/instance-type-unknown', 'is silent for a size on it', deployment('').replace('Standard_NC4as_T4_v3', 'standard_nc4as_t4_v3')],
  ['aml/instance-count', 'warns above the usual limit', deployment('instance_count: «51»\n')],
  ['aml/instance-count', 'takes the limit', deployment('instance_count: 50\n')],
  [
    'aml/max-concurrent-requests',
    'tells of one request at a time',
    deployment(`${triton}request_settings:\n  max_concurrent_requests_per_instance: «1»\n`),
  ],
  ['aml/max-concurrent-requests', 'tells where it is not set', deployment(triton.replace('model', '«model»'))],
  [
    'aml/max-concurrent-requests',
    'is silent for more',
    deployment(`${triton}request_settings:\n  max_concurrent_requests_per_instance: 2\n`),
  ],
  ['aml/request-timeout', 'marks more than Azure waits', deployment(`${triton}request_settings:\n  request_timeout_ms: «180001»\n`)],
  ['aml/request-timeout', 'takes the limit', deployment(`${triton}request_settings:\n  request_timeout_ms: 180000\n`)],
  ['aml/zero-is-default', 'warns of a zero', deployment('liveness_probe:\n  initial_delay: «0»\n')],
  ['aml/zero-is-default', 'takes one', deployment('liveness_probe:\n  initial_delay: 1\n')],
  ['aml/liveness-success-threshold', 'warns of another number than 1', deployment('liveness_probe:\n  success_threshold: «2»\n')],
  ['aml/liveness-success-threshold', 'takes it for readiness', deployment('readiness_probe:\n  success_threshold: 2\n')],
  ['aml/traffic', 'wants 100 together', endpoint('«traffic»:\n  blue: 90\n')],
  ['aml/traffic', 'takes 0 and 100', endpoint('traffic:\n  blue: 90\n  green: 10\n')],
  ['aml/traffic', 'cannot add what a script fills in', endpoint('traffic:\n  blue: 90\n  green: <REST>\n')],
  ['aml/mirror-traffic', 'takes half at most', endpoint('mirror_traffic:\n  green: «51»\n')],
  ['aml/mirror-traffic', 'takes one deployment', endpoint('mirror_traffic:\n  green: 10\n  «red»: 10\n')],
  ['aml/mirror-traffic', 'takes half', endpoint('mirror_traffic:\n  green: 50\n')],
  [
    'aml/traffic-deployment',
    'tells of a deployment without a file',
    endpoint('traffic:\n  blue: 50\n  «red»: 50\n'),
    fakeFiles([], { 'd.yml': deployment('') }),
  ],
  ['aml/traffic-deployment', 'is silent where no deployment has a file', endpoint('traffic:\n  red: 100\n')],
  [
    'aml/endpoint-file',
    'tells of an endpoint without a file',
    deployment('').replace('my-endpoint', '«other»'),
    fakeFiles([], { 'e.yml': endpoint('') }),
  ],
  ['aml/endpoint-file', 'is silent where it has one', deployment(''), fakeFiles([], { 'e.yml': endpoint('') })],
  [
    'aml/duplicate-name',
    'tells of a second file for the same',
    deployment('').replace('blue', '«blue»'),
    fakeFiles([], { 'd.yml': deployment('') }),
  ],
  [
    'aml/duplicate-name',
    'is silent for another version',
    model('version: 2\npath: x\n'),
    fakeFiles([], { 'm.yml': model('version: 1\npath: x\n') }),
  ],
  ['aml/yaml-syntax', 'marks what is not YAML', deployment('tags: «{»')],
  ['aml/yaml-syntax', 'is silent for a template', deployment('image: {{ registry }}/a\n')],
  ['aml/several-documents', 'marks a second document', `${deployment('')}---\n«name: x\n»`],
  ['aml/several-documents', 'takes one between marks', `---\n${deployment('')}...\n`],
];

for (const [code, behaviour, marked, files] of cases) {
  test(`${code} ${behaviour}`, () => {
    checkMarked(code, marked, files);
  });
}
