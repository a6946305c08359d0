import { randomUUID } from 'node:crypto';
import type { Log } from '../../../base/log';
import type { Collection } from '../../state/collection';
import { isDiskFull } from '../../state/atomicFile';
import { ArmError, type ErrorBody } from '../armError';
import type { OperationKind, OperationRecord } from './operationRecord';

/** What an operation does after its first answer. Throws an ArmError when it ends Failed. May run again after a restart. */
export type Job = (resourceId: string, signal: AbortSignal) => Promise<void>;

interface OperationStart {
  readonly kind: OperationKind;
  readonly resourceId: string;
  readonly endpointId: string;
}

/** Ended operations are remembered this long, for clients that come back to ask. */
const KEPT_MILLISECONDS = 24 * 60 * 60_000;

/** Runs the long-running operations, one at a time for each endpoint, as the service does. */
export class Operations {
  private readonly busy = new Set<string>();
  private readonly running = new Set<Promise<void>>();
  private readonly closing = new AbortController();

  constructor(
    private readonly records: Collection<OperationRecord>,
    private readonly jobs: Readonly<Record<OperationKind, Job>>,
    private readonly log: Log,
  ) {}

  get(id: string): OperationRecord | undefined {
    return this.records.get(id);
  }

  /**
   * Claims the endpoint, writes down that the operation runs, lets `prepare` write the resource in its first state, and starts the job.
   * Rejects with 409 while another operation runs on the endpoint; when `prepare` fails, nothing has happened.
   */
  async start(start: OperationStart, prepare: (operation: OperationRecord) => Promise<void>): Promise<OperationRecord> {
    const key = start.endpointId.toLowerCase();
    if (this.busy.has(key)) {
      const name = start.endpointId.slice(start.endpointId.lastIndexOf('/') + 1);
      throw new ArmError(409, {
        code: 'Conflict',
        message: `There is already an active operation running on endpoint ${name}. Try again when it has ended.`,
      });
    }
    this.busy.add(key);
    const prefix = start.kind.startsWith('endpoint') ? 'oe' : 'od';
    const record: OperationRecord = {
      id: `${prefix}:${randomUUID()}:${randomUUID()}`,
      ...start,
      status: 'InProgress',
      startTime: new Date().toISOString(),
    };
    try {
      await this.records.put(record.id, record);
      await prepare(record);
    } catch (error) {
      this.busy.delete(key);
      await this.records.delete(record.id);
      throw error;
    }
    this.launch(record);
    return record;
  }

  /** Goes on with what was running when the last process ended, and forgets what ended long ago. */
  async resume(): Promise<void> {
    for (const record of this.records.list()) {
      if (record.status === 'InProgress') {
        this.busy.add(record.endpointId.toLowerCase());
        this.launch(record);
      } else if (Date.now() - Date.parse(record.endTime ?? record.startTime) > KEPT_MILLISECONDS) {
        await this.records.delete(record.id);
      }
    }
  }

  /** Stops the jobs where they are. Their records stay InProgress, so that the next start goes on with them. */
  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all(this.running);
  }

  private launch(record: OperationRecord): void {
    const run = this.run(record).finally(() => {
      this.busy.delete(record.endpointId.toLowerCase());
      this.running.delete(run);
    });
    this.running.add(run);
  }

  private async run(record: OperationRecord): Promise<void> {
    let ended: Pick<OperationRecord, 'status' | 'error'> = { status: 'Succeeded' };
    try {
      await this.jobs[record.kind](record.resourceId, this.closing.signal);
    } catch (error) {
      if (this.closing.signal.aborted) {
        return;
      }
      ended = { status: 'Failed', error: this.reason(record, error) };
    }
    try {
      await this.records.put(record.id, { ...record, ...ended, endTime: new Date().toISOString() });
    } catch (error) {
      this.log.error(`the end of operation ${record.kind} on ${record.resourceId} could not be written down`, error);
    }
  }

  private reason(record: OperationRecord, error: unknown): ErrorBody {
    if (error instanceof ArmError) {
      return error.body;
    }
    this.log.error(`operation ${record.kind} on ${record.resourceId} failed`, error);
    return isDiskFull(error)
      ? { code: 'OutOfQuota', message: 'Not enough disk space available: the disk that holds the state of the emulator is full.' }
      : { code: 'InternalServerError', message: 'The emulator failed to run the operation. Its log has the details.' };
  }
}
