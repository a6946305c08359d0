import * as l10n from '@vscode/l10n';
import type { PictureAnswer } from '../../operations/invokePicture';
import type { AnswerView, PreparedView } from '../../protocol/invokePanel';
import { answerView, preparedView, sizeText } from './answerView';
import type { InvokePorts } from './invokePorts';

/** The last good answer, and what it answered. */
export interface LastAnswer {
  readonly view: AnswerView;
  readonly lines: readonly string[];
  readonly prepared: PreparedView;
  readonly size: string;
  readonly picture: { readonly uri: string; readonly name: string };
  /** Label of the endpoint that gave it. */
  readonly endpoint: string;
  readonly question: string;
  readonly time: string;
}

/** `labelFile` is the name of the file that the labels come from, where they come from one. */
export function lastAnswerOf(
  answer: PictureAnswer,
  labelFile: string | undefined,
  { locale, now }: Pick<InvokePorts, 'locale' | 'now'>,
  asked: Pick<LastAnswer, 'picture' | 'endpoint' | 'question'>,
): LastAnswer {
  return {
    ...asked,
    view: answerView(answer, labelFile, locale),
    lines: answer.top.map(({ index, label }) => `${index} : ${label}`),
    prepared: preparedView(answer, locale),
    size: sizeText(answer.tensor, locale),
    time: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(now()),
  };
}

/** Why an answer that is still shown is not the one that was asked for; it may stand beside another picture and endpoint. */
export function whoseAnswer({ picture, endpoint, time }: LastAnswer, hasFailed: boolean): string {
  return hasFailed
    ? l10n.t('Answer to {0} from {1}, {2}, before the failure.', picture.name, endpoint, time)
    : l10n.t('Answer to {0} from {1}, {2}. The choices have changed since; Invoke asks again.', picture.name, endpoint, time);
}
