import * as l10n from '@vscode/l10n';
import type { ArmFault, BlobFault, DeploymentFault, EndpointFault, ExchangeFault, FaultPlace, ScoringFault } from '../protocol/faults';

/** What a place is called over its faults. */
export function faultPlaceTitle(place: FaultPlace): string {
  const titles: Readonly<Record<FaultPlace, string>> = {
    deployment: l10n.t('A deployment fails'),
    endpoint: l10n.t('An endpoint fails'),
    arm: l10n.t('Resource Manager: models, endpoints, deployments'),
    blob: l10n.t('Storage: uploads and downloads'),
    scoring: l10n.t('Scoring: invocations'),
  };
  return titles[place];
}

/** A fault in a few words; the id itself for one that this version does not know. */
export function faultTitle(id: string): string {
  const titles: Readonly<Record<string, string>> = { ...exchangeTitles(), ...outcomeTitles() };
  return titles[id.slice(id.indexOf('.') + 1)] ?? id;
}

function exchangeTitles(): Readonly<Record<ExchangeFault | ArmFault | BlobFault | ScoringFault, string>> {
  return {
    throttled: l10n.t('Too many requests, with a time to wait'),
    'throttled-until-date': l10n.t('Too many requests, with a date to wait for'),
    'throttled-without-wait': l10n.t('Too many requests, without a time to wait'),
    'request-timeout': l10n.t('The request took too long'),
    'server-error': l10n.t('Internal error of the service'),
    'bad-gateway': l10n.t('Bad gateway'),
    unavailable: l10n.t('Service not available, with a time to wait'),
    'unavailable-without-wait': l10n.t('Service not available, without a time to wait'),
    'gateway-timeout': l10n.t('The gateway waited too long'),
    unauthorized: l10n.t('Key or token expired'),
    forbidden: l10n.t('Permission missing'),
    'not-found': l10n.t('Not found'),
    conflict: l10n.t('Another operation is running'),
    'precondition-failed': l10n.t('Changed by somebody else'),
    'too-large': l10n.t('The request is too large'),
    html: l10n.t('A web page instead of an answer'),
    'empty-object': l10n.t('An answer without its fields'),
    'cut-json': l10n.t('Half of an answer that seems whole'),
    'wrong-content-type': l10n.t('Wrong content type'),
    closed: l10n.t('Connection lost before the answer'),
    'closed-upload': l10n.t('Connection lost while sending'),
    'cut-body': l10n.t('Connection lost in the middle of the answer'),
    stalled: l10n.t('The answer stops half-way'),
    'no-answer': l10n.t('No answer at all'),
    slow: l10n.t('Slow answer'),
    'clock-ahead': l10n.t('The clock of the service is a day ahead'),
    'clock-behind': l10n.t('The clock of the service is a day back'),
    'unknown-state': l10n.t('A state that nobody knows'),
    'asset-path': l10n.t('The version exists with other files'),
    'corrupted-upload': l10n.t('An upload arrives changed'),
    'no-deployment': l10n.t('No deployment receives traffic'),
    'model-refuses': l10n.t('The model refuses the request'),
    'container-restarting': l10n.t('The container is restarting'),
    'model-too-slow': l10n.t('The model is slower than the request timeout'),
    'too-many-pending': l10n.t('Too many requests are pending'),
    'rate-limited': l10n.t('More requests per second than the endpoint takes'),
    bandwidth: l10n.t('Slowed down by the bandwidth limit'),
    endless: l10n.t('An answer that never ends'),
    'gzip-bomb': l10n.t('A compressed answer of 10 GB'),
    'wrong-header-length': l10n.t('A tensor header longer than the answer'),
    'wrong-binary-size': l10n.t('Fewer bytes than the tensor needs'),
    'negative-shape': l10n.t('A negative dimension'),
    'overflowing-shape': l10n.t('A shape beyond all bounds'),
    'not-a-number': l10n.t('Scores that are not numbers'),
    'duplicate-outputs': l10n.t('The same output twice'),
    'text-past-end': l10n.t('A text that is longer than the answer'),
  };
}

function outcomeTitles(): Readonly<Record<DeploymentFault | EndpointFault, string>> {
  return {
    'out-of-quota-cores': l10n.t('Quota: no cores left'),
    'out-of-quota-cluster': l10n.t('Quota: too many compute targets'),
    'out-of-quota-disk': l10n.t('Quota: the disk is too small'),
    'out-of-quota-memory': l10n.t('Quota: the memory is too small'),
    'out-of-quota-kubernetes': l10n.t('Quota: no room on the Kubernetes cluster'),
    'out-of-quota-region': l10n.t('Quota: the region has no such machines'),
    'out-of-quota-container': l10n.t('Quota: the container wants more than the machine has'),
    'out-of-quota-endpoints': l10n.t('Quota: too many endpoints'),
    'out-of-quota-role-assignments': l10n.t('Quota: too many role assignments'),
    'image-build': l10n.t('The image cannot be built'),
    'image-build-authorization': l10n.t('The image cannot be built: no access to the registry'),
    'image-build-compute': l10n.t('The image cannot be built: no compute'),
    'image-build-timeout': l10n.t('The image cannot be built in time'),
    'image-pull': l10n.t('The image cannot be pulled'),
    'image-missing': l10n.t('The image does not exist'),
    'image-egress': l10n.t('The image cannot be reached from the network'),
    'subscription-missing': l10n.t('The subscription does not exist'),
    'startup-authorization': l10n.t('The endpoint may not read storage or registry'),
    'policy-template': l10n.t('A broken policy of the subscription'),
    'model-download': l10n.t('The model cannot be downloaded'),
    'mlflow-network': l10n.t('MLflow in a legacy network'),
    'kubernetes-limits': l10n.t('Kubernetes requests above their limits'),
    'container-crashed': l10n.t('The container crashes while it loads the model'),
    'liveness-probe': l10n.t('The liveness probe fails'),
    'readiness-probe': l10n.t('The readiness probe fails'),
    'gpu-out-of-memory': l10n.t('The GPU has too little memory'),
    'container-killed': l10n.t('The container is killed for its memory'),
    'resource-missing': l10n.t('A resource that is needed is missing'),
    'network-not-ready': l10n.t('The managed network is not provisioned'),
    'canceled-by-priority': l10n.t('Canceled by another operation'),
    'canceled-by-lock': l10n.t('Canceled, asked for twice'),
    'secrets-injection': l10n.t('A secret cannot be read'),
    'internal-error': l10n.t('Internal error while it is created'),
    'legacy-mode': l10n.t('The workspace is in V1 legacy mode'),
    'key-vault-firewall': l10n.t('The key vault does not let the service in'),
  };
}
