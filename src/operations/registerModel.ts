import * as l10n from '@vscode/l10n';
import { createHash } from 'node:crypto';
import { AzureError } from '../azure/azureError';
import type { Models, ModelVersion, ModelVersionBody } from '../azure/models';
import type { ModelVersionRef, WorkspaceRef } from '../azure/resourceRefs';
import type { LeftOut, ModelUploader, UploadProgress, UploadResult } from '../azure/upload/uploadModel';
import { UserError } from '../base/errors';
import type { ProgressSink } from '../base/progress';
import { formatBytes } from '../base/quantities';
import type { ModelSpec } from '../documents/azureml/azureMlFile';
import { validateModelName, validateModelVersion } from '../documents/azureml/names';
import { inWords } from './inWords';

/**
 * A model repository on disk (or a single file) that is to become a model version. Without name and version it becomes an anonymous
 * model, named by its content (azure-ai-ml, _utils/_asset_utils.py); without version the service's next one.
 */
export interface ModelToRegister extends ModelSpec {
  /** Absolute; for Triton the model repository, the parent of the model folders. Or the address of what is in the cloud already. */
  readonly path: string;
}

export interface RegisterModelPorts {
  readonly models: Pick<Models, 'getVersion' | 'nextVersion' | 'putVersion'>;
  readonly uploader: ModelUploader;
  readonly progress: ProgressSink;
}

/** Size of what was uploaded, as text: the service keeps none, and the tree shows one. */
export const bytesProperty = 'tritonAml.bytes';

/** A version as it stands in the workspace now. */
export interface RegisteredVersion extends ModelVersion {
  /** It was there before, with the same files: the service refuses others. */
  readonly wasThere: boolean;
}

/** Uploads what is not there yet, then registers the version. */
export async function registerModel(
  workspace: WorkspaceRef,
  model: ModelToRegister,
  ports: RegisterModelPorts,
  signal: AbortSignal,
): Promise<RegisteredVersion> {
  refuseBadNames(model);
  const asset = await assetOf(workspace, model, ports, signal);
  const source = isCloudAddress(model.path)
    ? { uri: longUri(workspace, model.path) }
    : await upload(workspace, model, asset, ports, signal);
  const body = bodyOf(model, source, asset === undefined);
  for (let attempt = 1; ; attempt++) {
    // Asked again: an upload takes minutes, and somebody else may have registered this name meanwhile.
    const current = asset && (source.uploaded || attempt > 1) ? await assetOf(workspace, model, ports, signal) : asset;
    const ref = { ...workspace, ...(current ? { model: current.name, version: current.version } : anonymousName(source)) };
    try {
      return await put(ref, body, ports, signal);
    } catch (error) {
      if (attempt === mostAttempts || model.version !== undefined || !isTaken(error)) {
        throw error;
      }
    }
  }
}

/** So often the number of a new version may be taken between the question for it and its use. */
const mostAttempts = 5;

async function put(
  ref: ModelVersionRef,
  body: ModelVersionBody,
  { models, progress }: RegisterModelPorts,
  signal: AbortSignal,
): Promise<RegisteredVersion> {
  progress.begin(l10n.t('Registering model {0}, version {1}', ref.model, ref.version));
  return inWords(
    (reason) => l10n.t('Could not register version {0} of model {1}. {2}', ref.version, ref.model, reason),
    async () => {
      const before = await versionIfThere(ref, models, signal);
      const registered = await models.putVersion(ref, body, signal);
      // With other files the service would have refused it.
      const wasThere = before !== undefined;
      progress.end(wasThere ? l10n.t('was there already, with the same files') : undefined);
      return { ...registered, wasThere };
    },
  );
}

async function versionIfThere(
  ref: ModelVersionRef,
  models: RegisterModelPorts['models'],
  signal: AbortSignal,
): Promise<ModelVersion | undefined> {
  try {
    return await models.getVersion(ref, signal);
  } catch (error) {
    if (error instanceof AzureError && error.kind === 'notFound') {
      return undefined;
    }
    throw error;
  }
}

/** The version is there with other files. The service has no code of its own for it, only this sentence. */
function isTaken(error: unknown): boolean {
  const { cause } = error instanceof UserError ? error : {};
  return cause instanceof AzureError && cause.message.includes('Asset paths cannot be updated');
}

/** Whether a model's path names something in the cloud (Azure ML YAML reference, model, path) instead of a file or folder here. */
export function isCloudAddress(path: string): boolean {
  return /^(azureml|https?|runs|wasbs|abfss):/i.test(path);
}

interface Source {
  readonly uri: string;
  readonly uploaded?: UploadResult;
}

type Asset = Pick<ModelVersionRef, 'version'> & { readonly name: string };

