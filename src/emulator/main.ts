import { emulatorCommand } from './emulatorCommand';

const [command, ...rest] = process.argv.slice(2);
if (command === 'emulator') {
  void emulatorCommand(rest, (repository) =>
    Promise.resolve({
      failures: [{ model: repository, reason: 'inference is not part of this build' }],
      handle: (_request, response) => response.writeHead(503).end(),
      close: () => Promise.resolve(),
    }),
  ).then((status) => {
    process.exitCode = status;
  });
}
