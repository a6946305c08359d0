import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { emulatorCommand } from './emulatorCommand';
import { serve } from './serve';
import { tritonInference } from './tritonInference';

/** One thread for each instance leaves the other processors to the editor and to other models. */
const THREADS = 1;
/** Exit status when it is called wrongly. */
const CALLED_WRONGLY = 2;

// ONNX Runtime since 1.30 sends usage data to its maker and keeps files for that among the temporary ones, on Linux and macOS, unless
// its environment says otherwise when it is loaded (core/platform/posix/telemetry.cc). Nothing that we run sends anything.
process.env['ORT_DISABLE_TELEMETRY'] = '1';

function run(command: string | undefined, args: readonly string[]): Promise<number> {
  const modelWorker = join(__dirname, 'modelWorker.js');
  switch (command) {
    case 'emulator':
      return emulatorCommand(args, tritonInference(modelWorker, THREADS));
    case 'serve':
      return serve(args, modelWorker);
    default:
      process.stderr.write(`${l10n.t('Name what to run: "emulator", or "serve" and a model repository.')}\n`);
      return Promise.resolve(CALLED_WRONGLY);
  }
}

const [command, ...args] = process.argv.slice(2);
// A failure that nobody expected ends the process with its stack and status 1, as Node does by itself.
void run(command, args).then((status) => {
  process.exitCode = status;
  // Listened to for the parent's end; open, it would keep a process alive that could not start.
  process.stdin.destroy();
});
