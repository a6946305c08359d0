import '@vscode-elements/elements/dist/vscode-button/index.js';
import type { VscodeButton } from '@vscode-elements/elements/dist/vscode-button/index.js';
import { icon } from './element';

export function createButton(text: string, kind: 'primary' | 'secondary', onClick: () => void, iconName?: string): VscodeButton {
  const button: VscodeButton = document.createElement('vscode-button');
  button.secondary = kind === 'secondary';
  if (iconName !== undefined) {
    const before = icon(iconName);
    before.slot = 'content-before';
    button.append(before);
  }
  button.append(text);
  button.addEventListener('click', onClick);
  return button;
}
