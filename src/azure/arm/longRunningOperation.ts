import { DecodeError, Fields } from '../../base/decode';
import { AzureError } from '../azureError';
import { errorDetailFrom } from '../errorFrom';
import type { OperationWatch } from '../operationWatch';
import type { Clock } from '../transport/clock';
import { requestLabel } from '../transport/requestLabel';
import { retryAfter } from '../transport/retryAfter';
import { machineLearningVersion, type ArmAnswer, type ArmClient } from './armClient';

/** A write that Azure works on after it has answered. */
export interface LongRunningWrite {
  readonly method: 'PUT' | 'DELETE';
  /** ARM id of the resource that is written. */
  readonly resource: string;
  readonly body?: unknown;
  /** ARM ids of resources whose own operations keep this one from starting: the endpoint of a deployment. */
  readonly waitsFor?: readonly string[];
}

/** The state of a wait as plain data: whoever has it can go on waiting, in this process or another. */
export interface PendingOperation {
  /** How it is watched: a status document, an address that answers 202 until it is done, or the resource itself. */
  readonly kind: 'asyncOperation' | 'location' | 'resource';
  readonly url: string;
  readonly method: 'PUT' | 'DELETE';
  readonly resource: string;
}

export interface OperationPorts {
  readonly arm: ArmClient;
  readonly clock: Clock;
}

/** Nothing takes longer: deployments take 5 to 20 minutes, and the service gives up on its own before this. */
const deadline = 120 * 60_000;
/** How long another operation on the same resource is waited for before ours is sent. */
const patienceWithOthers = 30 * 60_000;
/** So long a wait goes on without an answer to any poll: somebody at a train window gets the network back, a dead port nobody. */
const longestSilence = 5 * 60_000;
const firstPause = 300;
const longestPause = 5000;
/** So many polls running may be answered with 401 before the wait ends: a token may be refused while the next is made. */
const toleratedRefusals = 2;

/**
 * Sends the write and waits for its end. Gives the resource as it then is, undefined after DELETE. Rejects with `refused`
 * when the operation ends Failed or Canceled, with all that the service says of the causes. Aborting the signal stops the
 * waiting, not the operation: the service has no verb for that.
 */
export async function writeAndWait(write: LongRunningWrite, ports: OperationPorts, watch: OperationWatch): Promise<unknown> {
  const changes = changesOnly(watch);
  const answer = await sendWhenFree(write, ports, changes);
  const pending = pendingFrom(write, answer, ports.arm.endpoint);
  if (!pending) {
    return answer.body;
  }
  changes.onState?.(firstState(write, answer));
  return waitForOperation(pending, ports, changes, retryAfter(answer.headers));
}

/** Tells each state once, however often it is read. */
function changesOnly({ signal, onState }: OperationWatch): OperationWatch {
  let last = '';
  return {
    signal,
    onState: (state) => {
      if (state !== last) {
        last = state;
        onState?.(state);
      }
    },
  };
}

/** `Creating` or `Updating` stands in the answer to a PUT already. */
function firstState({ method }: LongRunningWrite, { body }: ArmAnswer): string {
  const state = method === 'DELETE' ? 'Deleting' : stateInAnswer(body);
  return state === 'Succeeded' ? 'InProgress' : state;
}

/**
 * Waits until the operation has ended; `firstWait` in milliseconds. One poll that fails does not end the wait, since the
 * operation goes on in Azure all the same.
 */
async function waitForOperation(
  first: PendingOperation,
  { arm, clock }: OperationPorts,
  watch: OperationWatch,
  firstWait?: number,
): Promise<unknown> {
  const started = clock.now();
  let wait: Wait = { pending: first, pause: firstWait, refusedTokens: 0 };
  for (let polls = 0; clock.now() - started < deadline; polls++) {
    await clock.wait(wait.pause ?? pauseBefore(polls), watch.signal);
    const poll = await pollOnce(wait.pending, arm, watch.signal);
    if (poll.kind === 'ended') {
      return poll.body;
    }
    wait = { ...afterPoll(wait, poll, watch), silentSince: poll.kind === 'unanswered' ? (wait.silentSince ?? clock.now()) : undefined };
    if (wait.silentSince !== undefined && clock.now() - wait.silentSince > longestSilence) {
      throw new AzureError('unreachable', { code: 'OperationUnanswered', message: '', details: [] }, labelOf(first, arm.endpoint));
    }
  }
  throw new AzureError('unavailable', { code: 'OperationTimedOut', message: '', details: [] }, labelOf(first, arm.endpoint));
}

