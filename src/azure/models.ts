import type { ModelVersionProperties } from '@azure/arm-machinelearning';
import { Fields } from '../base/decode';
import type { ArmClient } from './arm/armClient';
import { createdAt, present, textMap } from './arm/resourceFields';
import { AzureError } from './azureError';
import type { Page } from './page';
import type { ModelRef, ModelVersionRef, WorkspaceRef } from './resourceRefs';

/** A model container: the name that versions hang on. */
export interface Model {
  readonly ref: ModelRef;
  readonly latestVersion?: string;
  readonly createdAt?: Date;
}

export interface ModelVersion {
  readonly ref: ModelVersionRef;
  /** `triton_model`, `custom_model`, `mlflow_model`. */
  readonly type: string;
  readonly uri: string;
  readonly createdAt?: Date;
  readonly description?: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly properties: ReadonlyMap<string, string>;
}

export interface ModelVersionBody {
  readonly uri: string;
  readonly type: string;
  readonly isAnonymous?: boolean;
  readonly description?: string;
  readonly tags?: ReadonlyMap<string, string>;
  readonly properties?: ReadonlyMap<string, string>;
}

export interface Models {
  list(workspace: WorkspaceRef, signal: AbortSignal): Promise<Page<Model>>;
  /** Newest first. */
  versions(model: ModelRef, signal: AbortSignal): Promise<Page<ModelVersion>>;
  getVersion(ref: ModelVersionRef, signal: AbortSignal): Promise<ModelVersion>;
  /** The version that `@latest` means: the one created last. Rejects with `notFound` when there is none. */
  latest(model: ModelRef, signal: AbortSignal): Promise<ModelVersion>;
  /** What the service would number the next version; "1" for a new model. */
  nextVersion(model: ModelRef, signal: AbortSignal): Promise<string>;
  putVersion(ref: ModelVersionRef, body: ModelVersionBody, signal: AbortSignal): Promise<ModelVersion>;
  /** How many writes to a model of this name have ended on this client: what was read before the last one may be out of date. */
  writes(model: ModelRef): number;
  deleteVersion(ref: ModelVersionRef, signal: AbortSignal): Promise<void>;
  /** The container and all of its versions. */
  delete(ref: ModelRef, signal: AbortSignal): Promise<void>;
}

/** Newest first, spelled as the official SDK does; `@latest` is the first of it. */
const newestFirst = 'createdtime desc';

export function models(arm: ArmClient): Models {
  const { writesOf, write } = countedWrites();
  return {
    writes: writesOf,
    list: ({ subscriptionId, resourceGroup, workspace }, signal) =>
      arm.page(
        subscriptionId,
        (client, options) => client.modelContainers.list(resourceGroup, workspace, { ...options, listViewType: 'ActiveOnly' }),
        (raw, path) => modelFrom(raw, path, { subscriptionId, resourceGroup, workspace }),
        signal,
      ),
    versions: (model, signal) => versionsOf(arm, model, { orderBy: newestFirst, listViewType: 'ActiveOnly' }, signal),
    getVersion: (ref, signal) =>
      arm.read(
        ref.subscriptionId,
        (client, options) => client.modelVersions.get(ref.resourceGroup, ref.workspace, ref.model, ref.version, options),
        (raw) => modelVersionFrom(raw, 'modelVersion', ref),
        signal,
      ),
    latest: async (model, signal) => {
      const [latest] = (await versionsOf(arm, model, { orderBy: newestFirst, top: 1 }, signal)).items;
      if (!latest) {
        const body = { code: 'ModelNotFound', message: `no version of ${model.model}`, details: [] };
        throw new AzureError('notFound', body, `GET models/${model.model}/versions`);
      }
      return latest;
    },
    nextVersion: (model, signal) => nextVersion(arm, model, signal),
    putVersion: (ref, body, signal) =>
      write(ref, () =>
        arm.read(
          ref.subscriptionId,
          (client, options) =>
            client.modelVersions.createOrUpdate(ref.resourceGroup, ref.workspace, ref.model, ref.version, versionBody(body), options),
          (raw) => modelVersionFrom(raw, 'modelVersion', ref),
          signal,
        ),
      ),
    deleteVersion: (ref, signal) =>
      write(ref, () =>
        arm.read(
          ref.subscriptionId,
          (client, options) => client.modelVersions.delete(ref.resourceGroup, ref.workspace, ref.model, ref.version, options),
          () => undefined,
          signal,
        ),
      ),
    delete: (ref, signal) =>
      write(ref, () =>
        arm.read(
          ref.subscriptionId,
          (client, options) => client.modelContainers.delete(ref.resourceGroup, ref.workspace, ref.model, options),
          () => undefined,
          signal,
        ),
      ),
  };
}

function countedWrites() {
  const writes = new Map<string, number>();
  const writesOf = (model: ModelRef): number => writes.get(model.model) ?? 0;
  const write = async <T>(model: ModelRef, send: () => Promise<T>): Promise<T> => {
    try {
      return await send();
    } finally {
      // Also after a failure: the service may have done it, and its answer been lost.
      writes.set(model.model, writesOf(model) + 1);
    }
  };
  return { writesOf, write };
}

function versionsOf(
  arm: ArmClient,
  model: ModelRef,
  query: { readonly orderBy: string; readonly listViewType?: string; readonly top?: number },
  signal: AbortSignal,
): Promise<Page<ModelVersion>> {
  return arm.page(
    model.subscriptionId,
    (client, options) => client.modelVersions.list(model.resourceGroup, model.workspace, model.model, { ...options, ...query }),
    (raw, path) => modelVersionFrom(raw, path, { ...model, version: Fields.of(raw, path).text('name') }),
    signal,
  );
}

async function nextVersion(arm: ArmClient, model: ModelRef, signal: AbortSignal): Promise<string> {
  try {
    return await arm.read(
      model.subscriptionId,
      (client, options) => client.modelContainers.get(model.resourceGroup, model.workspace, model.model, options),
      (raw) => Fields.of(raw, 'model').fields('properties').text('nextVersion'),
      signal,
    );
  } catch (error) {
    if (error instanceof AzureError && error.kind === 'notFound') {
      return '1';
    }
    throw error;
  }
}

function modelFrom(raw: unknown, path: string, workspace: WorkspaceRef): Model {
  const fields = Fields.of(raw, path);
  return {
    ref: { ...workspace, model: fields.text('name') },
    ...present('latestVersion', fields.fields('properties').optionalText('latestVersion')),
    ...present('createdAt', createdAt(fields)),
  };
}

function modelVersionFrom(raw: unknown, path: string, ref: ModelVersionRef): ModelVersion {
  const fields = Fields.of(raw, path);
  const properties = fields.fields('properties');
  return {
    ref,
    type: properties.optionalText('modelType') ?? 'custom_model',
    uri: properties.text('modelUri'),
    ...present('createdAt', createdAt(fields)),
    ...present('description', properties.optionalText('description')),
    tags: textMap(properties, 'tags'),
    properties: textMap(properties, 'properties'),
  };
}

/** Tags and properties are always sent, as the official SDK does: what is left out would be kept from an earlier PUT. */
function versionBody(body: ModelVersionBody): { properties: ModelVersionProperties } {
  return {
    properties: {
      modelUri: body.uri,
      modelType: body.type,
      isAnonymous: body.isAnonymous ?? false,
      isArchived: false,
      ...present('description', body.description),
      tags: Object.fromEntries(body.tags ?? []),
      properties: Object.fromEntries(body.properties ?? []),
    },
  };
}
