import { join } from 'node:path';
import { emulatorCommand } from './emulatorCommand';
import { serve } from './serve';
import { tritonInference } from './tritonInference';

const modelWorker = join(__dirname, 'modelWorker.js');
/** One thread for each instance leaves the other processors to the editor and to other models. */
const THREADS = 1;

// ONNX Runtime since 1.30 sends usage data to its maker and keeps files for that among the temporary ones, on Linux and macOS, unless
// its environment says otherwise when it is loaded (core/platform/posix/telemetry.cc). Nothing that we run sends anything.
process.env['ORT_DISABLE_TELEMETRY'] = '1';

const [command, ...rest] = process.argv.slice(2);
if (command === 'emulator' || command === 'serve') {
  void (command === 'serve' ? serve(rest, modelWorker) : emulatorCommand(rest, tritonInference(modelWorker, THREADS))).then((status) => {
    process.exitCode = status;
    // Listened to for the parent's end; open, it would keep a process alive that could not start.
    process.stdin.destroy();
  });
}
