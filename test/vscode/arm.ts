import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The emulator as Azure's control plane: with tenants, subscriptions and people of its own. */
export interface Arm {
  readonly endpoint: string;
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** `directory` is what the emulator's `--directory` takes. `port` 0 is any free one. */
export async function startArm(directory: object, port = 0): Promise<Arm> {
  const scratch = await mkdtemp(join(tmpdir(), 'triton-arm-'));
  const file = join(scratch, 'directory.json');
  await writeFile(file, JSON.stringify(directory));
  const args = ['dist/emulator.js', 'emulator', '--json', '--state', join(scratch, 'state'), '--directory', file, '--port', String(port)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { armEndpoint } = JSON.parse(line) as { armEndpoint: string };
  return {
    endpoint: armEndpoint,
    port: Number(new URL(armEndpoint).port),
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const exit = once(child, 'exit');
        child.kill('SIGTERM');
        await exit;
      }
      await rm(scratch, { recursive: true, force: true });
    },
  };
}
