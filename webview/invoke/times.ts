import type { PanelStrings, TimePart } from '../../src/protocol/invokePanel';
import { element, setText } from './element';
import type { Part } from './part';

/** How long each part took: one bar, and the same as text. */
export function createTimes(strings: PanelStrings): Part {
  const total = element('span', 'total');
  const heading = element('h2', 'heading', strings.time, ' ', total);
  heading.id = 'time-heading';
  const bar = element('div', 'time-bar');
  bar.setAttribute('aria-hidden', 'true');
  const legend = element('ul', 'time-legend');
  const section = element('section', 'times', element('div', 'section-head', heading), bar, legend);
  section.setAttribute('aria-labelledby', heading.id);
  let shown = '';
  return {
    element: section,
    update: ({ answer }) => {
      section.hidden = answer === undefined;
      section.classList.toggle('is-past', answer?.past !== undefined);
      const wanted = JSON.stringify(answer?.times);
      if (!answer || wanted === shown) {
        return;
      }
      shown = wanted;
      setText(total, answer.total);
      bar.replaceChildren(...answer.times.map(segment));
      legend.replaceChildren(...answer.times.map(entry));
    },
  };
}

function segment({ part }: TimePart, at: number): HTMLElement {
  const made = element('span', `time-part time-${at}`);
  made.style.flexGrow = String(part);
  return made;
}

function entry({ name, text }: TimePart, at: number): HTMLElement {
  return element(
    'li',
    'time-entry',
    element('span', `swatch time-${at}`),
    element('span', '', name),
    ' ',
    element('span', 'time-value', text),
  );
}
