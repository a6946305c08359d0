import { ArmError, badRequest, notSupported } from '../armError';
import { defaultDatastore, datastoreContainer } from '../datastores/datastoreRoutes';
import { datastorePath } from '../models/assetUri';
import type { ModelVersionRecord } from '../models/modelRecords';
import type { Models } from '../models/models';
import type { WorkspaceScope } from '../resourceScope';
import type { DeploymentRecord } from './deploymentRecord';

/** What a deployment is made of, as its record keeps it. */
type ResolvedModel = Pick<DeploymentRecord, 'model' | 'source'>;

/** The model version that `properties.model` of a deployment names, and where its blobs are. Throws a 400 in the service's words. */
export function resolveModel(models: Models, scope: WorkspaceScope, model: string | undefined): ResolvedModel {
  if (model === undefined) {
    throw badRequest('BadArgument', 'A deployment without an environment needs a model (properties.model).', 'properties.model');
  }
  if (/^azureml:\/\/registries\//i.test(model)) {
    throw notSupported('models of registries');
  }
  const version = models.versions.get(versionIdIn(model, scope) ?? '');
  if (!version) {
    throw new ArmError(400, {
      code: 'BadArgument',
      message: 'Unable to download user model: the model was not found in this workspace.',
      target: 'properties.model',
      details: [{ code: 'ResourceNotFound', message: `${model} was not found.`, target: model }],
    });
  }
  checkType(version);
  const place = datastorePath(version.modelUri, scope);
  if (place?.datastore.toLowerCase() !== defaultDatastore) {
    throw notSupported(`models outside the datastore ${defaultDatastore} of their workspace (${version.modelUri})`);
  }
  return { model, source: { container: datastoreContainer(scope), path: place.path } };
}

/** Accepts the ARM id, with or without `azureml:` before it, and the short form `azureml:name:version`; ids of other workspaces are not found. */
function versionIdIn(model: string, scope: WorkspaceScope): string | undefined {
  const short = /^azureml:(?<name>[^/:]+):(?<version>[^/]+)$/i.exec(model)?.groups;
  if (short) {
    return `${scope.id}/models/${short['name'] ?? ''}/versions/${short['version'] ?? ''}`;
  }
  const id = model.replace(/^azureml:/i, '').replace(/^(?=subscriptions\/)/i, '/');
  return id.toLowerCase().startsWith(`${scope.id.toLowerCase()}/models/`) ? id : undefined;
}

/** Without an environment only MLflow and Triton models can be deployed; the emulator has no MLflow server. */
function checkType({ modelType, name, version }: ModelVersionRecord): void {
  const type = modelType.toLowerCase().replace(/[^a-z]/g, '');
  if (type === 'mlflowmodel') {
    throw notSupported('MLflow models');
  }
  if (type !== 'tritonmodel') {
    throw badRequest(
      'BadArgument',
      `Model ${name} version ${version} is of type ${modelType}, which needs an environment and a scoring script. Models of type triton_model can be deployed without.`,
      'properties.model',
    );
  }
}
