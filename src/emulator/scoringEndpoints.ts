import type { ControlPlane } from './controlPlane/controlPlane';
import { isoDuration } from './controlPlane/deployments/isoDuration';
import type { DeploymentRecord } from './controlPlane/deployments/deploymentRecord';
import type { DeploymentHost } from './controlPlane/deployments/deploymentHost';
import type { EndpointRecord } from './controlPlane/endpoints/endpointRecord';
import { isValidKey, isValidToken } from './controlPlane/endpoints/endpointSecrets';
import type { FindScoringEndpoint, ScoringDeployment } from './scoring/scoringEndpoint';

/** Shows the control plane's endpoints to scoring. `directoryToken` is asked for endpoints with `AADToken`. */
export function scoringEndpoints(
  controlPlane: () => ControlPlane,
  directoryToken: (token: string) => 'yes' | 'no' | 'forbidden',
): FindScoringEndpoint {
  return (endpointId) => {
    const { endpoints, host } = controlPlane();
    const record = endpoints.records.get(endpointId);
    const secrets = endpoints.secrets.get(endpointId);
    if (!record || !secrets) {
      return undefined;
    }
    const yesOrNo = (isValid: boolean): 'yes' | 'no' => (isValid ? 'yes' : 'no');
    const accepts: Record<EndpointRecord['authMode'], (secret: string) => 'yes' | 'no' | 'forbidden'> = {
      Key: (secret) => yesOrNo(isValidKey(secrets, secret)),
      AMLToken: (secret) => yesOrNo(isValidToken(secrets, record.id, secret)),
      AADToken: directoryToken,
    };
    const [mirrored] = Object.entries(record.mirrorTraffic).filter(([, percent]) => percent > 0);
    return {
      name: record.name,
      traffic: new Map(Object.entries(record.traffic)),
      ...(mirrored ? { mirror: { deployment: mirrored[0], percent: mirrored[1] } } : {}),
      accepts: accepts[record.authMode],
      deployment: (name) => {
        const deployment = endpoints.deployments.get(`${record.id}/deployments/${name}`);
        return deployment && scoringDeployment(deployment, host);
      },
    };
  };
}

/** As many requests as the instances take, and as many again that wait (Azure docs, "Troubleshoot online endpoints", 429). */
function scoringDeployment(record: DeploymentRecord, host: DeploymentHost): ScoringDeployment {
  const { requestTimeout, maxConcurrentRequestsPerInstance } = record.requestSettings;
  return {
    name: record.name,
    requestTimeoutMilliseconds: isoDuration(requestTimeout, 'requestTimeout'),
    mostInFlight: 2 * maxConcurrentRequestsPerInstance * record.capacity,
    server: async () => (await host.server(record.id))?.handle,
  };
}
