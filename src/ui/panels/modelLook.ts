import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/errors';
import type { Log } from '../../base/log';
import type { ModelMetadata } from '../../inference/kserve/modelMetadata';
import { newestVersion, tensorText } from '../../inference/modelTexts';
import { pictureInputOf, type PictureInput } from '../../inference/pictureInput';
import type { TritonClient } from '../../inference/tritonClient';
import type { ModelFacts } from '../../protocol/invokePanel';

export interface ModelLook {
  /** Empty where the server does not list its repository. */
  readonly models: readonly string[];
  readonly model?: string;
  readonly facts: ModelFacts;
  /** How the model takes a picture; throws the UserError that says why it takes none. Absent while it is not ready. */
  readonly pictureInput?: () => PictureInput;
}

/** Asks a server for what the panel shows before anything is sent: is it ready, which models, what goes in and comes out. */
export async function lookAtModel(client: TritonClient, wanted: string | undefined, log: Log, signal: AbortSignal): Promise<ModelLook> {
  // Readiness of the server is that of all its models: one of them may answer all the same.
  const serverReady = await client.serverReady(signal);
  const models = await listedModels(client, log, signal);
  const model = wanted !== undefined && (models.length === 0 || models.includes(wanted)) ? wanted : models[0];
  if (model === undefined) {
    return { models, facts: { serverReady, inputs: [], outputs: [] } };
  }
  const modelReady = await client.modelReady(model, signal);
  if (!modelReady) {
    return { models, model, facts: { serverReady, modelReady, model, inputs: [], outputs: [] } };
  }
  const [metadata, config] = await Promise.all([client.metadata(model, signal), client.config(model, signal)]);
  return {
    models,
    model,
    facts: { serverReady, modelReady, ...metadataFacts(metadata) },
    pictureInput: () => pictureInputOf(metadata, config),
  };
}

/** What of the metadata people read. */
function metadataFacts({ name, versions, inputs, outputs }: ModelMetadata): Pick<ModelFacts, 'model' | 'inputs' | 'outputs'> {
  return { model: modelText(name, newestVersion(versions)), inputs: inputs.map(tensorText), outputs: outputs.map(tensorText) };
}

export function modelText(name: string, version: string | undefined): string {
  return version === undefined ? name : l10n.t('{0} · version {1}', name, version);
}

/** A server may refuse to list its repository (a proxy in front, an option of Triton's): then the model is asked for by name only. */
async function listedModels(client: TritonClient, log: Log, signal: AbortSignal): Promise<readonly string[]> {
  try {
    return await client.models(signal);
  } catch (error) {
    if (!(error instanceof UserError)) {
      throw error;
    }
    log.info(`the server does not list its models (${error.code})`);
    return [];
  }
}
