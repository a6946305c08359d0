import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/errors';
import type { ContentDigest, HashJob } from './contentHash';

/** What the thread tells. */
export type HashMessage = { readonly kind: 'read'; readonly bytes: number } | { readonly kind: 'done'; readonly digest: ContentDigest };

/**
 * Hashes in a thread of its own: a model of gigabytes must not stall the editor. `script` is dist/hashWorker.js; `onBytes`
 * hears how much was read since it last heard. Aborting ends the thread at once and rejects with the signal's reason.
 */
export function hashInThread(script: string, job: HashJob, onBytes: (bytes: number) => void, signal: AbortSignal): Promise<ContentDigest> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const thread = new Worker(script, { workerData: job });
    const settle = (finish: () => void): void => {
      signal.removeEventListener('abort', abort);
      void thread.terminate(); // It has nothing to lose, and a second end is no error.
      finish();
    };
    const abort = (): void => {
      settle(() => {
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted', { cause: signal.reason }));
      });
    };
    signal.addEventListener('abort', abort);
    thread.on('message', (message: HashMessage) => {
      if (message.kind === 'read') {
        onBytes(message.bytes);
      } else {
        settle(() => {
          resolve(message.digest);
        });
      }
    });
    thread.on('error', (error) => {
      settle(() => {
        reject(new UserError(l10n.t('A model file could not be read: {0}', error.message), 'not-readable', { cause: error }));
      });
    });
  });
}