interface Wait {
  readonly pending: PendingOperation;
  /** Milliseconds until the next poll, where the service said. */
  readonly pause: number | undefined;
  readonly refusedTokens: number;
  /** When the first of the polls failed that have had no answer since. Not that of the last answer: a computer may have slept. */
  readonly silentSince?: number | undefined;
}

function afterPoll(wait: Wait, poll: Exclude<Poll, { kind: 'ended' }>, watch: OperationWatch): Wait {
  switch (poll.kind) {
    case 'failed':
      if (poll.error.kind === 'signedOut' && wait.refusedTokens < toleratedRefusals) {
        return { ...wait, pause: undefined, refusedTokens: wait.refusedTokens + 1 };
      }
      throw poll.error;
    case 'running':
      watch.onState?.(poll.state);
      return { ...wait, pause: poll.pause, refusedTokens: 0 };
    case 'askResource':
      return { ...wait, pending: { ...wait.pending, kind: 'resource', url: wait.pending.resource }, pause: 0 };
    case 'unknown':
    case 'unanswered':
      return { ...wait, pause: undefined };
  }
}

function pauseBefore(polls: number): number {
  return Math.min(longestPause, firstPause * 1.6 ** polls);
}

type Poll =
  | { readonly kind: 'ended'; readonly body: unknown }
  | { readonly kind: 'failed'; readonly error: AzureError }
  /** `pause`: what the service asks for until the next poll, milliseconds. */
  | { readonly kind: 'running'; readonly state: string; readonly pause: number | undefined }
  /** The poll address is done or gone: the resource itself tells the rest. */
  | { readonly kind: 'askResource' }
  /** This poll told nothing. */
  | { readonly kind: 'unknown' }
  /** Nobody was there. */
  | { readonly kind: 'unanswered' };

async function pollOnce(pending: PendingOperation, arm: ArmClient, signal: AbortSignal): Promise<Poll> {
  const own = pending.kind === 'resource' ? { apiVersion: machineLearningVersion } : {};
  try {
    return readPoll(pending, await arm.send({ method: 'GET', url: pending.url, ...own }, signal), arm.endpoint);
  } catch (error) {
    if (error instanceof DecodeError) {
      return { kind: 'unknown' };
    }
    if (error instanceof AzureError) {
      return afterFailedPoll(pending, error);
    }
    throw error;
  }
}

function afterFailedPoll(pending: PendingOperation, error: AzureError): Poll {
  switch (error.kind) {
    case 'throttled':
    case 'unavailable':
    case 'notAzure':
      return { kind: 'unknown' };
    case 'unreachable':
      return { kind: 'unanswered' };
    case 'notFound':
      if (pending.kind !== 'resource') {
        return { kind: 'askResource' };
      }
      return pending.method === 'DELETE' ? { kind: 'ended', body: undefined } : { kind: 'failed', error };
    case 'signedOut':
    case 'forbidden':
    case 'conflict':
    case 'refused':
      return { kind: 'failed', error };
  }
}

function readPoll(pending: PendingOperation, answer: ArmAnswer, endpoint: string): Poll {
  const pause = retryAfter(answer.headers);
  if (pending.kind === 'location' && answer.status === 202) {
    return { kind: 'running', state: 'InProgress', pause };
  }
  const state = pending.kind === 'location' ? 'Succeeded' : stateOf(pending, answer.body);
  switch (state.toLowerCase()) {
    case 'succeeded':
      return afterSuccess(pending, answer.body, pause);
    case 'failed':
    case 'canceled': {
      const detail = errorDetailFrom(answer.body) ?? { code: `Operation${state}`, message: '', details: [] };
      return { kind: 'failed', error: new AzureError('refused', detail, labelOf(pending, endpoint)) };
    }
    default:
      return { kind: 'running', state, pause };
  }
}

