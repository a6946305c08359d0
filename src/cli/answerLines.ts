import type { PictureAnswer } from '../operations/invokePicture';
import type { TopClass } from '../inference/topClasses';

/** The first two lines of the how-to's script, in its words, which are no sentences and are not translated. */
export function readinessLines({ serverReady, modelReady }: Pick<PictureAnswer, 'serverReady' | 'modelReady'>): readonly [string, string] {
  return [`Is server ready - ${asPython(serverReady)}`, `Is model ready - ${asPython(modelReady)}`];
}

/** `84 : PEACOCK` */
export function topLine({ index, label }: TopClass): string {
  return `${index} : ${label}`;
}

/** One line of `invoke --json`. `pinned` is the deployment that was asked for; the service may tell which one answered. */
export function answerJson(image: string, answer: PictureAnswer, pinned: string | undefined): string {
  const { decode, resize, tensor, request } = answer.milliseconds;
  return JSON.stringify({
    image,
    serverReady: answer.serverReady,
    modelReady: answer.modelReady,
    model: answer.model,
    version: answer.version,
    deployment: answer.deployment ?? pinned ?? null,
    top: answer.top,
    milliseconds: { prepare: decode + resize + tensor, decode, resize, tensor, request },
  });
}

function asPython(flag: boolean): string {
  return flag ? 'True' : 'False';
}
