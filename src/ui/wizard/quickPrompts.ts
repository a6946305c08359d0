import * as vscode from 'vscode';
import { Cancelled } from '../../base/errors';
import type { Choice, PickQuestion, Prompts, Separator, TextQuestion } from './prompts';
import { back, type Back, type Position } from './runWizard';

interface ChoiceItem<T> extends vscode.QuickPickItem {
  readonly choice?: Choice<T>;
}

/** Asks with VS Code's own quick pick and input box. */
export const quickPrompts: Prompts = { pick, text };

async function pick<T>(position: Position, question: PickQuestion<T>): Promise<T | Back> {
  const box = vscode.window.createQuickPick<ChoiceItem<T>>();
  place(box, position);
  box.buttons = position.canGoBack ? [vscode.QuickInputButtons.Back] : [];
  box.placeholder = question.placeholder;
  box.matchOnDescription = true;
  box.matchOnDetail = true;
  const leaving = new AbortController();
  try {
    return await new Promise<T | Back>((resolve, reject) => {
      listen(box, resolve, reject);
      box.onDidAccept(() => {
        const choice = box.selectedItems[0]?.choice;
        if (choice) {
          resolve(choice.value);
        }
      });
      box.show();
      fill(box, question, leaving.signal).catch(reject);
    });
  } finally {
    leaving.abort(new Cancelled());
    box.dispose();
  }
}

async function fill<T>(box: vscode.QuickPick<ChoiceItem<T>>, question: PickQuestion<T>, signal: AbortSignal): Promise<void> {
  box.busy = true;
  const first = (question.first ?? []).map(toItem);
  box.items = first;
  const items = [...first, ...(await question.choices(signal)).map(toItem)];
  if (signal.aborted) {
    return;
  }
  // Where somebody went meanwhile is where the mark stays.
  const moved = box.activeItems.filter((item) => item !== first[0]);
  const wanted = items.filter(({ choice }) => choice && question.isActive?.(choice.value));
  box.items = items;
  const active = moved.length > 0 ? moved : wanted;
  if (active.length > 0) {
    box.activeItems = active;
  }
  box.busy = false;
}

function toItem<T>(choice: Choice<T> | Separator): ChoiceItem<T> {
  if ('separator' in choice) {
    return { label: choice.separator, kind: vscode.QuickPickItemKind.Separator };
  }
  const { label, description, detail, icon } = choice;
  return {
    label,
    choice,
    ...(description === undefined ? {} : { description }),
    ...(detail === undefined ? {} : { detail }),
    ...(icon === undefined ? {} : { iconPath: new vscode.ThemeIcon(icon) }),
  };
}

async function text(position: Position, load: (signal: AbortSignal) => Promise<TextQuestion>): Promise<string | Back> {
  const box = vscode.window.createInputBox();
  place(box, position);
  box.buttons = position.canGoBack ? [vscode.QuickInputButtons.Back] : [];
  const leaving = new AbortController();
  try {
    return await new Promise<string | Back>((resolve, reject) => {
      listen(box, resolve, reject);
      box.busy = true;
      box.enabled = false;
      box.show();
      load(leaving.signal).then((question) => {
        show(box, question, resolve);
      }, reject);
    });
  } finally {
    leaving.abort(new Cancelled());
    box.dispose();
  }
}

function show(box: vscode.InputBox, { prompt, value, validate }: TextQuestion, resolve: (answer: string) => void): void {
  const check = (): boolean => {
    box.validationMessage = validate(box.value.trim()) ?? '';
    return box.validationMessage === '';
  };
  box.prompt = prompt;
  box.value = value;
  box.busy = false;
  box.enabled = true;
  // What is offered at first may be taken already; an empty field is not scolded before anything was typed.
  if (value !== '') {
    check();
  }
  box.onDidChangeValue(check);
  box.onDidAccept(() => {
    if (check()) {
      resolve(box.value.trim());
    }
  });
}

function place(box: vscode.QuickInput, { title, step, totalSteps }: Position): void {
  box.title = title;
  // A single question is no sequence.
  box.step = totalSteps > 1 ? step : undefined;
  box.totalSteps = totalSteps > 1 ? totalSteps : undefined;
  // Looking something up in another window must not lose the answers.
  box.ignoreFocusOut = true;
}

function listen<T>(
  box: vscode.QuickPick<ChoiceItem<T>> | vscode.InputBox,
  resolve: (answer: Back) => void,
  reject: (error: Cancelled) => void,
): void {
  box.onDidTriggerButton((button) => {
    if (button === vscode.QuickInputButtons.Back) {
      resolve(back);
    }
  });
  box.onDidHide(() => {
    reject(new Cancelled());
  });
}
