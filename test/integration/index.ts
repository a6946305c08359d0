import { writeFileSync } from 'node:fs';
import { activation } from './activation';
import { manifest } from './manifest';

/** A check inside VS Code's extension host: it passes unless it throws. */
export type Checks = Readonly<Record<string, () => void | Promise<void>>>;

/** Called by VS Code in the extension host. Rejects when a check failed; INTEGRATION_RESULTS names a file for the details. */
export async function run(): Promise<void> {
  const results: { name: string; problem?: string }[] = [];
  for (const [name, check] of Object.entries({ ...activation, ...manifest })) {
    try {
      await check();
      results.push({ name });
    } catch (error) {
      results.push({ name, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  const path = process.env['INTEGRATION_RESULTS'];
  if (path !== undefined) writeFileSync(path, JSON.stringify(results));
  const failed = results.filter(({ problem }) => problem !== undefined);
  if (failed.length > 0) throw new Error(failed.map(({ name, problem }) => `${name}: ${problem ?? ''}`).join('\n'));
}
