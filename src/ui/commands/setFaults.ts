import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Cancelled } from '../../base/errors';
import { faultPlaceTitle, faultTitle } from '../../operations/faultWords';
import type { EmulatorFaults } from '../../operations/emulatorFaults';
import type { FaultPlace } from '../../protocol/faults';
import type { Command } from './command';

const places: readonly FaultPlace[] = ['deployment', 'endpoint', 'arm', 'blob', 'scoring'];

interface FaultItem extends vscode.QuickPickItem {
  /** As it is set already, or the bare id; absent for a line between them. */
  readonly spec?: string;
}

/** Asks for all faults that are to be set, those that are set being ticked, and how often the new ones strike. */
export const setFaultsCommand: Command = async (_target, { emulator }) => {
  const title = l10n.t('Set Faults');
  const faults = await emulator.faults();
  const chosen = await vscode.window.showQuickPick(itemsOf(faults), {
    title,
    placeHolder: l10n.t('Tick what is to go wrong; untick what is to work again'),
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!chosen) {
    throw new Cancelled();
  }
  const known = new Set(faults.set.map(({ spec }) => spec));
  const specs = chosen.flatMap(({ spec }) => (spec === undefined ? [] : [spec]));
  const isNew = (spec: string): boolean => !known.has(spec);
  const timing = specs.some(isNew) ? await askTiming(title) : '';
  await emulator.setFaults(specs.map((spec) => (isNew(spec) ? `${spec}${timing}` : spec)));
};

function itemsOf({ set, choices }: EmulatorFaults): FaultItem[] {
  return places.flatMap((place) => [
    { label: faultPlaceTitle(place), kind: vscode.QuickPickItemKind.Separator },
    ...choices
      .filter(({ id }) => id.startsWith(`${place}.`))
      .flatMap(({ id, says }) => {
        const active = set.filter((it) => it.id === id);
        const item = (spec: string, picked: boolean): FaultItem => ({
          label: faultTitle(id),
          description: spec,
          detail: says,
          spec,
          picked,
        });
        return active.length > 0 ? active.map(({ spec }) => item(spec, true)) : [item(id, false)];
      }),
  ]);
}

async function askTiming(title: string): Promise<string> {
  const nth = l10n.t('Every Nth time…');
  const timings: (vscode.QuickPickItem & { readonly text?: string })[] = [
    { label: l10n.t('The next time only'), text: ':once' },
    { label: l10n.t('Every time'), description: l10n.t('until it is unticked, or the emulator is stopped'), text: '' },
    { label: nth },
  ];
  const chosen = await vscode.window.showQuickPick(timings, { title, placeHolder: l10n.t('How often is it to go wrong?') });
  if (!chosen) {
    throw new Cancelled();
  }
  return chosen.text ?? `:every=${await askNumber(title)}`;
}

async function askNumber(title: string): Promise<string> {
  const number = await vscode.window.showInputBox({
    title,
    prompt: l10n.t('3 lets two requests pass and hurts the third, again and again'),
    value: '3',
    validateInput: (text) => (/^[1-9]\d{0,5}$/.test(text.trim()) ? undefined : l10n.t('Give a whole number from 1 to 999999.')),
  });
  if (number === undefined) {
    throw new Cancelled();
  }
  return number.trim();
}
