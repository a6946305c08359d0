import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors';
import type { TensorMetadata } from '../inference/kserve/modelMetadata';
import { newestVersion, tensorText } from '../inference/modelTexts';
import { pictureInputOf, type PictureInput } from '../inference/pictureInput';
import type { TritonClient } from '../inference/tritonClient';

/** A model that can be asked about pictures, with everything that is asked of the server once. */
export interface PictureModel {
  readonly serverReady: boolean;
  readonly modelReady: boolean;
  readonly model: string;
  /** The newest version that is served, which answers when a request names none. */
  readonly version: string;
  readonly input: PictureInput;
  /** One score for each class. */
  readonly output: TensorMetadata;
  /** The server knows the classes' names (label_filename), so that its classification extension is asked. */
  readonly isLabelled: boolean;
}

/**
 * Finds out what a server has for pictures. Without a name it is the only model there. A server that is not ready may still serve
 * this model, for readiness is that of all models; a model that is not ready, and one that takes no picture or gives no scores, are UserErrors.
 */
export async function openPictureModel(name: string | undefined, triton: TritonClient, signal: AbortSignal): Promise<PictureModel> {
  const serverReady = await triton.serverReady(signal);
  const model = name ?? (await onlyModel(triton, signal));
  const modelReady = await triton.modelReady(model, signal);
  // Asked for in any case: when the model is not there or not let through, this answer says why, and readiness does not.
  const metadata = await triton.metadata(model, signal).catch(async (error: unknown) => {
    throw isUnknownModel(error) ? await withModelsThere(error, model, triton, signal) : error;
  });
  if (!modelReady) {
    throw new UserError(
      l10n.t('Model {0} is there but not ready. Wait until it is loaded; the log of the server tells how far it is.', model),
      'model-not-ready',
    );
  }
  const config = await triton.config(model, signal);
  const output = scoresOutput(model, metadata.outputs, config.labelledOutputs);
  return {
    serverReady,
    modelReady,
    model,
    version: newestVersion(metadata.versions) ?? '',
    input: pictureInputOf(metadata, config),
    output,
    isLabelled: config.labelledOutputs.has(output.name),
  };
}

function isUnknownModel(error: unknown): error is UserError {
  return error instanceof UserError && error.code === 'triton-unknown-model';
}

/** A name that is mistyped is seen beside those that there are. A server that does not list them has said enough. */
async function withModelsThere(error: UserError, model: string, triton: TritonClient, signal: AbortSignal): Promise<UserError> {
  const models = await triton.models(signal).catch((): readonly string[] => []);
  signal.throwIfAborted();
  return models.length === 0
    ? error
    : new UserError(l10n.t('The server has no model {0}. It has: {1}.', model, models.join(', ')), error.code, { cause: error });
}

async function onlyModel(triton: TritonClient, signal: AbortSignal): Promise<string> {
  const models = await triton.models(signal);
  const [first, second] = models;
  if (first === undefined) {
    throw new UserError(l10n.t('The server has no model.'), 'no-model');
  }
  if (second !== undefined) {
    throw new UserError(l10n.t('The server has several models. Name one of them: {0}.', models.join(', ')), 'several-models');
  }
  return first;
}

/** The output with labels, else the first one that is a vector of numbers; as image_client does, triton client, examples/image_client.py. */
function scoresOutput(model: string, outputs: readonly TensorMetadata[], labelled: ReadonlySet<string>): TensorMetadata {
  const found = outputs.find(({ name }) => labelled.has(name)) ?? outputs.find(isVector);
  if (!found) {
    const shown = outputs.map(tensorText).join('; ');
    throw new UserError(l10n.t('Model {0} gives no score for each class. Its output: {1}.', model, shown), 'not-a-classifier');
  }
  return found;
}

function isVector({ datatype, shape }: TensorMetadata): boolean {
  return datatype !== 'BYTES' && datatype !== 'BOOL' && shape.filter((dimension) => dimension > 1).length <= 1;
}
