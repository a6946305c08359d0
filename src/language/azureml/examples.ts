import { isDeployment, isEndpoint, type AzureMlDocument } from '../../documents/azureml/azureMlDocument';

/** What a key that is put in stands with until somebody writes what is meant. */
const examples: ReadonlyMap<string, string> = new Map([
  ['endpoint_name', 'my-endpoint'],
  ['instance_type', 'Standard_NC4as_T4_v3'],
  ['port', '8000'],
  ['enabled', '"true"'],
  ['scoring_script', 'score.py'],
  ['identity.type', 'system_assigned'],
  ['liveness_route', '{ port: 8000, path: /v2/health/live }'],
  ['readiness_route', '{ port: 8000, path: /v2/health/ready }'],
  ['scoring_route', '{ port: 8000, path: / }'],
  ['liveness_route.path', '/v2/health/live'],
  ['readiness_route.path', '/v2/health/ready'],
  ['scoring_route.path', '/'],
]);

/** A value for the last of these keys. */
export function exampleValue(document: AzureMlDocument, path: readonly string[]): string {
  const key = path.at(-1) ?? '';
  const own = examples.get(path.slice(-2).join('.')) ?? examples.get(key);
  return own ?? (key === 'name' ? exampleName(document) : '""');
}

function exampleName(document: AzureMlDocument): string {
  return isEndpoint(document) ? 'my-endpoint' : isDeployment(document) ? 'blue' : 'my-model';
}
