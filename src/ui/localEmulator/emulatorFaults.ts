import type { SetFault } from '../../protocol/faults';
import type { EmulatorAddress } from '../../protocol/emulator';
import { readFaults, setFaults, type EmulatorFaults as Faults } from '../../operations/emulatorFaults';
import type { Log } from '../../base/log';

/** How often it is asked whether a fault has struck for the last time, while one is set. */
const watchMilliseconds = 2_000;
const patience = 5_000;

/** The faults of the running emulator as this window knows them: set here, by another window, or on the command line. */
export class EmulatorFaults {
  private current: readonly SetFault[] = [];
  private watching: NodeJS.Timeout | undefined;

  constructor(
    private readonly address: () => EmulatorAddress | undefined,
    private readonly changed: () => void,
    private readonly log: Log,
  ) {}

  get active(): readonly SetFault[] {
    return this.current;
  }

  /** What is set and what can be; rejects with a UserError when the emulator does not answer. */
  async read(address: EmulatorAddress): Promise<Faults> {
    return this.take(await readFaults(address, AbortSignal.timeout(patience)));
  }

  async set(address: EmulatorAddress, specs: readonly string[]): Promise<void> {
    this.take(await setFaults(address, specs, AbortSignal.timeout(patience)));
  }

  /** Looks again after the emulator has started, stopped or been joined. */
  async look(): Promise<void> {
    const address = this.address();
    try {
      this.take(address ? await readFaults(address, AbortSignal.timeout(patience)) : { set: [], choices: [] });
    } catch (error) {
      this.log.warn(`the faults of the emulator cannot be read: ${error instanceof Error ? error.message : String(error)}`);
      this.take({ set: [], choices: [] });
    }
  }

  dispose(): void {
    clearTimeout(this.watching);
  }

  private take(faults: Faults): Faults {
    clearTimeout(this.watching);
    if (faults.set.length > 0) {
      this.watching = setTimeout(() => void this.look(), watchMilliseconds);
      this.watching.unref();
    }
    const before = this.current.map(({ spec }) => spec).join('\n');
    this.current = faults.set;
    if (faults.set.map(({ spec }) => spec).join('\n') !== before) {
      this.changed();
    }
    return faults;
  }
}
