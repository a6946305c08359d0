import type { OnlineDeploymentBody, ProbeBody } from '../azure/onlineDeployments';
import type { DeploymentSpec, ProbeSpec } from '../documents/azureml/azureMlFile';
import { given } from '../documents/azureml/given';

/** What a deployment's YAML means to the service; azure-ai-ml, entities/_deployment/online_deployment.py. `model` is the id that its model resolved to. */
export function deploymentBody(spec: DeploymentSpec, location: string, model: string): OnlineDeploymentBody {
  const { requestTimeoutMs, maxConcurrentRequestsPerInstance, maxQueueWaitMs } = spec;
  const requestSettings = given({ requestTimeoutMs, maxConcurrentRequestsPerInstance, maxQueueWaitMs });
  return {
    location,
    model,
    instanceType: spec.instanceType,
    instanceCount: spec.instanceCount,
    ...given({
      description: spec.description,
      tags: spec.tags,
      properties: spec.properties,
      environmentVariables: spec.environmentVariables,
      appInsightsEnabled: spec.appInsightsEnabled,
    }),
    ...(spec.egressPublicNetworkAccess
      ? { egressPublicNetworkAccess: spec.egressPublicNetworkAccess === 'enabled' ? 'Enabled' : 'Disabled' }
      : {}),
    ...(Object.keys(requestSettings).length > 0 ? { requestSettings } : {}),
    ...(spec.livenessProbe ? { livenessProbe: probeBody(spec.livenessProbe) } : {}),
    ...(spec.readinessProbe ? { readinessProbe: probeBody(spec.readinessProbe) } : {}),
  };
}

function probeBody({ initialDelay, period, timeout, successThreshold, failureThreshold }: ProbeSpec): ProbeBody {
  return given({ initialDelaySeconds: initialDelay, periodSeconds: period, timeoutSeconds: timeout, successThreshold, failureThreshold });
}
