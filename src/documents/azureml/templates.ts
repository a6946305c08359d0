/** What a new file begins with. */
export type FileTemplate = 'model' | 'endpoint' | 'deployment';

const schemas = 'https://azuremlschemas.azureedge.net/latest';

/** In the syntax of snippets. */
const templates: Readonly<Record<FileTemplate, readonly string[]>> = {
  model: [
    `\\$schema: ${schemas}/model.schema.json`,
    'name: ${1:my-model}',
    'version: "${2:1}"',
    'type: triton_model',
    '# The model repository: the folder that holds a folder for each model.',
    'path: ${3:./models}',
  ],
  endpoint: [
    `\\$schema: ${schemas}/managedOnlineEndpoint.schema.json`,
    'name: ${1:my-endpoint}',
    'auth_mode: ${2|key,aml_token,aad_token|}',
  ],
  deployment: [
    `\\$schema: ${schemas}/managedOnlineDeployment.schema.json`,
    'name: ${1:blue}',
    'endpoint_name: ${2:my-endpoint}',
    'model:',
    '  name: ${3:my-model}',
    '  version: "${4:1}"',
    '  type: triton_model',
    '  # The model repository: the folder that holds a folder for each model.',
    '  path: ${5:./models}',
    'instance_type: ${6:Standard_NC4as_T4_v3}',
    'instance_count: ${7:1}',
    'request_settings:',
    '  # Triton queues and batches requests itself; by default Azure sends one at a time.',
    '  max_concurrent_requests_per_instance: ${8:10}',
  ],
};

export const fileTemplates: readonly FileTemplate[] = ['model', 'endpoint', 'deployment'];

export function templateOf(kind: FileTemplate): string {
  return `${templates[kind].join('\n')}\n$0`;
}

/** The addresses that `$schema` may name. */
export const schemaAddresses: readonly string[] = [
  'managedOnlineDeployment',
  'managedOnlineEndpoint',
  'model',
  'kubernetesOnlineDeployment',
  'kubernetesOnlineEndpoint',
].map((name) => `${schemas}/${name}.schema.json`);
