import type { PanelStrings, PreprocessingChoice } from '../../src/protocol/invokePanel';
import { element, setText } from './element';
import type { Host } from './host';
import type { Part } from './part';
import { createSelect, type Select, type SelectOption } from './select';

interface ChoiceRow {
  readonly name: keyof PreprocessingChoice;
  readonly options: readonly SelectOption[];
  readonly select: Select;
  readonly element: HTMLElement;
}

/** The few choices between picture and tensor, in words and with the formula, and why they stand as they do. */
export function createChoices(strings: PanelStrings, host: Host): Part {
  const heading = element('h2', 'heading', strings.choices);
  heading.id = 'choices-heading';
  const row = (name: keyof PreprocessingChoice, label: string, names: Readonly<Record<string, string>>): ChoiceRow => {
    const select = createSelect(label, name, (value) => {
      host.tell('choose', { preprocessing: { [name]: value } });
    });
    const options = Object.entries(names).map(([value, text]) => ({ value, text }));
    const words = element('span', 'choice-label', label);
    words.setAttribute('aria-hidden', 'true'); // the control has the same words as its name
    return { name, options, select, element: element('div', 'choice', words, select.element) };
  };
  const rows = [
    row('scaling', strings.scaling, strings.scalingNames),
    row('fit', strings.fit, strings.fitNames),
    row('layout', strings.layout, strings.layoutNames),
    row('channelOrder', strings.channels, strings.channelNames),
    row('orientation', strings.orientation, strings.orientationNames),
  ];
  const reason = element('p', 'remark');
  const section = element('section', 'choices', element('div', 'section-head', heading), ...rows.map((it) => it.element), reason);
  section.setAttribute('aria-labelledby', heading.id);
  return {
    element: section,
    update: ({ preprocessing, reason: why }) => {
      for (const { name, options, select } of rows) {
        select.update(options, preprocessing[name]);
      }
      setText(reason, why);
    },
  };
}
