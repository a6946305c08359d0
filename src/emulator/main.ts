import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { emulatorCommand } from './emulatorCommand';
import { tritonServers } from './tritonServers';

const [command, ...rest] = process.argv.slice(2);
const modelWorker = join(__dirname, 'modelWorker.js');
if (command === 'emulator') {
  void emulatorCommand(rest, tritonServers(modelWorker, availableParallelism())).then((status) => {
    process.exitCode = status;
  });
}
