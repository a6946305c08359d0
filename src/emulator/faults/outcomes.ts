import type { DeploymentFault, EndpointFault } from '../../protocol/faults';
import type { Outcome } from './fault';

const brought = ['Downloading the model', 'Done.'];
const started = ['=============================', '== Triton Inference Server ==', '============================='];

const canceledByLock = failed(
  'OperationCanceled',
  'The operation was canceled while it waited for a lock: the same operation was submitted twice.',
);
const internalError = failed(
  'InternalServerError',
  'An internal error occurred. Try again, or open a support ticket with the request ids.',
);

/** How the operation of a deployment ends in the cases that Microsoft documents ("Troubleshoot online endpoints"). */
export const deploymentOutcomes: Readonly<Record<DeploymentFault, Outcome>> = {
  'out-of-quota-cores': outOfQuota(
    'Not enough cores of this machine family are available in the region.',
    'cores: requested 5, in use 20, limit 24. An upgrade reserve of 20 % is counted.',
  ),
  'out-of-quota-cluster': outOfQuota(
    'The limit of compute targets of the region is reached.',
    'clusters: in use 500, limit 500, shared by clusters, instances and managed deployments.',
  ),
  'out-of-quota-disk': outOfQuota(
    'Not enough disk space is available to download the model.',
    'disk: the model is larger than the disk of this instance type.',
  ),
  'out-of-quota-memory': outOfQuota(
    'Not enough memory is available on this instance type.',
    'memory: the footprint of the model is larger than the memory.',
  ),
  'out-of-quota-kubernetes': outOfQuota(
    'The pods of the deployment cannot be scheduled.',
    'kubernetes: no node has enough free CPU or memory.',
  ),
  'out-of-quota-region': outOfQuota(
    'The region has no machines of this size at the moment.',
    'region: allocation failed. Try later, or another size or region.',
  ),
  'out-of-quota-container': outOfQuota('The container asks for more than the instance type has.', 'other: choose a larger instance type.'),
  'image-build': imageBuild('The build of the environment image failed.', 'dependency resolution did not end'),
  'image-build-authorization': imageBuild(
    'The build could not reach the container registry.',
    'authorization failure: the keys of the workspace are not in step',
  ),
  'image-build-compute': imageBuild(
    'The build has no compute that reaches the container registry.',
    'the image build compute of the workspace is not set',
  ),
  'image-build-timeout': imageBuild('The build did not end in time.', 'the image is too large for the time that creation may take'),
  'image-pull': badArgument(
    'The image of the container could not be pulled.',
    'AcrPull: the identity of the endpoint may not read the private registry',
  ),
  'image-missing': badArgument('Unable to download user container image.', 'the image was not found in the container registry'),
  'image-egress': badArgument(
    'Unable to download user container image.',
    'outbound access is disabled and the private endpoint to the registry is not approved',
  ),
  'subscription-missing': badArgument('The subscription does not exist or is disabled.', 'check the id of the subscription'),
  'startup-authorization': badArgument(
    'A startup task failed for lack of authorization.',
    'the identity of the endpoint may not read the storage account or the container registry',
  ),
  'policy-template': badArgument(
    'A policy of the subscription could not be evaluated.',
    'the policy definition uses a template function that is not valid',
  ),
  'model-download': {
    ...badArgument('Unable to download user model.', 'the model was not found under its path in the datastore'),
    logs: { storageInitializer: ['Downloading the model', 'ERROR: no blob was found there.'], inferenceServer: [] },
  },
  'mlflow-network': badArgument(
    'MLflow models cannot be deployed with legacy network isolation.',
    'use the managed network of the workspace',
  ),
  'kubernetes-limits': badArgument(
    'The resource requests are higher than the limits.',
    'set limits that are at least as high as the requests',
  ),
  'container-crashed': notReady('User container has crashed or terminated.', [
    'I0101 00:00:00.000000 1 model_repository_manager.cc] loading: model_1:1',
    "E0101 00:00:00.000000 1 model_lifecycle.cc] failed to load 'model_1' version 1: Internal: failed to load model",
    'error: creating server: Internal - failed to load all models',
  ]),
  'liveness-probe': notReady('The liveness probe of the container failed 30 times.', [
    'I0101 00:00:00.000000 1 main.cc] Signal (15) received.',
  ]),
  'readiness-probe': notReady('The readiness probe of the container failed 30 times.', [
    'I0101 00:00:00.000000 1 model_repository_manager.cc] loading: model_1:1',
  ]),
  'gpu-out-of-memory': notReady('User container has crashed or terminated.', [
    "E0101 00:00:00.000000 1 model_lifecycle.cc] failed to load 'model_1' version 1: Internal: CUDA failure 2: out of memory",
    'error: creating server: Internal - failed to load all models',
  ]),
  'container-killed': notReady('User container has been killed: out of memory.', []),
  'resource-missing': failed(
    'ResourceNotFound',
    'A resource that the deployment needs was not found: the storage account, the registry or the model.',
  ),
  'network-not-ready': failed('WorkspaceManagedNetworkNotReady', 'The managed network of the workspace is not provisioned.'),
  'canceled-by-priority': failed('OperationCanceled', 'The operation was canceled by another one of higher priority.'),
  'canceled-by-lock': canceledByLock,
  'secrets-injection': failed(
    'SecretsInjectionError',
    'A secret that the deployment names could not be read.',
    'the identity of the endpoint may not read the connection or the vault',
  ),
  'internal-error': internalError,
};

/** The same of an endpoint. */
export const endpointOutcomes: Readonly<Record<EndpointFault, Outcome>> = {
  'out-of-quota-endpoints': outOfQuota('The limit of endpoints of the region is reached.', 'endpoints: in use 100, limit 100.'),
  'out-of-quota-role-assignments': outOfQuota(
    'The limit of role assignments of the subscription is reached.',
    'role assignments: the identity of the endpoint needs one. Delete unused ones, or use a user-assigned identity.',
  ),
  'legacy-mode': failed('BadRequest', 'The workspace has V1LegacyMode == true, which managed online endpoints do not support.'),
  'key-vault-firewall': failed(
    'BadArgument',
    'The keys of the endpoint could not be stored.',
    'the firewall of the key vault does not let trusted services through',
  ),
  'canceled-by-lock': canceledByLock,
  'internal-error': internalError,
};

/** `detail` is where the service says which case it is. */
function failed(code: string, message: string, detail?: string): Outcome {
  return { code, message, ...(detail === undefined ? {} : { details: [{ code: 'UserError', message: detail }] }) };
}

function outOfQuota(message: string, detail: string): Outcome {
  return failed('OutOfQuota', message, detail);
}

function imageBuild(message: string, detail: string): Outcome {
  return failed('ImageBuildFailure', message, detail);
}

function badArgument(message: string, detail: string): Outcome {
  return failed('BadArgument', message, detail);
}

/** The container has run: its log holds `lines`. */
function notReady(message: string, lines: readonly string[]): Outcome {
  const inferenceServer = lines.length === 0 ? [] : [...started, ...lines];
  return {
    ...failed('ResourceNotReady', message, 'The logs of the inference server tell why.'),
    logs: { storageInitializer: brought, inferenceServer },
  };
}