/** After a PUT the resource is read, until it too says that it is done: reads may lag behind the operation's own document. */
function afterSuccess(pending: PendingOperation, body: unknown, pause: number | undefined): Poll {
  if (pending.kind === 'resource') {
    // A resource that is to be deleted and still answers "Succeeded" has not gone yet.
    return pending.method === 'PUT' ? { kind: 'ended', body } : { kind: 'running', state: 'Deleting', pause };
  }
  return pending.method === 'PUT' ? { kind: 'askResource' } : { kind: 'ended', body: undefined };
}

function stateOf(pending: PendingOperation, body: unknown): string {
  return pending.kind === 'resource' ? provisioningState(body) : Fields.of(body, 'operation').text('status');
}

/** Absent means finished. */
function provisioningState(resource: unknown): string {
  const fields = Fields.of(resource, 'resource');
  fields.text('id');
  return fields.fields('properties').optionalText('provisioningState') ?? 'Succeeded';
}

function pendingFrom(write: LongRunningWrite, answer: ArmAnswer, endpoint: string): PendingOperation | undefined {
  const { method, resource } = write;
  const operation = answer.headers.get('azure-asyncoperation');
  if (operation !== undefined && isAt(operation, endpoint)) {
    return { kind: 'asyncOperation', url: operation, method, resource };
  }
  const location = answer.headers.get('location');
  if (answer.status === 202 && location !== undefined && isAt(location, endpoint)) {
    return { kind: 'location', url: location, method, resource };
  }
  const isDone = method === 'DELETE' ? answer.status !== 202 : stateInAnswer(answer.body) === 'Succeeded';
  return isDone ? undefined : { kind: 'resource', url: resource, method, resource };
}

/** The token goes along with every poll, so a poll address anywhere else is not one: the resource is asked instead. */
function isAt(url: string, endpoint: string): boolean {
  return URL.canParse(url, endpoint) && new URL(url, endpoint).origin === new URL(endpoint).origin;
}

function stateInAnswer(resource: unknown): string {
  try {
    return provisioningState(resource);
  } catch (error) {
    if (error instanceof DecodeError) {
      return 'InProgress'; // An answer without a usable body: what became of the resource is read from it.
    }
    throw error;
  }
}

/** While another operation runs on the resource, Azure answers 409. That one is waited for, then ours is sent again. */
async function sendWhenFree(write: LongRunningWrite, { arm, clock }: OperationPorts, watch: OperationWatch): Promise<ArmAnswer> {
  const started = clock.now();
  for (let polls = 0, refusals = 0; ; polls++) {
    const outcome = await sendOnce(write, arm, watch.signal);
    if (!(outcome instanceof AzureError)) {
      return outcome;
    }
    const state = await runningState([write.resource, ...(write.waitsFor ?? [])], arm, watch.signal);
    // The other operation may have ended between the two requests: ours is sent once more, then the refusal stands.
    refusals = state === undefined ? refusals + 1 : 0;
    if (refusals > 1 || clock.now() - started > patienceWithOthers) {
      throw outcome;
    }
    watch.onState?.(state ?? 'Waiting');
    await clock.wait(pauseBefore(polls), watch.signal);
  }
}

/** Gives a conflict back instead of throwing it. */
async function sendOnce(
  { method, resource, body }: LongRunningWrite,
  arm: ArmClient,
  signal: AbortSignal,
): Promise<ArmAnswer | AzureError> {
  try {
    return await arm.send({ method, url: resource, apiVersion: machineLearningVersion, body }, signal);
  } catch (error) {
    if (method === 'DELETE' && error instanceof AzureError && error.kind === 'notFound') {
      return { status: 204, headers: { get: () => undefined }, body: undefined };
    }
    if (error instanceof AzureError && error.kind === 'conflict') {
      return error;
    }
    throw error;
  }
}

/** The state of the first of the resources that is being worked on; undefined when none is. */
async function runningState(resources: readonly string[], arm: ArmClient, signal: AbortSignal): Promise<string | undefined> {
  for (const url of resources) {
    try {
      const state = await arm.get(url, machineLearningVersion, provisioningState, signal);
      if (!['succeeded', 'failed', 'canceled'].includes(state.toLowerCase())) {
        return state;
      }
    } catch (error) {
      if (!(error instanceof AzureError && error.kind === 'notFound')) {
        throw error;
      }
    }
  }
  return undefined;
}

function labelOf({ method, resource }: PendingOperation, endpoint: string): string {
  return requestLabel(method, new URL(resource, endpoint).href);
}
