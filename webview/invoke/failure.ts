import type { FailurePlace, PanelState, PanelStrings } from '../../src/protocol/invokePanel';
import { createButton } from './button';
import { element, icon, setText } from './element';
import type { Host } from './host';
import type { Part } from './part';

/** What went wrong with the control above it, and a way out; empty while nothing did. */
export function createFailure(places: readonly FailurePlace[], strings: PanelStrings, host: Host): Part {
  const message = element('span', 'failure-message');
  const actions = element('span', 'failure-actions');
  const box = element('div', 'failure', icon('error'), element('div', 'failure-words', message, actions));
  let action: string | undefined;
  return {
    element: box,
    update: ({ activity }: PanelState) => {
      const failure = activity.kind === 'failed' && places.includes(activity.failure.place) ? activity.failure : undefined;
      box.hidden = failure === undefined;
      if (!failure) {
        return;
      }
      setText(message, failure.message);
      if (failure.action !== action) {
        action = failure.action;
        const wanted = failure.action;
        actions.replaceChildren(
          ...(wanted
            ? [
                createButton(strings.actionNames[wanted], 'secondary', () => {
                  host.tell('act', { action: wanted });
                }),
              ]
            : []),
        );
      }
    },
  };
}
