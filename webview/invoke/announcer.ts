import type { PanelState } from '../../src/protocol/invokePanel';
import { element, setText } from './element';
import type { Part } from './part';

/** Milliseconds; a stage that is over sooner is not worth reading out. */
const worthTelling = 700;

/** Tells screen readers what sighted people see happen: a long stage, the answer, a failure. */
export function createAnnouncer(): Part {
  const live = element('div', 'visually-hidden');
  live.setAttribute('role', 'status');
  live.setAttribute('aria-live', 'polite');
  let later = 0;
  let before: PanelState | undefined;
  return {
    element: live,
    update: (state) => {
      window.clearTimeout(later);
      const { activity, answer } = state;
      if (activity.kind === 'running') {
        later = window.setTimeout(() => {
          setText(live, activity.stage);
        }, worthTelling);
      } else if (activity.kind === 'failed') {
        setText(live, activity.failure.message);
      } else if (activity.kind === 'idle' && activity.note !== undefined) {
        setText(live, activity.note);
      } else if (answer && before?.activity.kind === 'running') {
        setText(live, answer.past ?? answer.summary);
      }
      before = state;
    },
  };
}
