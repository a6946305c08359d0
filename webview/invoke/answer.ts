import type { AnswerView, PanelState, PanelStrings, TopClassView } from '../../src/protocol/invokePanel';
import { createButton } from './button';
import { element, setText } from './element';
import { createFailure } from './failure';
import type { Host } from './host';
import type { Part } from './part';
import { createProgress } from './progress';

/** What came out. Until the first answer, and while the next is on its way, the rows keep their place: nothing jumps. */
export function createAnswer(strings: PanelStrings, host: Host): Part {
  const heading = element('h2', 'heading', strings.topClasses);
  heading.id = 'answer-heading';
  const copy = createButton(strings.copyAnswer, 'secondary', () => {
    host.tell('copyAnswer', undefined);
  });
  copy.classList.add('quiet');
  const progress = createProgress(strings, host);
  const failure = createFailure(['request'], strings, host);
  const past = element('p', 'past');
  const body = element('div', 'top');
  const remarks = element('div', 'remarks');
  const section = element(
    'section',
    'answer',
    element('div', 'section-head', heading, progress.element, copy),
    failure.element,
    past,
    body,
    remarks,
  );
  section.setAttribute('aria-labelledby', heading.id);
  let shown = '';
  return {
    element: section,
    update: (state) => {
      progress.update(state);
      failure.update(state);
      copy.hidden = state.answer === undefined || state.activity.kind === 'running';
      section.classList.toggle('is-past', state.answer?.past !== undefined);
      past.hidden = state.answer?.past === undefined;
      setText(past, state.answer?.past ?? '');
      const wanted = JSON.stringify([state.answer?.top, state.answer?.remarks, noteOf(state)]);
      if (wanted !== shown) {
        shown = wanted;
        body.replaceChildren(state.answer ? table(state.answer, strings) : emptyRows());
        remarks.replaceChildren(...remarkLines(state, strings).map((text) => element('p', 'remark', text)));
      }
    },
  };
}

function noteOf({ activity }: PanelState): string | undefined {
  return activity.kind === 'idle' ? activity.note : undefined;
}

function remarkLines(state: PanelState, strings: PanelStrings): readonly string[] {
  const note = noteOf(state);
  return [...(note === undefined ? [] : [note]), ...(state.answer?.remarks ?? [strings.noAnswerYet])];
}

/** The roles are named because the rows are laid out as a grid, which takes a table's own meaning away from some screen readers. */
function table({ top }: AnswerView, strings: PanelStrings): HTMLElement {
  const columns = [strings.index, strings.label, strings.share, strings.score];
  const head = withRole('tr', 'row', 'top-row visually-hidden', ...columns.map((text) => withRole('th', 'columnheader', '', text)));
  const made = withRole(
    'table',
    'table',
    'top-table',
    withRole('thead', 'rowgroup', '', head),
    withRole('tbody', 'rowgroup', '', ...top.map(row)),
  );
  made.setAttribute('aria-labelledby', 'answer-heading');
  return made;
}

function row({ index, label, bar, share, score }: TopClassView): HTMLElement {
  const fill = element('span', 'bar-fill');
  fill.style.width = `${(bar * 100).toFixed(1)}%`;
  const track = element('span', 'bar', fill);
  track.setAttribute('aria-hidden', 'true');
  return withRole(
    'tr',
    'row',
    'top-row',
    withRole('td', 'cell', 'top-index', String(index)),
    withRole('td', 'cell', 'top-label', label),
    withRole('td', 'cell', 'top-share', track, element('span', 'top-percent', share ?? '')),
    withRole('td', 'cell', 'top-score', score),
  );
}

function withRole(
  tag: 'table' | 'thead' | 'tbody' | 'tr' | 'th' | 'td',
  role: string,
  className: string,
  ...children: readonly (Node | string)[]
): HTMLElement {
  const made = element(tag, className, ...children);
  made.setAttribute('role', role);
  return made;
}

/** As many rows as an answer has, with nothing to read. */
function emptyRows(): HTMLElement {
  const rows = Array.from({ length: 5 }, () =>
    element('div', 'top-row top-empty', element('span', 'ghost ghost-index'), element('span', 'ghost')),
  );
  const made = element('div', 'top-table', ...rows);
  made.setAttribute('aria-hidden', 'true');
  return made;
}
