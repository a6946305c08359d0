import * as l10n from '@vscode/l10n';
import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Cancelled, UserError } from '../../base/errors';
import type { Log } from '../../base/log';
import type { RunningEmulator } from '../../operations/startEmulator';
import type { EmulatorAddress } from '../../protocol/emulator';
import { readAddress, removeAddress, writeAddress } from './addressFile';

export type LocalEmulatorState =
  | { readonly kind: 'absent' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'stopped'; readonly unexpectedly: boolean }
  /** Another window has one, and its secret is not to be had here: VS Code in a browser keeps secrets for one window alone. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'running'; readonly address: EmulatorAddress; readonly attached: boolean };

/** VS Code's SecretStorage fits; every window of the same user shares it. */
export interface Secrets {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

export interface LocalEmulatorPorts {
  /** Holds `state/`, which is the emulator's, and `running.json`, which is ours. */
  readonly folder: string;
  readonly start: (stateFolder: string, signal: AbortSignal) => Promise<RunningEmulator>;
  readonly secrets: Secrets;
  /** Whether an emulator answers there and takes the token. */
  readonly answers: (address: EmulatorAddress) => Promise<boolean>;
  readonly log: Log;
}

const tokenKey = 'tritonAml.emulator.token';
/** How often an emulator of another window is looked after: nobody tells us when it ends. */
const watchMilliseconds = 2_000;

/** The one emulator of this user on this machine: started by this window, or by another one and shared. */
export class LocalEmulator {
  private current: LocalEmulatorState = { kind: 'absent' };
  private own: RunningEmulator | undefined;
  private attachedPid: number | undefined;
  private watching: NodeJS.Timeout | undefined;
  private starting: { readonly address: Promise<EmulatorAddress>; readonly abort: AbortController } | undefined;
  private looked: Promise<void> | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly ports: LocalEmulatorPorts) {}

  get state(): LocalEmulatorState {
    return this.current;
  }

  onDidChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** Finds out once what is there: an emulator of another window, kept state, or nothing. */
  async look(): Promise<void> {
    this.looked ??= this.lookAround();
    await this.looked;
  }

  /** The address of the running emulator; starts it when it is not. A second call while it starts waits for the first. */
  start(signal: AbortSignal): Promise<EmulatorAddress> {
    this.starting ??= this.beginStart(signal);
    return this.starting.address;
  }

  /** The secret of an emulator, while that is the one that runs: who still waits for one that has ended would wait for ever. */
  tokenFor(address: EmulatorAddress): Promise<string> {
    if (this.current.kind === 'running' && this.current.address === address) {
      return Promise.resolve(address.token);
    }
    return Promise.reject(
      new UserError(
        l10n.t(
          'The local emulator stopped before this was done. Start it again and look at what is there: its models and endpoints are kept.',
        ),
        'emulator-stopped',
      ),
    );
  }

  async stop(): Promise<void> {
    await this.giveUpStart();
    const { own, attachedPid } = this;
    if (own) {
      this.own = undefined;
      await own.stop();
      await this.forget();
    } else if (attachedPid !== undefined) {
      endProcess(attachedPid);
    }
    this.unwatch();
    this.change({ kind: 'stopped', unexpectedly: false });
  }

  /** Takes away every model, endpoint and log; stops it first. */
  async reset(): Promise<void> {
    await this.giveUpStart();
    if (await this.isElsewhere()) {
      throw elsewhereError();
    }
    const { attachedPid } = this;
    await this.stop();
    if (attachedPid !== undefined) {
      await untilGone(attachedPid);
    }
    await rm(this.stateFolder, { recursive: true, force: true });
    this.change({ kind: 'absent' });
  }

  /** The window closes: an emulator of our own ends with it, one of another window goes on. */
  async close(): Promise<void> {
    this.listeners.clear();
    await this.giveUpStart();
    this.unwatch();
    const { own } = this;
    this.own = undefined;
    if (own) {
      await own.stop();
      await this.forget();
    }
  }

  private get stateFolder(): string {
    return join(this.ports.folder, 'state');
  }

  private get addressFile(): string {
    return join(this.ports.folder, 'running.json');
  }

  private async lookAround(): Promise<void> {
    if (!(await this.attach()) && this.current.kind === 'absent' && (await exists(this.stateFolder))) {
      this.change({ kind: 'stopped', unexpectedly: false });
    }
  }

