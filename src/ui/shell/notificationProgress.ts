import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Cancelled } from '../../base/errors';
import type { ProgressSink } from '../../base/progress';
import { StageClock } from './stageClock';

export interface LongJob {
  readonly title: string;
  /** Something changed on the service: rows that show it are loaded again. */
  readonly onChange: () => void;
}

/**
 * Runs a job under a notification that names the stage, what is going on in it and how long it has taken, and that can be cancelled:
 * the job's signal is then aborted with Cancelled.
 */
export async function withStages<T>(job: LongJob, run: (progress: ProgressSink, signal: AbortSignal) => Promise<T>): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title: job.title, cancellable: true };
  return vscode.window.withProgress(options, async (notification, token) => {
    const abort = new AbortController();
    const clock = new StageClock(job.title, Date.now(), vscode.env.language);
    const report = (): void => {
      notification.report({ message: clock.text(Date.now()) });
    };
    const ticking = setInterval(report, 1000);
    const cancelling = token.onCancellationRequested(() => {
      abort.abort(new Cancelled(l10n.t('Cancelled.')));
    });
    try {
      return await run(stageSink(clock, report, job.onChange), abort.signal);
    } finally {
      clearInterval(ticking);
      cancelling.dispose();
      job.onChange();
    }
  });
}

function stageSink(clock: StageClock, report: () => void, onChange: () => void): ProgressSink {
  return {
    begin: (stage) => {
      clock.begin(stage);
      report();
      onChange();
    },
    update: (detail, fraction) => {
      const first = clock.update(detail, fraction);
      report();
      if (first) {
        onChange();
      }
    },
    end: () => {
      onChange();
    },
  };
}
