import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { errorCode } from '../base/systemError';

const prefix = 'triton-azureml-demo-';
/** No demo takes as long, so that what is older has no owner, not even one whose number this machine does not show (a container's). */
const oldMilliseconds = 10 * 60_000;

/** A folder for the state of one demo, to be removed by it. What demos that were killed have left is removed first. */
export async function makeDemoFolder(): Promise<string> {
  const parent = tmpdir();
  const names = (await readdir(parent)).filter((name) => name.startsWith(prefix));
  await Promise.all(names.map((name) => removeLeftover(path.join(parent, name), ownerOf(name))));
  return mkdtemp(path.join(parent, `${prefix}${process.pid}-`));
}

function ownerOf(name: string): number | undefined {
  const pid = /^(\d+)-/.exec(name.slice(prefix.length))?.[1];
  return pid === undefined ? undefined : Number(pid);
}

async function removeLeftover(folder: string, owner: number | undefined): Promise<void> {
  try {
    const { mtimeMs } = await stat(folder);
    if (Date.now() - mtimeMs > oldMilliseconds && !(owner !== undefined && isAlive(owner))) {
      await rm(folder, { recursive: true, force: true });
    }
  } catch {
    // Gone already, or another user's: nothing that this demo depends on.
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