  private beginStart(signal: AbortSignal): { readonly address: Promise<EmulatorAddress>; readonly abort: AbortController } {
    const abort = new AbortController();
    const address = this.addressOfRunning(AbortSignal.any([signal, abort.signal])).finally(() => {
      this.starting = undefined;
    });
    return { address, abort };
  }

  /** Resolves when no process is about to begin: it has ended again, or it runs and is ours to stop. */
  private async giveUpStart(): Promise<void> {
    const { starting } = this;
    starting?.abort.abort(new Cancelled());
    // How it ended was told to whoever started it.
    await starting?.address.catch(() => undefined);
  }

  private async addressOfRunning(signal: AbortSignal): Promise<EmulatorAddress> {
    await this.look();
    signal.throwIfAborted();
    return this.current.kind === 'running' ? this.current.address : this.startOrAttach(signal);
  }

  private async startOrAttach(signal: AbortSignal): Promise<EmulatorAddress> {
    const before = this.current;
    this.change({ kind: 'starting' });
    try {
      return (await this.attach()) ?? (await this.startOwn(signal));
    } catch (error) {
      // Tried all the same: what seemed to be another window's emulator may have been any process with its number.
      const elsewhere = await this.isElsewhere();
      this.change(elsewhere ? { kind: 'elsewhere' } : before);
      throw elsewhere ? elsewhereError(error) : error;
    }
  }

  private async startOwn(signal: AbortSignal): Promise<EmulatorAddress> {
    const running = await this.ports.start(this.stateFolder, signal);
    this.unwatch();
    this.own = running;
    const { token, ...shared } = running.address;
    await this.ports.secrets.store(tokenKey, token);
    await writeAddress(this.addressFile, { ...shared, pid: running.pid });
    this.change({ kind: 'running', address: running.address, attached: false });
    // Not awaited: this is the life of the process.
    void running.ended.then(() => this.ended(running));
    return running.address;
  }

  private async ended(running: RunningEmulator): Promise<void> {
    if (this.own !== running) {
      return;
    }
    this.own = undefined;
    this.ports.log.warn('the emulator ended by itself');
    this.change({ kind: 'stopped', unexpectedly: true });
    await this.forget();
  }

  /** Uses the emulator that another window started, when it is alive and its token is known. */
  private async attach(): Promise<EmulatorAddress | undefined> {
    const shared = await readAddress(this.addressFile);
    if (!shared || !isAlive(shared.pid)) {
      return undefined;
    }
    const token = await this.ports.secrets.get(tokenKey);
    const { pid, ...rest } = shared;
    if (token === undefined) {
      this.watch(pid);
      this.change({ kind: 'elsewhere' });
      return undefined;
    }
    const address = { ...rest, token };
    if (!(await this.ports.answers(address))) {
      return undefined;
    }
    this.attachedPid = pid;
    this.watch(pid);
    this.change({ kind: 'running', address, attached: true });
    return address;
  }

  private async isElsewhere(): Promise<boolean> {
    const shared = await readAddress(this.addressFile);
    return shared !== undefined && isAlive(shared.pid) && (await this.ports.secrets.get(tokenKey)) === undefined;
  }

  private watch(pid: number): void {
    clearInterval(this.watching);
    this.watching = setInterval(() => {
      if (!isAlive(pid)) {
        this.unwatch();
        this.change({ kind: 'stopped', unexpectedly: false });
      }
    }, watchMilliseconds);
    this.watching.unref();
  }

  private unwatch(): void {
    clearInterval(this.watching);
    this.attachedPid = undefined;
  }

  private async forget(): Promise<void> {
    await removeAddress(this.addressFile);
    await this.ports.secrets.delete(tokenKey);
  }

  private change(state: LocalEmulatorState): void {
    this.current = state;
    for (const listener of this.listeners) {
      listener();
    }
  }
}

function elsewhereError(cause?: unknown): UserError {
  return new UserError(
    l10n.t(
      'The local emulator runs in another window of VS Code that does not share it with this one. Use that window, or stop the emulator there.',
    ),
    'emulator-elsewhere',
    { cause },
  );
}

function isAlive(pid: number): boolean {
  try {
    // Signal 0 asks only.
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function endProcess(pid: number): void {
  if (isAlive(pid)) {
    process.kill(pid, 'SIGTERM');
  }
}

async function untilGone(pid: number): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 100) {
    if (!isAlive(pid)) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new UserError(
    l10n.t('Could not reset the local emulator: it did not stop. Close the window of VS Code that started it and try again.'),
    'emulator-busy',
  );
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
