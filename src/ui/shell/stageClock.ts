import { formatElapsed } from '../../base/quantities';

/** What a progress notification says below its title: `Creating deployment blue · Creating · 12 s`. The time is that of the whole job. */
export class StageClock {
  private stage = '';
  private detail = '';
  private percent: number | undefined;
  constructor(
    private readonly title: string,
    private readonly since: number,
    private readonly locale: string,
  ) {}

  begin(stage: string): void {
    // The title says it already.
    this.stage = stage === this.title ? '' : stage;
    this.detail = '';
    this.percent = undefined;
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
