/** Who waits for a long-running operation, and hears of it. */
export interface OperationWatch {
  readonly signal: AbortSignal;
  /** The operation's state as Azure names it: `InProgress`, `Creating`, … Called when it changes. */
  readonly onState?: (state: string) => void;
}
