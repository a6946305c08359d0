import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { revealFile } from '../../support/vscode/fileExplorer';
import { chooseRow, inputBox, runCommand } from '../../support/vscode/quickInput';
import { openProduct, type ProductWindow } from '../../vscode/product';

export interface Session {
  readonly minutes: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

type Pick = <T>(list: readonly T[]) => T;

/** The same choices for the same seed. */
function picking(seed: number): Pick {
  let state = seed;
  return (list) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const item = list[Math.floor((state / 2 ** 32) * list.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  };
}

const config = `name: "model_1"
backend: "onnxruntime"
max_batch_size: 0
input [ { name: "input", data_type: TYPE_FP32, dims: [ 1, 3, 224, 224 ] } ]
output [ { name: "output", data_type: TYPE_FP32, dims: [ 1, 1000 ], label_filename: "labels.txt" } ]
`;

const typed = {
  'config.pbtxt': [
    ...'{ } [ ] : , " # \\ 0 1 2 7 - . a i x T _'.split(' '),
    ...["'", ' ', ' ', '\n', '\n'],
    'input {\n',
    'name: "x"\n',
    'data_type: TYPE_',
    'dims: [ -1, 3 ]\n',
    'ensemble_scheduling { step [ { model_name: "',
    'instance_group [ { kind: KIND_',
    'max_batch_size: 99999999999\n',
    'parameters { key: "a" value { string_value: "b" } }\n',
    'version_policy: { specific { versions: [ 1 ] } }\n',
  ],
  'create-managed-deployment.yaml': [
    ...'{ } [ ] : , " # & * ! | > % @ ` 0 1 2 7 - . a i x T _ <'.split(' '),
    ...["'", ' ', ' ', '\n', '\n'],
    'instance_type: ',
    'model: azureml:',
    'environment_variables:\n  A: b\n  C: d\n',
    'tags: {a: b}\n',
    '---\n',
    '<<: *x\n',
    'liveness_probe:\n  period: 10\n',
    '- a: &x\n  b: *x\n',
    '$schema: https://azuremlschemas.azureedge.net/latest/model.schema.json\n',
    'größe: "🦜"\n',
  ],
} as const;

const keys = [
  ...['Backspace', 'Backspace', 'Delete', 'Enter', 'Tab', 'Home', 'End', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Escape'],
  ...['Control+Z', 'Control+Z', 'Control+Shift+Z', 'Control+Shift+K', 'Control+Enter', 'Control+Home', 'Control+End', 'Alt+ArrowUp'],
  ...['Control+/', 'Control+]', 'Shift+Alt+ArrowDown', 'Shift+Alt+F', 'Control+Space', 'Control+.', 'Control+Shift+Space'],
];

/** Each is one thing that a person may do, and how often of a hundred times. */
const acts: readonly (readonly [number, (page: Page, pick: Pick, words: readonly string[]) => Promise<void>])[] = [
  [38, (page, pick, words) => page.keyboard.type(pick(words), { delay: pick([0, 0, 20]) })],
  [36, (page, pick) => page.keyboard.press(pick(keys))],
  [10, (page, pick, words) => page.keyboard.insertText(pick(words).repeat(pick([1, 1, 3, 200])))],
  [8, (page, pick) => chooseFrom(page, 'Control+Space', pick(['Enter', 'Tab', 'Escape']))],
  [3, (page, pick) => chooseFrom(page, 'Control+.', pick(['Enter', 'Escape']))],
  [3, (page, pick) => chooseFrom(page, pick(['Control+A', 'Shift+End', 'Shift+ArrowDown']), pick(['Backspace', 'Control+X', 'Delete']))],
  [2, (page, pick) => page.mouse.move(pick([400, 450, 500, 600, 700]), pick([100, 120, 150, 200, 300, 500]))],
];
const oneOfActs = acts.flatMap(([share, act]) => Array.from({ length: share }, () => act));

async function chooseFrom(page: Page, opening: string, choosing: string): Promise<void> {
  await page.keyboard.press(opening);
  await page.waitForTimeout(300);
  await page.keyboard.press(choosing);
}

async function open(page: Page, name: string): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await page.keyboard.press('Escape');
  await page.keyboard.press('Control+P');
  await inputBox(page).fill(name);
  await chooseRow(page, name);
  await page.locator('.tab.active', { hasText: name }).waitFor();
  await page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
}

/** What VS Code says of itself in a window without a network, an account and native modules, and what its own code throws. */
const itsOwn =
  /bindings file|ServiceWorker|ENOTFOUND|ERR_NAME_NOT_RESOLVED|watchdog|authentication provider|consult the log|Cancell?ed|\b404\b|Aborted onWill|\/workbench\.js/;

/** What the window logs as errors: exceptions of our answers come without a stack, so each that is not known counts. */
function listen(page: Page): readonly string[] {
  const faults: string[] = [];
  page.on('crash', () => faults.push('the window crashed'));
  page.on('console', (message) => {
    const text = message.text();
    const isError = message.type() === 'error' && !itsOwn.test(text);
    if (isError || /Extension host .*terminated/i.test(text)) faults.push(text.slice(0, 2_000));
  });
  return faults;
}

/** Whether it still sees what is wrong with a file that nobody has typed in. */
async function assertAlive(page: Page, window: ProductWindow): Promise<void> {
  await writeFile(join(window.folder, 'afterwards.yaml'), 'name: a\nauth_mode: key\ninstance_typ: x\n');
  await (await revealFile(page, 'afterwards.yaml')).dblclick();
  await runCommand(page, 'Problems: Focus on Problems View');
  await page.locator('.markers-panel-container .monaco-list-row', { hasText: 'instance_typ' }).first().waitFor({ timeout: 60_000 });
}

/** What went wrong; nothing when all is well. */
export async function typeAtRandom({ minutes, seed, signal, say }: Session): Promise<readonly string[]> {
  const pick = picking(seed);
  const window = await openProduct({ settings: { 'files.autoSave': 'off' } });
  const { page } = window;
  const faults = listen(page);
  try {
    await writeFile(join(window.folder, 'models/model_1/config.pbtxt'), config);
    for (const path of [['models', 'model_1', 'config.pbtxt'], ['create-managed-deployment.yaml']]) {
      await (await revealFile(page, ...path)).dblclick();
      await page.locator('.tab.active:not(.preview)', { hasText: path.at(-1) ?? '' }).waitFor();
    }
    let actions = 0;
    const end = Date.now() + minutes * 60_000;
    const goesOn = (): boolean => Date.now() < end && !signal.aborted;
    while (goesOn()) {
      const name = pick(['config.pbtxt', 'create-managed-deployment.yaml'] as const);
      await open(page, name);
      for (let turn = 0; turn < 60 && goesOn(); turn += 1, actions += 1) await pick(oneOfActs)(page, pick, typed[name]);
      // From the beginning again, or on with what has become of it.
      if (pick([true, false, false])) await runCommand(page, 'File: Revert File');
    }
    say(`${actions} actions`);
    await window.screenshot('typing');
    await assertAlive(page, window);
    return faults;
  } catch (error) {
    if (!page.isClosed()) await window.screenshot('typing-failed').catch(() => undefined);
    return [...faults, error instanceof Error ? (error.stack ?? error.message) : String(error)];
  } finally {
    await window.close();
  }
}
