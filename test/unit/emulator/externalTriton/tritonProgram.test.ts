import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { StartedProcesses } from '../../../../src/emulator/externalTriton/startedProcesses';
import { tritonProgram } from '../../../../src/emulator/externalTriton/tritonProgram';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'triton-program-'));
});
afterEach(() => {
  mock.timers.reset();
  rmSync(folder, { recursive: true, force: true });
});

/** In place of tritonserver: is ready, and ends with status 7 when the file `end` is there; with `broken` it ends at once with status 3. */
const program = (): string => `#!${process.execPath}
const { existsSync, rmSync } = require('node:fs');
const end = ${JSON.stringify(join(folder, 'end'))};
if (existsSync(${JSON.stringify(join(folder, 'broken'))})) {
  process.exit(3);
}
const port = process.argv.find((one) => one.startsWith('--http-port=')).split('=')[1];
require('node:http').createServer((_, response) => response.end(String(process.pid))).listen(Number(port), '127.0.0.1');
setInterval(() => {
  if (existsSync(end)) {
    rmSync(end);
    process.exit(7);
  }
}, 20);
`;

test(
  'a server that ends is started again, sooner when it ran for a while, and the log tells each reason once',
  { skip: process.platform === 'win32' && 'a script is no program there', timeout: 60_000 },
  async () => {
    const path = join(folder, 'tritonserver');
    writeFileSync(path, program());
    chmodSync(path, 0o755);
    const lines: string[] = [];
    const log = (line: string): void => {
      lines.push(line);
    };
    const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
      while (!(await isSo())) {
        await new Promise((done) => setTimeout(done, 20));
      }
    };
    const processes = new StartedProcesses(join(folder, 'processes'));
    mock.timers.enable({ apis: ['Date'], now: Date.now() });
    const server = await tritonProgram(path, processes)(folder, log, new AbortController().signal);
    const front = createServer((request, response) => {
      server.handle(request, response);
    }).listen(0, '127.0.0.1');
    try {
      await once(front, 'listening');
      const { port } = front.address() as AddressInfo; // a TCP server that listens has no other kind of address
      const ask = async (): Promise<string> => (await fetch(`http://127.0.0.1:${port}/`)).text();
      const first = await ask();
      writeFileSync(join(folder, 'end'), '');
      await until(async () => lines.length === 1 && /^\d+$/.test(await ask()) && (await ask()) !== first);
      mock.timers.setTime(Date.now() + 11 * 60_000);
      writeFileSync(join(folder, 'broken'), '');
      writeFileSync(join(folder, 'end'), '');
      await until(() => lines.length === 3);
    } finally {
      await server.close();
      front.closeAllConnections();
      front.close();
    }
    const ended = 'The Triton server has ended by itself (exit status 7). It is started again in';
    assert.deepEqual(lines.slice(0, 2), [`${ended} 1 s.`, `${ended} 1 s.`]);
    assert.match(lines[2] ?? '', /^The Triton server did not come up: .*exit status 3.* It is started again in 2 s\.$/);
  },
);
