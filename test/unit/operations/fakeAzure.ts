import { AzureError, type AzureErrorKind } from '../../../src/azure/azureError';
import type { ModelVersion, ModelVersionBody } from '../../../src/azure/models';
import type { OnlineDeployment, OnlineDeploymentBody } from '../../../src/azure/onlineDeployments';
import type { OnlineEndpoint, OnlineEndpointBody } from '../../../src/azure/onlineEndpoints';
import {
  deploymentId,
  endpointId,
  modelVersionId,
  type DeploymentRef,
  type EndpointRef,
  type ModelRef,
  type ModelVersionRef,
} from '../../../src/azure/resourceRefs';
import type { LeftOut, UploadRequest, UploadResult } from '../../../src/azure/upload/uploadModel';
import type { Page } from '../../../src/azure/page';
import type { Workspace } from '../../../src/azure/workspaces';
import type { ProgressSink } from '../../../src/base/progress';

export const workspace = { subscriptionId: 'sub', resourceGroup: 'rg', workspace: 'ws' };

export function azureError(kind: AzureErrorKind, message: string, inner?: string): AzureError {
  const details = inner === undefined ? [] : [{ code: 'Inner', message: inner, details: [] }];
  return new AzureError(kind, { code: 'Code', message, details }, 'PUT something');
}

/** A workspace in memory that keeps the rules of the service that operations rely on: what is not there is not found. */
export class FakeAzure {
  readonly endpointsByName = new Map<string, OnlineEndpoint>();
  readonly deploymentsByName = new Map<string, OnlineDeployment>();
  readonly versions = new Map<string, ModelVersion & { readonly body: ModelVersionBody }>();
  readonly uploads: UploadRequest[] = [];
  readonly endpointBodies: OnlineEndpointBody[] = [];
  readonly deploymentBodies: OnlineDeploymentBody[] = [];
  readonly stages: string[] = [];
  readonly notes: string[] = [];
  /** What the uploader says it left out. */
  leftOut: readonly LeftOut[] = [];
  /** What the uploader says of the content that it is given. */
  contentHash = 'abc';
  serverLog = '';
  billed = true;
  /** Called before each write; throws what the service would answer. */
  beforeWrite: (what: string) => void | Promise<void> = () => undefined;

  readonly progress: ProgressSink = {
    begin: (stage) => this.stages.push(stage),
    update: () => undefined,
    end: (note) => this.notes.push(note ?? ''),
  };

  readonly workspaces = { get: (): Promise<Workspace> => Promise.resolve({ ref: workspace, location: 'westeurope' }) };

  readonly uploader = {
    upload: async (request: UploadRequest): Promise<UploadResult> => {
      await this.beforeWrite('upload');
      this.uploads.push(request);
      return {
        modelUri: `azureml://datastores/x/paths/LocalUpload/${this.contentHash}/models`,
        hash: this.contentHash,
        bytes: 42,
        files: 1,
        skipped: false,
        leftOut: this.leftOut,
      };
    },
  };

  readonly models = {
    nextVersion: ({ model }: ModelRef): Promise<string> =>
      Promise.resolve(String(1 + [...this.versions.values()].filter((version) => version.ref.model === model).length)),
    latest: ({ model }: ModelRef): Promise<ModelVersion> => {
      const found = [...this.versions.values()].findLast((version) => version.ref.model === model);
      return found ? Promise.resolve(found) : Promise.reject(azureError('notFound', `Model ${model} was not found.`));
    },
    getVersion: (ref: ModelVersionRef): Promise<ModelVersion> => {
      const found = this.versions.get(modelVersionId(ref));
      return found ? Promise.resolve(found) : Promise.reject(azureError('notFound', 'The version was not found.'));
    },
    putVersion: async (ref: ModelVersionRef, body: ModelVersionBody): Promise<ModelVersion> => {
      await this.beforeWrite(`model ${ref.model}:${ref.version}`);
      if ((this.versions.get(modelVersionId(ref))?.uri ?? body.uri) !== body.uri) {
        throw azureError('refused', 'Asset paths cannot be updated for the given container');
      }
      const version = { ref, type: body.type, uri: body.uri, tags: body.tags ?? new Map(), properties: body.properties ?? new Map(), body };
      this.versions.set(modelVersionId(ref), version);
      return version;
    },
    deleteVersion: async (ref: ModelVersionRef): Promise<void> => {
      await this.beforeWrite(`delete model ${ref.model}:${ref.version}`);
      this.versions.delete(modelVersionId(ref));
    },
    delete: async (ref: ModelRef): Promise<void> => {
      await this.beforeWrite(`delete model ${ref.model}`);
      [...this.versions].filter(([, version]) => version.ref.model === ref.model).forEach(([id]) => this.versions.delete(id));
    },
  };

