import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import type { Log } from '../../base/log';
import { Collection } from '../state/collection';
import { createAccess } from './authorization';
import { computeRoutes } from './compute/computeRoutes';
import { quotaKind, Quotas } from './compute/quotas';
import { datastoreRoutes, type BlobAccount } from './datastores/datastoreRoutes';
import { DeploymentHost } from './deployments/deploymentHost';
import { deleteDeployment, provisionDeployment, scaleDeployment, type DeploymentJobPorts } from './deployments/deploymentJobs';
import { deploymentLogRoutes } from './deployments/deploymentLogRoutes';
import { deploymentKind } from './deployments/deploymentRecord';
import { deploymentRoutes } from './deployments/deploymentRoutes';
import { deploymentView } from './deployments/deploymentView';
import { putDeploymentRoute } from './deployments/putDeployment';
import type { Directory } from './directory';
import { deleteEndpoint, provisionEndpoint, type EndpointJobPorts } from './endpoints/endpointJobs';
import { endpointKind } from './endpoints/endpointRecord';
import { endpointRoutes } from './endpoints/endpointRoutes';
import { endpointSecretRoutes } from './endpoints/endpointSecretRoutes';
import { endpointSecretsKind } from './endpoints/endpointSecrets';
import type { Endpoints } from './endpoints/endpoints';
import { endpointView } from './endpoints/endpointView';
import { putEndpointRoute } from './endpoints/putEndpoint';
import { handleArm } from './handleArm';
import { modelContainerRoutes } from './models/modelContainerRoutes';
import { modelContainerKind, modelVersionKind } from './models/modelRecords';
import type { Models } from './models/models';
import { modelVersionRoutes } from './models/modelVersionRoutes';
import { operationKind, type OperationKind, type OperationRecord } from './longRunning/operationRecord';
import { operationRoutes } from './longRunning/operationRoutes';
import { Operations, type Job } from './longRunning/operations';
import type { FindOutcome, ModelFiles, ScoringPorts } from './ports';
import type { StartInferenceServer } from '../inferenceServer';
import type { Route } from './route';
import { subscriptionRoutes } from './subscriptions/subscriptionRoutes';
import { workspaceRoutes } from './workspaces/workspaceRoutes';

export interface ControlPlaneOptions {
  readonly stateFolder: string;
  readonly directory: Directory;
  readonly protocol: 'http' | 'https';
  readonly blobs: BlobAccount;
  readonly models: ModelFiles;
  readonly scoring: ScoringPorts;
  readonly startServer: StartInferenceServer;
  /** `core.localhost:4322`, what the metadata document tells as `suffixes.storage`. */
  readonly storageSuffix: string;
  /** How long an operation takes at least, where Azure takes minutes. */
  readonly operationMilliseconds: (kind: OperationKind) => number;
  readonly tokenSeconds: number;
  readonly throttle: boolean;
  /** Operations that are to fail on demand. */
  readonly outcome: FindOutcome;
  readonly log: Log;
}

export interface ControlPlane {
  /** Answers ARM requests. */
  readonly handle: RequestListener;
  /** What scoring reads. */
  readonly endpoints: Endpoints;
  readonly host: DeploymentHost;
  /** Opens scoring addresses, loads what was served, goes on with operations of the last run. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

interface Parts {
  readonly models: Models;
  readonly endpoints: Endpoints;
  readonly host: DeploymentHost;
  readonly quotas: Quotas;
}

/** Azure Resource Manager with Microsoft.MachineLearningServices, as far as online endpoints go. */
export async function openControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { stateFolder, log } = options;
  const models: Models = {
    containers: await Collection.open(stateFolder, modelContainerKind, log),
    versions: await Collection.open(stateFolder, modelVersionKind, log),
  };
  const endpoints: Endpoints = {
    records: await Collection.open(stateFolder, endpointKind, log),
    deployments: await Collection.open(stateFolder, deploymentKind, log),
    secrets: await Collection.open(stateFolder, endpointSecretsKind, log),
  };
  const host = new DeploymentHost({
    folder: join(stateFolder, 'deployments'),
    models: options.models,
    startServer: options.startServer,
    log,
  });
  const quotas = new Quotas(await Collection.open(stateFolder, quotaKind, log), () => endpoints.deployments.list());
  const parts: Parts = { models, endpoints, host, quotas };
  const operations = new Operations(await Collection.open(stateFolder, operationKind, log), jobs(parts, options), log);
  const routes = routeTable(parts, operations, options);
  return {
    handle: handleArm({ ...options, routes }),
    endpoints,
    host,
    resume: () => resume(endpoints, host, operations, options),
    close: async () => {
      await operations.close();
      await host.close();
    },
  };
}

