import { formatElapsed } from '../../base/quantities';

/** What a progress notification says: `Creating deployment blue · Creating · 12 s`. */
export class StageClock {
  private stage = '';
  private detail = '';
  private percent: number | undefined;
  private since = 0;

  constructor(private readonly locale: string) {}

  begin(stage: string, now: number): void {
    this.stage = stage;
    this.detail = '';
    this.percent = undefined;
    this.since = now;
  }

  /** True when this is the first that is heard of the stage since it began. */
  update(detail: string, fraction: number | undefined): boolean {
    const first = this.detail === '';
    this.detail = detail;
    this.percent = fraction === undefined ? undefined : Math.floor(fraction * 100);
    return first;
  }

  text(now: number): string {
    const elapsed = now - this.since;
    const parts = [this.stage, this.detail, ...(this.percent === undefined ? [] : [`${this.percent} %`])];
    // Below a second a time would only flicker.
    const time = elapsed < 1000 ? [] : [formatElapsed(Math.floor(elapsed / 1000) * 1000, this.locale)];
    return [...parts, ...time].filter((part) => part !== '').join(' · ');
  }
}
