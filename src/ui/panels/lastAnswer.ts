import * as l10n from '@vscode/l10n';
import type { AnswerView, PreparedView } from '../../protocol/invokePanel';

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

/** Why an answer that is still shown is not the one that was asked for; it may stand beside another picture and endpoint. */
export function whoseAnswer({ picture, endpoint, time }: LastAnswer, hasFailed: boolean): string {
  return hasFailed
    ? l10n.t('Answer to {0} from {1}, {2}, before the failure.', picture.name, endpoint, time)
    : l10n.t('Answer to {0} from {1}, {2}. The choices have changed since; Invoke asks again.', picture.name, endpoint, time);
}
