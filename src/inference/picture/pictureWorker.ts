import { parentPort } from 'node:worker_threads';
import type { PictureJob, PictureOutcome } from './pictureJob';
import { PictureRejected } from './pictureProblem';
import { preparePicture } from './preparePicture';

parentPort?.on('message', (job: PictureJob) => {
  void answer(job);
});

/** Anything but PictureRejected is a bug: it ends the worker, and the host says so. */
async function answer({ bytes, target, preprocessing }: PictureJob): Promise<void> {
  try {
    const tensor = await preparePicture(bytes, target, preprocessing);
    // The decoder's own memory cannot be handed over to another thread, and without a resize the pixels are still in it.
    const pixels = Uint8Array.from(tensor.pixels);
    const moved = [tensor.data.buffer, pixels.buffer].filter((buffer) => buffer instanceof ArrayBuffer);
    parentPort?.postMessage({ tensor: { ...tensor, pixels } } satisfies PictureOutcome, moved);
  } catch (error) {
    if (!(error instanceof PictureRejected)) {
      throw error;
    }
    parentPort?.postMessage({ problem: error.problem } satisfies PictureOutcome);
  }
}
