import { parentPort, workerData } from 'node:worker_threads';
import { hashContent } from './contentHash';
import type { HashJob } from './contentHash';
import type { HashMessage } from './hashInThread';

/** The thread's entry: hashes one job and ends. Built into dist/hashWorker.js. */
async function run(job: HashJob): Promise<void> {
  const tell = (message: HashMessage): void => {
    parentPort?.postMessage(message);
  };
  // Told no oftener than somebody can see it.
  let untold = 0;
  const digest = await hashContent(job, (bytes) => {
    untold += bytes;
    if (untold >= 8 * 1024 * 1024) {
      tell({ kind: 'read', bytes: untold });
      untold = 0;
    }
  });
  tell({ kind: 'read', bytes: untold });
  tell({ kind: 'done', digest });
}

// Both sides of this message are this program: hashInThread.ts starts the thread with a HashJob.
void run(workerData as HashJob);
