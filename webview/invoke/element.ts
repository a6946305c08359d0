import { visibleText } from './visibleText';

/** Makes an element. Strings become text nodes, never markup, with what would be invisible made visible. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children.map((child) => (typeof child === 'string' ? visibleText(child) : child)));
  return made;
}

/** Sets the text only where it differs, so that nothing is read out twice and no selection is lost. */
export function setText(target: HTMLElement, text: string): void {
  const shown = visibleText(text);
  if (target.textContent !== shown) {
    target.textContent = shown;
  }
}

/** Decoration beside a text that says the same; screen readers pass over it. */
export function icon(name: string): HTMLElement {
  const made = element('span', `codicon codicon-${name}`);
  made.setAttribute('aria-hidden', 'true');
  return made;
}
