import { isDeployment, isEndpoint, type AzureMlDocument } from '../../documents/azureml/azureMlDocument';

/** What a key that is put in stands with until somebody writes what is meant. */
const examples: Readonly<Record<string, string>> = {
  endpoint_name: 'my-endpoint',
  instance_type: 'Standard_NC4as_T4_v3',
  port: '8000',
  enabled: '"true"',
  scoring_script: 'score.py',
  resource_id: '/subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.ManagedIdentity/userAssignedIdentities/NAME',
};

const routes: Readonly<Record<string, string>> = {
  liveness_route: '/v2/health/live',
  readiness_route: '/v2/health/ready',
  scoring_route: '/',
};

/** A value for the last of these keys. */
export function exampleValue(document: AzureMlDocument, path: readonly string[]): string {
  const key = path.at(-1) ?? '';
  const above = path.at(-2) ?? '';
  if (Object.hasOwn(routes, key)) {
    return `{ port: 8000, path: ${routes[key] ?? '/'} }`;
  }
  if (key === 'path' && Object.hasOwn(routes, above)) {
    return routes[above] ?? '/';
  }
  if (key === 'name') {
    return isEndpoint(document) ? 'my-endpoint' : isDeployment(document) ? 'blue' : 'my-model';
  }
  if (key === 'type') {
    return isEndpoint(document) ? 'system_assigned' : 'default';
  }
  return examples[key] ?? '""';
}