  readonly endpoints = {
    get: (ref: EndpointRef): Promise<OnlineEndpoint> => {
      const endpoint = this.endpointsByName.get(endpointId(ref));
      return endpoint ? Promise.resolve(endpoint) : Promise.reject(azureError('notFound', 'The endpoint was not found.'));
    },
    put: async (ref: EndpointRef, body: OnlineEndpointBody): Promise<OnlineEndpoint> => {
      await this.beforeWrite(`endpoint ${ref.endpoint}`);
      this.endpointBodies.push(body);
      return this.addEndpoint(ref.endpoint, new Map());
    },
    setTraffic: async (ref: EndpointRef, traffic: ReadonlyMap<string, number>): Promise<OnlineEndpoint> => {
      await this.beforeWrite('traffic');
      return this.addEndpoint(ref.endpoint, traffic);
    },
    delete: async (ref: EndpointRef): Promise<void> => {
      await this.beforeWrite(`delete endpoint ${ref.endpoint}`);
      this.endpointsByName.delete(endpointId(ref));
    },
  };

  readonly deployments = {
    get: (ref: DeploymentRef): Promise<OnlineDeployment> => {
      const deployment = this.deploymentsByName.get(deploymentId(ref));
      return deployment ? Promise.resolve(deployment) : Promise.reject(azureError('notFound', 'The deployment was not found.'));
    },
    list: (ref: EndpointRef): Promise<Page<OnlineDeployment>> =>
      Promise.resolve({ items: [...this.deploymentsByName.values()].filter((deployment) => deployment.ref.endpoint === ref.endpoint) }),
    put: async (ref: DeploymentRef, body: OnlineDeploymentBody): Promise<OnlineDeployment> => {
      this.deploymentBodies.push(body);
      await this.beforeWrite(`deployment ${ref.deployment}`);
      return this.addDeployment(ref.endpoint, ref.deployment);
    },
    delete: async (ref: DeploymentRef): Promise<void> => {
      await this.beforeWrite(`delete deployment ${ref.deployment}`);
      this.deploymentsByName.delete(deploymentId(ref));
    },
    logs: (): Promise<string> => Promise.resolve(this.serverLog),
  };

  addEndpoint(name: string, traffic: ReadonlyMap<string, number>, state = 'Succeeded'): OnlineEndpoint {
    const ref = { ...workspace, endpoint: name };
    const endpoint = { ref, location: 'westeurope', authMode: 'Key' as const, traffic, state, tags: new Map<string, string>() };
    this.endpointsByName.set(endpointId(ref), endpoint);
    return endpoint;
  }

  addDeployment(endpoint: string, deployment: string, state = 'Succeeded'): OnlineDeployment {
    const ref = { ...workspace, endpoint, deployment };
    const made = { ref, instanceCount: 1, state };
    this.deploymentsByName.set(deploymentId(ref), made);
    return made;
  }

  trafficOf(endpoint: string): Record<string, number> {
    return Object.fromEntries(this.endpointsByName.get(endpointId({ ...workspace, endpoint }))?.traffic ?? []);
  }
}
