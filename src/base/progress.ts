/** How a job tells what it is doing. The command line prints it, VS Code shows it; a job never knows which. Texts are translated. */
export interface ProgressSink {
  /** A stage begins; the one before it has ended. */
  begin(stage: string): void;
  /** Something inside the stage changed. `fraction` is 0 … 1 where it is known. */
  update(detail: string, fraction?: number): void;
  /** The stage ended well; `note` is what it amounted to, such as "9.3 MB in 2 files". */
  end(note?: string): void;
}

export const noProgress: ProgressSink = { begin: () => undefined, update: () => undefined, end: () => undefined };
