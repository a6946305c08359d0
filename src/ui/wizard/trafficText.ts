import * as l10n from '@vscode/l10n';
import { validateTraffic } from '../../operations/setTraffic';

/** `blue=90 green=10` */
export function formatTraffic(traffic: ReadonlyMap<string, number>): string {
  return [...traffic].map(([name, percent]) => `${name}=${percent}`).join(' ');
}

export type ParsedTraffic = { readonly traffic: ReadonlyMap<string, number> } | { readonly problem: string };

/** Reads what formatTraffic writes, as `az ml online-endpoint update --traffic` takes it. `names` are the deployments there are, when known. */
export function parseTraffic(text: string, names: readonly string[] | undefined): ParsedTraffic {
  const traffic = new Map<string, number>();
  for (const part of text.split(/[\s,]+/).filter((it) => it !== '')) {
    const [, name, percent] = /^([^=:]+)[=:](\d+)%?$/.exec(part) ?? [];
    if (name === undefined || percent === undefined) {
      return { problem: l10n.t('{0} cannot be read. Write it like blue=90 green=10.', part) };
    }
    if (names?.includes(name) === false) {
      return { problem: l10n.t('There is no deployment {0}; there is {1}.', name, new Intl.ListFormat().format(names)) };
    }
    if (traffic.has(name)) {
      return { problem: l10n.t('{0} is given twice.', name) };
    }
    traffic.set(name, Number(percent));
  }
  if (traffic.size === 0) {
    return { problem: l10n.t('Write a percent for each deployment, like blue=90 green=10.') };
  }
  const problem = validateTraffic(traffic);
  return problem === undefined ? { traffic } : { problem };
}