function jobs(
  { endpoints, host, quotas }: Parts,
  { scoring, operationMilliseconds, outcome }: ControlPlaneOptions,
): Record<OperationKind, Job> {
  const ports = (kind: OperationKind): EndpointJobPorts & DeploymentJobPorts => ({
    endpoints,
    host,
    quotas,
    scoring,
    operationMilliseconds: operationMilliseconds(kind),
    outcome,
  });
  return {
    'endpoint.put': provisionEndpoint(ports('endpoint.put')),
    'endpoint.patch': provisionEndpoint(ports('endpoint.patch')),
    'endpoint.regenerateKey': provisionEndpoint(ports('endpoint.regenerateKey')),
    'endpoint.delete': deleteEndpoint(ports('endpoint.delete')),
    'deployment.put': provisionDeployment(ports('deployment.put')),
    'deployment.patch': scaleDeployment(ports('deployment.patch')),
    'deployment.delete': deleteDeployment(ports('deployment.delete')),
  };
}

function routeTable({ models, endpoints, host, quotas }: Parts, operations: Operations, options: ControlPlaneOptions): Route[] {
  const access = createAccess(options.directory);
  return [
    ...subscriptionRoutes(options.directory, access),
    ...workspaceRoutes(access),
    ...datastoreRoutes(options.blobs, access),
    ...modelContainerRoutes(models, access),
    ...modelVersionRoutes(models, access),
    ...endpointRoutes(endpoints, operations, access),
    putEndpointRoute(endpoints, operations, access),
    ...endpointSecretRoutes(endpoints, operations, access, options.tokenSeconds),
    ...deploymentRoutes(endpoints, quotas, operations, access),
    putDeploymentRoute(endpoints, models, operations, access),
    ...deploymentLogRoutes(endpoints, host, access),
    ...operationRoutes(operations, (operation) => writtenBy(operation, endpoints), access),
    ...computeRoutes(quotas, access),
  ];
}

/** What the result URL of an ended operation shows: the patched resource; nothing after a deletion or new keys. */
function writtenBy(operation: OperationRecord, endpoints: Endpoints): unknown {
  if (operation.kind.startsWith('deployment')) {
    const deployment = endpoints.deployments.get(operation.resourceId);
    return deployment && deploymentView(deployment);
  }
  const endpoint = operation.kind === 'endpoint.regenerateKey' ? undefined : endpoints.records.get(operation.resourceId);
  return endpoint && endpointView(endpoint);
}

async function resume(endpoints: Endpoints, host: DeploymentHost, operations: Operations, options: ControlPlaneOptions): Promise<void> {
  await host.sweep(endpoints.deployments.list());
  for (const record of endpoints.records.list()) {
    if (record.scoring) {
      const scoring = await options.scoring.open(record.id, record.scoring.port);
      await endpoints.records.put(record.id, { ...record, scoring });
    }
  }
  for (const record of endpoints.deployments.list()) {
    // Not awaited: scoring waits for the server that it needs, and one that is slow to load holds up nobody else.
    void host.resume(record).then(async (outcome) => {
      const now = endpoints.deployments.get(record.id);
      if (now?.provisioningState === 'Succeeded' && outcome === 'failed') {
        await endpoints.deployments.put(record.id, { ...now, provisioningState: 'Failed' });
      }
    });
  }
  await operations.resume();
}
