import type { DynamicBatching, QueuePolicy } from '../../../documents/pbtxt/modelConfig';
import type { InferenceRequest } from './inferenceRequest';

export interface Queued<T> {
  readonly item: T;
  readonly request: InferenceRequest;
  /** When it entered, nanoseconds of the monotonic clock. */
  readonly since: bigint;
  /** When its time is up; undefined = never. */
  readonly deadline: bigint | undefined;
  readonly policy: QueuePolicy;
}

const noQueuePolicy: QueuePolicy = {
  timeoutAction: 'REJECT',
  defaultTimeoutMicroseconds: 0,
  allowTimeoutOverride: false,
  maxQueueSize: 0,
};

/**
 * Requests that wait for an instance, by priority and then by arrival, under the policies of the schedule policy extension
 * (core, scheduler_utils.cc, PriorityQueue). Knows no clock: the time is a parameter.
 */
export class RequestQueue<T> {
  /** Level -> requests in time, then those whose time is up and whose policy delays them. */
  private readonly levels = new Map<number, { readonly waiting: Queued<T>[]; readonly delayed: Queued<T>[] }>();

  constructor(private readonly batching: DynamicBatching | undefined) {}

  get isEmpty(): boolean {
    return this.ordered().length === 0;
  }

  isFullFor(request: InferenceRequest): boolean {
    const level = this.levelOf(request.priority);
    const lists = this.levels.get(level);
    const { maxQueueSize } = this.policyOf(level);
    return maxQueueSize > 0 && lists !== undefined && lists.waiting.length + lists.delayed.length >= maxQueueSize;
  }

  add(item: T, request: InferenceRequest, now: bigint): void {
    const level = this.levelOf(request.priority);
    const policy = this.policyOf(level);
    const lists = this.levels.get(level) ?? { waiting: [], delayed: [] };
    this.levels.set(level, lists);
    const microseconds = timeoutOf(policy, request.timeoutMicroseconds);
    const deadline = microseconds === 0 ? undefined : now + BigInt(Math.round(microseconds)) * 1000n;
    lists.waiting.push({ item, request, since: now, deadline, policy });
  }

  /** Applies the timeouts: takes out those to be rejected and puts those to be delayed behind the others. */
  expire(now: bigint): T[] {
    const rejected: T[] = [];
    for (const lists of this.levels.values()) {
      const late = lists.waiting.filter((one) => one.deadline !== undefined && one.deadline <= now);
      for (const one of late) {
        lists.waiting.splice(lists.waiting.indexOf(one), 1);
        if (one.policy.timeoutAction === 'DELAY') {
          lists.delayed.push({ ...one, deadline: undefined });
        } else {
          rejected.push(one.item);
        }
      }
    }
    return rejected;
  }

  /** In the order in which they are to run. */
  ordered(): Queued<T>[] {
    return [...this.levels].sort(([a], [b]) => a - b).flatMap(([, lists]) => [...lists.waiting, ...lists.delayed]);
  }

  remove(taken: readonly Queued<T>[]): void {
    const gone = new Set(taken.map((one) => one.item));
    for (const lists of this.levels.values()) {
      for (const list of [lists.waiting, lists.delayed]) {
        list.splice(0, list.length, ...list.filter((one) => !gone.has(one.item)));
      }
    }
  }

  private policyOf(level: number): QueuePolicy {
    return this.batching?.priorityQueuePolicies.get(level) ?? this.batching?.defaultQueuePolicy ?? noQueuePolicy;
  }

  /** 0 and everything above the highest level count as the default; without levels there is one queue. */
  private levelOf(priority: number): number {
    const { priorityLevels = 0, defaultPriorityLevel = 0 } = this.batching ?? {};
    if (priorityLevels === 0) {
      return 0;
    }
    return priority === 0 || priority > priorityLevels ? defaultPriorityLevel : priority;
  }
}

/** A request may shorten the timeout, never prolong it. */
function timeoutOf(policy: QueuePolicy, asked: number): number {
  const given = policy.defaultTimeoutMicroseconds;
  if (!policy.allowTimeoutOverride || asked === 0) {
    return given;
  }
  return given === 0 ? asked : Math.min(given, asked);
}
