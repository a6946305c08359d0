import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors';
import type { TensorMetadata } from '../inference/kserve/modelMetadata';
import type { Tensor } from '../inference/kserve/tensor';
import { isBytesData, numbersOf } from '../inference/kserve/tensorBytes';
import type { Preprocessing, Scaling } from '../inference/picture/preprocessing';
import type { PictureTensor, Pictures } from '../inference/picture/pictures';
import { classificationOf, topClasses, type TopClass } from '../inference/topClasses';
import type { TritonClient } from '../inference/tritonClient';
import type { PictureInput } from '../inference/pictureInput';
import type { InvokeStage } from './invokeStages';
import { openPictureModel, type PictureModel } from './pictureModel';

export interface PictureQuestion {
  /** The file's bytes; decoded by the pictures port. */
  readonly picture: Uint8Array;
  /** The only model of the server when absent. */
  readonly model?: string;
  /** What the user chose; the rest is guessed from the model's metadata. */
  readonly choice: Partial<Preprocessing> & { readonly scaling?: Scaling };
  /** Of a file that the user gave, or that was found beside the model. Used only where there is one for each score. */
  readonly labels?: readonly string[];
  readonly top: number;
}

export interface PictureAnswer {
  readonly serverReady: boolean;
  readonly modelReady: boolean;
  readonly model: string;
  readonly version: string;
  readonly input: TensorMetadata;
  /** Of the tensor that was sent. */
  readonly shape: readonly number[];
  readonly output: TensorMetadata;
  readonly preprocessing: Preprocessing;
  readonly tensor: PictureTensor;
  readonly top: readonly TopClass[];
  /** Scores of every class, for shares; empty when the server's classification extension answered. */
  readonly scores: Float32Array;
  readonly labelsFrom: 'server' | 'file' | 'none';
  /** A labels file that was given has this many labels, which is not how many scores there are: it is of another model, and not used. */
  readonly labelsLeftOut?: number;
  /** The deployment that answered, where the service tells. */
  readonly deployment?: string;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly milliseconds: { readonly decode: number; readonly resize: number; readonly tensor: number; readonly request: number };
}

export interface InvokePicturePorts {
  readonly triton: TritonClient;
  readonly pictures: Pictures;
  readonly onStage: (stage: InvokeStage) => void;
}

/** Picture -> tensor -> inference -> labels, and every fact that the answer rests on. */
export async function invokePicture(question: PictureQuestion, ports: InvokePicturePorts, signal: AbortSignal): Promise<PictureAnswer> {
  ports.onStage('asking');
  const model = await openPictureModel(question.model, ports.triton, signal);
  ports.onStage('preparing');
  const prepared = await preparePicture(question, model, ports.pictures, signal);
  ports.onStage('inferring');
  return inferPicture(question, model, prepared, ports.triton, signal);
}

export interface PreparedPicture {
  readonly preprocessing: Preprocessing;
  readonly tensor: PictureTensor;
}

/** The first half of an invocation, without the server: a program with many pictures prepares the next one while it waits. */
export async function preparePicture(
  { picture, choice }: Pick<PictureQuestion, 'picture' | 'choice'>,
  { input }: PictureModel,
  pictures: Pictures,
  signal: AbortSignal,
): Promise<PreparedPicture> {
  const preprocessing = { ...usualPreprocessing(input), ...choice };
  return { preprocessing, tensor: await pictures.prepare(picture, input.target, preprocessing, signal) };
}

/** How a model's pictures are prepared where nobody has chosen. */
export function usualPreprocessing({ layout, target }: PictureInput): Preprocessing {
  return {
    // Nothing in a model tells its scaling. Most ImageNet classifiers take -1 … 1; whole numbers are most often the pixels themselves.
    scaling: /^(FP|BF)/.test(target.datatype) ? 'inception' : 'none',
    layout,
    channelOrder: 'RGB',
    fit: 'stretch',
    orientation: 'upright',
  };
}

/** The second half: the request, and the classes in its answer. */
export async function inferPicture(
  { labels, top }: Pick<PictureQuestion, 'labels' | 'top'>,
  model: PictureModel,
  { preprocessing, tensor }: PreparedPicture,
  triton: TritonClient,
  signal: AbortSignal,
): Promise<PictureAnswer> {
  const { input, output, isLabelled } = model;
  const shape = shapeOf(model, preprocessing);
  const answer = await triton.infer(
    model.model,
    {
      inputs: [{ name: input.input.name, datatype: tensor.target.datatype, shape, data: tensor.data }],
      outputs: [isLabelled ? { name: output.name, classes: top } : { name: output.name }],
    },
    signal,
  );
  const given = answer.outputs.find(({ name }) => name === output.name);
  if (!given) {
    throw new UserError(l10n.t('Model {0} answered without its output {1}.', model.model, output.name), 'no-output');
  }
  const { decode, resize, tensor: building } = tensor.milliseconds;
  return {
    serverReady: model.serverReady,
    modelReady: model.modelReady,
    model: answer.modelName,
    version: answer.modelVersion === '' ? model.version : answer.modelVersion,
    input: input.input,
    shape,
    output,
    preprocessing,
    tensor,
    ...readClasses(model.model, given, labels, top),
    ...(answer.deployment === undefined ? {} : { deployment: answer.deployment }),
    bytesSent: answer.bytesSent,
    bytesReceived: answer.bytesReceived,
    milliseconds: { decode, resize, tensor: building, request: answer.milliseconds },
  };
}

/** The model's own shape, or the same with the dimensions swapped where the user chose the other layout for a size that is open. */
function shapeOf({ input }: PictureModel, { layout }: Preprocessing): readonly number[] {
  if (layout === input.layout) {
    return input.shape;
  }
  const { channels, height, width } = input.target;
  return [...input.shape.slice(0, -3), ...(layout === 'CHW' ? [channels, height, width] : [height, width, channels])];
}

type Classes = Pick<PictureAnswer, 'top' | 'scores' | 'labelsFrom' | 'labelsLeftOut'>;

/** More numbers than that are a picture or a mask; the classification extension refuses them as well. */
const mostClasses = 1_000_000;

function readClasses(model: string, { name, data, datatype }: Tensor, labels: readonly string[] | undefined, top: number): Classes {
  if (data.length > mostClasses) {
    throw new UserError(
      l10n.t(
        'Model {0} gives {1} numbers in output {2}, and a classifier gives at most {3}. Choose a model that classifies pictures.',
        model,
        data.length,
        name,
        mostClasses,
      ),
      'not-a-classifier',
    );
  }
  if (isBytesData(data)) {
    return { top: data.map(classificationOf).slice(0, top), scores: new Float32Array(), labelsFrom: 'server' };
  }
  const scores = datatype === 'BYTES' ? [] : numbersOf(datatype, data);
  const fitting = labels?.length === scores.length ? labels : undefined;
  return {
    top: topClasses(scores, top, fitting),
    scores: Float32Array.from(scores),
    labelsFrom: fitting ? 'file' : 'none',
    ...(labels && !fitting ? { labelsLeftOut: labels.length } : {}),
  };
}

/** Why the labels of a file are not used; undefined where they are, or there are none. */
export function leftOutText({ labelsLeftOut, scores }: PictureAnswer, file: string): string | undefined {
  return labelsLeftOut === undefined
    ? undefined
    : l10n.t(
        '{0} has {1} labels and the model gives {2} scores, so it is not used: the index stands in the place of the label.',
        file,
        labelsLeftOut,
        scores.length,
      );
}
