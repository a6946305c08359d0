import { catalogueEntry, type CatalogueEntry } from './catalogue';

/** A fault as it was asked for. */
export interface FaultSpec {
  readonly id: string;
  readonly entry: CatalogueEntry;
  readonly timing: Timing;
  /** Only requests whose path, or resources whose id, holds this text; without regard to case. */
  readonly path?: string;
  /** Only requests of this verb. */
  readonly method?: string;
  /** Of a wait, or of how wrong a clock is. */
  readonly seconds?: number;
  readonly text: string;
}

type Timing =
  | { readonly kind: 'always' }
  | { readonly kind: 'once' }
  | { readonly kind: 'every'; readonly n: number }
  | { readonly kind: 'chance'; readonly probability: number; readonly seed: number };

/** A fault that cannot be set, in words. */
export class FaultSpecError extends Error {
  override readonly name = 'FaultSpecError';
}

/**
 * Reads `ID[:OPTION,…]`: `arm.throttled`, `arm.throttled:every=3`, `blob.closed:chance=0.1,seed=7`,
 * `deployment.out-of-quota-cores:once,path=/deployments/blue`, `arm.slow:seconds=5,method=GET`. Without a timing it strikes every time.
 */
export function faultSpec(text: string): FaultSpec {
  const [, id = '', options] = /^([^:]*)(?::(.*))?$/s.exec(text) ?? [];
  const entry = catalogueEntry(id);
  if (!entry) {
    throw new FaultSpecError(`There is no fault '${id}'.`);
  }
  const values = optionsOf(options ?? '', text);
  const path = values.get('path');
  const method = values.get('method')?.toUpperCase();
  const seconds = values.get('seconds');
  return {
    id,
    entry,
    text,
    timing: timing(values, text),
    ...(path === undefined ? {} : { path: path.toLowerCase() }),
    ...(method === undefined ? {} : { method }),
    ...(seconds === undefined ? {} : { seconds: number(seconds, { name: 'seconds', from: 0, to: 1_000_000 }) }),
  };
}

function optionsOf(options: string, text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const option of options.split(',').filter((it) => it !== '')) {
    const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(option) ?? [];
    if (!['once', 'every', 'chance', 'seed', 'path', 'method', 'seconds'].includes(name)) {
      throw new FaultSpecError(`Fault '${text}' has the option '${name}', which does not exist.`);
    }
    values.set(name, value);
  }
  return values;
}

function timing(values: ReadonlyMap<string, string>, text: string): Timing {
  const given = ['once', 'every', 'chance'].filter((name) => values.has(name));
  if (given.length > 1) {
    throw new FaultSpecError(`Fault '${text}' is to strike ${given.join(' and ')}; one of them can be.`);
  }
  switch (given[0]) {
    case 'once':
      return { kind: 'once' };
    case 'every':
      return { kind: 'every', n: Math.floor(number(values.get('every') ?? '', { name: 'every', from: 1, to: 1_000_000 })) };
    case 'chance': {
      const probability = number(values.get('chance') ?? '', { name: 'chance', from: 0, to: 1 });
      return { kind: 'chance', probability, seed: number(values.get('seed') ?? '1', { name: 'seed', from: 0, to: 0xffffffff }) };
    }
    default:
      return { kind: 'always' };
  }
}

function number(text: string, { name, from, to }: { readonly name: string; readonly from: number; readonly to: number }): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (!(value >= from && value <= to)) {
    throw new FaultSpecError(`The option '${name}' takes a number from ${from} to ${to}, found '${text}'.`);
  }
  return value;
}