function refuseBadNames({ name, version }: ModelToRegister): void {
  if (name === undefined) {
    if (version !== undefined) {
      throw new UserError(
        l10n.t('Version {0} has no model name. Give the model a name, or leave the version out.', version),
        'version-without-name',
      );
    }
    return;
  }
  const problem = validateModelName(name) ?? (version === undefined ? undefined : validateModelVersion(version));
  if (problem !== undefined) {
    throw new UserError(l10n.t('Could not register model {0}. {1}', name, problem), 'bad-model-name');
  }
}

async function assetOf(
  workspace: WorkspaceRef,
  model: ModelToRegister,
  { models }: RegisterModelPorts,
  signal: AbortSignal,
): Promise<Asset | undefined> {
  const { name } = model;
  if (name === undefined) {
    return undefined;
  }
  const version =
    model.version ??
    (await inWords(
      (reason) => l10n.t('Could not find the next version of model {0}. {1}', name, reason),
      () => models.nextVersion({ ...workspace, model: name }, signal),
    ));
  return { name, version };
}

async function upload(
  workspace: WorkspaceRef,
  model: ModelToRegister,
  asset: Asset | undefined,
  { uploader, progress }: RegisterModelPorts,
  signal: AbortSignal,
): Promise<Source> {
  progress.begin(l10n.t('Uploading {0}', model.path));
  const request = {
    workspace,
    path: model.path,
    ...(model.datastore === undefined ? {} : { datastore: model.datastore }),
    ...(asset ? { asset } : {}),
  };
  const uploaded = await inWords(
    (reason) => l10n.t('Could not upload {0}. {1}', model.path, reason),
    () =>
      uploader.upload(
        request,
        (now) => {
          tell(now, progress);
        },
        signal,
      ),
  );
  progress.end([amountOf(uploaded), ...omissions(uploaded.leftOut)].join(' · '));
  return { uri: uploaded.modelUri, uploaded };
}

function amountOf({ bytes, files, skipped }: UploadResult): string {
  if (skipped) {
    return l10n.t('{0}, already there', formatBytes(bytes));
  }
  return files === 1 ? l10n.t('{0} in one file', formatBytes(bytes)) : l10n.t('{0} in {1} files', formatBytes(bytes), files);
}

/** What was not uploaded, counted for each reason: a model that lacks a file fails where it is served, far from here. */
function omissions(leftOut: readonly LeftOut[]): string[] {
  const ignored = leftOut.filter((it) => it.reason === 'ignored');
  const [first] = ignored;
  const loops = leftOut.filter(({ reason }) => reason === 'linkLoop').length;
  const others = leftOut.filter(({ reason }) => reason === 'notAFile').length;
  return [
    ...(first ? [l10n.t('{0} left out by {1}', ignored.length, first.by)] : []),
    ...(loops === 0 ? [] : [l10n.t('{0} left out as links in a circle', loops)]),
    ...(others === 0 ? [] : [l10n.t('{0} left out as no regular files', others)]),
  ];
}

function tell({ phase, bytesDone, bytesTotal }: UploadProgress, progress: ProgressSink): void {
  const [done, total] = [formatBytes(bytesDone), formatBytes(bytesTotal)];
  if (phase === 'hashing') {
    // Reading is the small first part of the way: a percentage that ran twice would look like a mistake.
    progress.update(l10n.t('reading {0} of {1}', done, total));
  } else {
    progress.update(l10n.t('sending {0} of {1}', done, total), bytesTotal === 0 ? 1 : bytesDone / bytesTotal);
  }
}

/** A model without a name is called by the SHA-256 of its content hash, and its version is "1" (azure-ai-ml, _utils/_asset_utils.py). */
function anonymousName({ uri, uploaded }: Source): { readonly model: string; readonly version: string } {
  const content = uploaded?.hash ?? uri;
  return { model: createHash('sha256').update(content).digest('hex'), version: '1' };
}

function bodyOf(model: ModelToRegister, { uri, uploaded }: Source, isAnonymous: boolean): ModelVersionBody {
  const properties = new Map(model.properties);
  if (uploaded && !isAnonymous) {
    properties.set(bytesProperty, String(uploaded.bytes));
  }
  return {
    uri,
    type: model.type,
    isAnonymous,
    ...(model.description === undefined ? {} : { description: model.description }),
    ...(model.tags ? { tags: model.tags } : {}),
    properties,
  };
}

/** The short form of a datastore path is written out before it is sent (azure-ai-ml, _utils/_storage_utils.py). */
function longUri({ subscriptionId, resourceGroup, workspace }: WorkspaceRef, address: string): string {
  return address.replace(
    /^azureml:\/\/datastores\//i,
    `azureml://subscriptions/${subscriptionId}/resourcegroups/${resourceGroup}/workspaces/${workspace}/datastores/`,
  );
}
