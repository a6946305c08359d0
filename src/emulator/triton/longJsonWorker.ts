import { parentPort } from 'node:worker_threads';
import type { LongJsonAnswer, LongJsonJob } from './infer/longJson';
import { readInferRequest } from './infer/readInferRequest';
import { dataText } from './infer/writeInferResponse';
import { transferList } from './model/workerContract';
import { TritonError } from './tritonError';

/** Levels of JSON that the stack of this thread has room for. */
const DEEPEST = 20_000;

/** The thread's side of LongJson. */
export function serveLongJson(): void {
  parentPort?.on('message', (job: LongJsonJob) => {
    const answer = answerTo(job);
    parentPort?.postMessage(answer, answer.kind === 'read' ? transferList(answer.parsed.inputs) : []);
  });
}

function answerTo(job: LongJsonJob): LongJsonAnswer {
  try {
    return job.kind === 'read'
      ? { id: job.id, kind: 'read', parsed: readInferRequest(job.body, job.headerLength, job.model, DEEPEST) }
      : { id: job.id, kind: 'written', text: dataText(job.tensor) };
  } catch (error) {
    if (error instanceof TritonError) {
      return { id: job.id, kind: 'refused', code: error.code, text: error.text };
    }
    throw error;
  }
}
