import type { PanelState, PanelStrings } from '../../src/protocol/invokePanel';
import { createButton } from './button';
import { element, setText } from './element';
import type { Host } from './host';
import type { Part } from './part';

/** Where a running invocation stands, and the way out of it. It stays invisible for a moment, so that quick answers do not flicker. */
export function createProgress(strings: PanelStrings, host: Host): Part {
  const steps = element('span', 'steps');
  steps.setAttribute('aria-hidden', 'true');
  const stage = element('span', 'stage');
  const cancel = createButton(strings.cancel, 'secondary', () => {
    host.tell('cancel', undefined);
  });
  const row = element('div', 'progress', steps, stage, cancel);
  return {
    element: row,
    update: ({ activity }: PanelState) => {
      row.hidden = activity.kind !== 'running';
      if (activity.kind !== 'running') {
        return;
      }
      setText(stage, activity.stage);
      steps.replaceChildren(
        ...Array.from({ length: activity.steps }, (_, at) => element('span', at < activity.step ? 'step step-done' : 'step')),
      );
    },
  };
}
