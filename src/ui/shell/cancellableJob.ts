import * as vscode from 'vscode';

/** Runs a job while a notification says so, which can cancel it. Rejects with a CancellationError then. */
export async function cancellableJob<T>(title: string, job: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (_progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => {
        abort.abort(new vscode.CancellationError());
      });
      const result = await job(abort.signal);
      abort.signal.throwIfAborted();
      return result;
    },
  );
}
