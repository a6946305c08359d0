import type { VscodeSingleSelect } from '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import { visibleText } from './visibleText';

export interface SelectOption {
  readonly value: string;
  readonly text: string;
  /** Stands in the list but cannot be chosen. */
  readonly disabled?: boolean;
}

export interface Select {
  readonly element: HTMLElement;
  update(options: readonly SelectOption[], value: string, state?: { readonly disabled?: boolean; readonly invalid?: boolean }): void;
}

/** One choice of several. `onChange` hears the user only, never `update`. */
export function createSelect(label: string, name: string, onChange: (value: string) => void): Select {
  const select: VscodeSingleSelect = document.createElement('vscode-single-select');
  select.className = `select select-${name}`;
  select.label = label;
  let shown = '';
  select.addEventListener('change', () => {
    onChange(select.value);
  });
  // The list would stay open behind whoever goes on by Tab.
  select.addEventListener('focusout', ({ relatedTarget }) => {
    select.open = relatedTarget === null && select.open;
  });
  return {
    element: select,
    update: (options, value, { disabled = false, invalid = false } = {}) => {
      const wanted = JSON.stringify([options, value]);
      if (wanted !== shown || select.value !== value) {
        shown = wanted;
        select.replaceChildren(...options.map((option) => optionElement(option, value)));
        select.title = visibleText(options.find((option) => option.value === value)?.text ?? '');
      }
      select.disabled = disabled;
      select.invalid = invalid;
      select.classList.toggle('is-wrong', invalid);
    },
  };
}

function optionElement({ value, text, disabled = false }: SelectOption, chosen: string): HTMLElement {
  const option = document.createElement('vscode-option');
  option.value = value;
  option.selected = value === chosen;
  option.disabled = disabled;
  option.textContent = visibleText(text);
  return option;
}
