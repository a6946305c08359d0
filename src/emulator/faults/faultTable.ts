import type { IncomingMessage } from 'node:http';
import type { SetFault } from '../../protocol/faults';
import type { ExchangeFaultEntry, Outcome } from './fault';
import { faultSpec, type FaultSpec } from './faultSpec';

/** A fault that is set, and what it has met so far. */
interface Active {
  readonly spec: FaultSpec;
  readonly random: () => number;
  /** Only the operation on this very resource; lower case. */
  readonly resourceId?: string;
  met: number;
  struck: number;
}

/** A fault that strikes a request now. */
interface Strike {
  readonly id: string;
  readonly fault: ExchangeFaultEntry;
  readonly seconds: number | undefined;
}

/** The faults that are set. Of several that meet one request, the one that was set first strikes. They are not kept over a restart. */
export class FaultTable {
  private active: Active[] = [];

  /** Replaces all. Throws a FaultSpecError, and changes nothing, when one cannot be used. */
  set(specs: readonly string[]): void {
    this.active = specs.map(activate);
  }

  /** Strikes the next operation on this resource. What comes back takes the fault away again, where it has not struck yet. */
  addOnce(id: string, resourceId: string): () => void {
    const added = { ...activate(`${id}:once`), resourceId: resourceId.toLowerCase() };
    this.active.push(added);
    return () => {
      this.active = this.active.filter((it) => it !== added);
    };
  }

  clear(): void {
    this.active = [];
  }

  list(): SetFault[] {
    return this.active.map(({ spec, struck }) => ({ id: spec.id, spec: spec.text, struck }));
  }

  /** What hurts this request, if anything does. */
  exchange(place: 'arm' | 'blob' | 'scoring', request: IncomingMessage): Strike | undefined {
    for (const it of [...this.active]) {
      const { entry, id, seconds } = it.spec;
      if (entry.kind === 'exchange' && entry.place === place && meets(it.spec, request, entry.fault) && this.strikes(it)) {
        return { id, fault: entry.fault, seconds };
      }
    }
    return undefined;
  }

  /** How the operation on a resource ends, if not well. */
  outcome(place: 'deployment' | 'endpoint', resourceId: string): Outcome | undefined {
    const id = resourceId.toLowerCase();
    for (const it of [...this.active]) {
      const { entry, path } = it.spec;
      const isMeant = (path === undefined || id.includes(path)) && (it.resourceId === undefined || it.resourceId === id);
      if (entry.kind === 'outcome' && entry.place === place && isMeant && this.strikes(it)) {
        return entry.outcome;
      }
    }
    return undefined;
  }

  private strikes(it: Active): boolean {
    it.met += 1;
    const { timing } = it.spec;
    const now = timing.kind === 'every' ? it.met % timing.n === 0 : timing.kind === 'chance' ? it.random() < timing.probability : true;
    it.struck += now ? 1 : 0;
    if (now && timing.kind === 'once') {
      this.active = this.active.filter((other) => other !== it);
    }
    return now;
  }
}

function meets({ method, path }: FaultSpec, request: IncomingMessage, fault: ExchangeFaultEntry): boolean {
  const isMethod = method === undefined || method === request.method;
  const isPath = path === undefined || (request.url ?? '').toLowerCase().includes(path);
  return isMethod && isPath && (fault.meets?.(request) ?? true);
}

function activate(text: string): Active {
  const spec = faultSpec(text);
  return { spec, random: randomFrom(spec.timing.kind === 'chance' ? spec.timing.seed : 0), met: 0, struck: 0 };
}

/** Numbers in 0 … 1 that are the same for the same seed: a generator of Weyl steps whose bits are mixed by multiplication. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 0x1_0000_0000;
  };
}
