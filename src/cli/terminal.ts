import { formatElapsed } from '../base/quantities';
import type { ProgressSink } from '../base/progress';

/** The two streams of the program: results go to `out`, everything that a person reads along goes to `tell`. */
export interface Terminal {
  out(line: string): void;
  tell(line: string): void;
  /** Stages with time and sizes on standard error: a live line on a terminal, a line for each stage elsewhere. */
  readonly progress: ProgressSink;
}

interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** `now` in milliseconds, of any clock that only goes forward. */
export function openTerminal(stdout: Stream, stderr: Stream, now: () => number): Terminal {
  const stages = new StageLines(stderr, now);
  return {
    out: (line) => {
      stages.clear();
      stdout.write(`${line}\n`);
    },
    tell: (line) => {
      stages.clear();
      stderr.write(`${line}\n`);
    },
    progress: stages,
  };
}

class StageLines implements ProgressSink {
  private readonly start: number;
  private stage: { readonly text: string; readonly since: number } | undefined;
  private live = false;

  constructor(
    private readonly stream: Stream,
    private readonly now: () => number,
  ) {
    this.start = now();
  }

  begin(text: string): void {
    this.end();
    this.stage = { text, since: this.now() };
    this.show(text);
  }

  update(detail: string): void {
    if (this.stage) {
      this.show(`${this.stage.text}: ${detail}`);
    }
  }

  end(note?: string): void {
    if (!this.stage) {
      return;
    }
    const { text, since } = this.stage;
    this.stage = undefined;
    this.clear();
    const now = this.now();
    const line = `${formatElapsed(now - this.start).padStart(8)}  ${text}`;
    this.stream.write(`${note === undefined ? line : `${line}: ${note}`} (${formatElapsed(now - since)})\n`);
  }

  /** Takes the live line away, so that another line can be written. */
  clear(): void {
    if (this.live) {
      this.stream.write('\r\u001b[K');
      this.live = false;
    }
  }

  private show(text: string): void {
    if (this.stream.isTTY === true) {
      this.stream.write(`\r\u001b[K${text.slice(0, (this.stream.columns ?? 80) - 1)}`);
      this.live = true;
    }
  }
}
