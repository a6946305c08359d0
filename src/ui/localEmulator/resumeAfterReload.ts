import type { LocalEmulator } from './localEmulator';

/** VS Code's Memento fits. */
interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const key = 'emulator.resumeUntil';
/** A window that is not back by then was closed, not reloaded. */
const patienceMilliseconds = 60_000;

/** To be called before the window opens another folder: that ends the extension host, and a running emulator with it. */
export async function resumeAfterReload(memory: Memory, emulator: Pick<LocalEmulator, 'state'>): Promise<void> {
  if (emulator.state.kind === 'running' || emulator.state.kind === 'starting') {
    await memory.update(key, Date.now() + patienceMilliseconds);
  }
}

/** True once, in the window that came back. */
export function shouldResume(memory: Memory): boolean {
  const until = memory.get(key);
  if (until === undefined) {
    return false;
  }
  // Nothing depends on when it is gone: the time that it holds runs out by itself.
  void memory.update(key, undefined);
  return typeof until === 'number' && Date.now() < until;
}
