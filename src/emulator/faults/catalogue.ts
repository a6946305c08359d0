import type { FaultChoice, FaultPlace } from '../../protocol/faults';
import { exchangeEntries } from './exchangeFaults';
import type { ExchangeFaultEntry, Outcome } from './fault';
import { deploymentOutcomes, endpointOutcomes } from './outcomes';
import { scoringEntries } from './scoringFaults';
import { armEntries, blobEntries } from './serviceFaults';

/** Every exchange that can be hurt, by the service and the name of the fault. */
const exchanges: Readonly<Record<'arm' | 'blob' | 'scoring', ReadonlyMap<string, ExchangeFaultEntry>>> = {
  arm: new Map(Object.entries({ ...armEntries, ...exchangeEntries })),
  blob: new Map(Object.entries({ ...blobEntries, ...exchangeEntries })),
  scoring: new Map(Object.entries({ ...scoringEntries, ...exchangeEntries })),
};

/** Every operation that can be made to fail. */
const outcomes: Readonly<Record<'deployment' | 'endpoint', ReadonlyMap<string, Outcome>>> = {
  deployment: new Map(Object.entries(deploymentOutcomes)),
  endpoint: new Map(Object.entries(endpointOutcomes)),
};

export type CatalogueEntry =
  | { readonly kind: 'exchange'; readonly place: 'arm' | 'blob' | 'scoring'; readonly fault: ExchangeFaultEntry }
  | { readonly kind: 'outcome'; readonly place: 'deployment' | 'endpoint'; readonly outcome: Outcome };

/** The entry of an id such as `blob.closed`. */
export function catalogueEntry(id: string): CatalogueEntry | undefined {
  const [, place = '', name = ''] = /^([a-z]+)\.([a-z-]+)$/.exec(id) ?? [];
  if (place === 'arm' || place === 'blob' || place === 'scoring') {
    const fault = exchanges[place].get(name);
    return fault && { kind: 'exchange', place, fault };
  }
  if (place === 'deployment' || place === 'endpoint') {
    const outcome = outcomes[place].get(name);
    return outcome && { kind: 'outcome', place, outcome };
  }
  return undefined;
}

/** In the order in which people look for them: what happens to deployments first. */
export const catalogue: readonly FaultChoice[] = [
  ...outcomeChoices('deployment'),
  ...outcomeChoices('endpoint'),
  ...exchangeChoices('arm'),
  ...exchangeChoices('blob'),
  ...exchangeChoices('scoring'),
];

function exchangeChoices(place: Exclude<FaultPlace, 'deployment' | 'endpoint'>): FaultChoice[] {
  return [...exchanges[place]].map(([name, { says }]) => ({ id: `${place}.${name}`, says }));
}

function outcomeChoices(place: 'deployment' | 'endpoint'): FaultChoice[] {
  return [...outcomes[place]].map(([name, { code, message, details }]) => ({
    id: `${place}.${name}`,
    says: [`${code}: ${message}`, ...(details ?? []).map((it) => it.message)].join(' '),
  }));
}
