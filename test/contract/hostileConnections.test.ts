import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { newStateFolder, startEmulatorProcess, type EmulatorProcess } from './emulatorProcess';
import { armClient } from './officialClients';

const state = newStateFolder();
let emulator: EmulatorProcess;
let origins: readonly string[];

before(async () => {
  emulator = await startEmulatorProcess(state.path, '--operation-milliseconds', '10');
  const { address } = emulator;
  const body = { location: 'local', properties: { authMode: 'Key' } };
  const made = await armClient(address).onlineEndpoints.beginCreateOrUpdateAndWait(
    address.resourceGroup,
    address.workspace,
    'hostile',
    body,
  );
  origins = [address.armEndpoint, address.blobEndpoint, new URL(made.properties.scoringUri ?? '').origin];
});

after(async () => {
  await emulator.end();
  state.remove();
});

/** Sends bytes as they are, and gives what came back when the other side has closed. */
function raw(origin: string, ...parts: readonly (string | Buffer)[]): Promise<string> {
  return new Promise((done, failed) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => undefined); // closed on us: what it said before counts
    socket.on('close', () => {
      done(Buffer.concat(chunks).toString('latin1'));
    });
    socket.setTimeout(120_000, () => {
      socket.destroy();
      failed(new Error('neither an answer nor an end in two minutes'));
    });
    for (const part of parts) {
      socket.write(part);
    }
  });
}

async function answers(): Promise<void> {
  const { armEndpoint, metadataUrl } = emulator.address;
  assert.equal((await fetch(metadataUrl)).status, 200, armEndpoint);
}

function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
}

test('headers of a megabyte, and a hundred thousand of them, are refused on every port', async () => {
  for (const origin of origins) {
    assert.match(await raw(origin, `GET / HTTP/1.1\r\nHost: localhost\r\nX-Big: ${'a'.repeat(1 << 20)}\r\n\r\n`), /^HTTP\/1\.1 431 /);
    const many = Array.from({ length: 100_000 }, (_, index) => `X-${index}: ${index}\r\n`).join('');
    assert.match(await raw(origin, `GET / HTTP/1.1\r\nHost: localhost\r\n${many}\r\n`), /^HTTP\/1\.1 431 /);
  }
  await answers();
});

test('what is no HTTP is refused, and does no harm', async () => {
  for (const origin of origins) {
    for (const text of [
      '\0\0\0\0\r\n\r\n',
      'GET\r\n\r\n',
      '\x16\x03\x01\x02\x00\x01',
      'GET / HTTP/1.1\r\nContent-Length: -5\r\nHost: localhost\r\n\r\n',
    ]) {
      assert.match(await raw(origin, text), /^(HTTP\/1\.1 400 |$)/);
    }
  }
  await answers();
});

test('a body without an end is refused as soon as it is too long, and a declared length takes no memory', async () => {
  const { armEndpoint, token, subscriptionId, resourceGroup, workspace } = emulator.address;
  const path = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${workspace}/models/m/versions/1?api-version=2024-10-01`;
  const head = `PUT ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n`;
  const megabyte = Buffer.alloc(1 << 20, ' ');
  const length = megabyte.length.toString(16);
  const chunks = Array.from({ length: 8 }, () => [`${length}\r\n`, megabyte, '\r\n']).flat();
  assert.match(await raw(armEndpoint, `${head}Transfer-Encoding: chunked\r\n\r\n`, ...chunks, '0\r\n\r\n'), /^HTTP\/1\.1 413 /);
  const before = process.platform === 'linux' ? memoryOf(emulator.pid) : 0;
  const waiting = Array.from({ length: 50 }, () => declare(armEndpoint, `${head}Content-Length: 2147483647\r\n\r\n{`));
  await answers();
  if (process.platform === 'linux') {
    assert.ok(memoryOf(emulator.pid) < before + 200_000, 'kilobytes');
  }
  waiting.forEach((socket) => socket.destroy());
});

function declare(origin: string, head: string): Socket {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(head);
  return socket;
}

test('two thousand connections that say nothing, or half of a header, keep nobody from being answered', async () => {
  const sockets = await Promise.all(
    Array.from({ length: 2000 }, (_, index) => {
      const socket = connect(Number(new URL(origins[index % origins.length] ?? '').port), '127.0.0.1');
      socket.on('error', () => undefined);
      return new Promise<Socket>((done) => {
        socket.once('connect', () => {
          socket.write(index % 2 === 0 ? '' : 'GET / HTTP/1.1\r\nHost: loc');
          done(socket);
        });
        socket.once('close', () => {
          done(socket);
        });
      });
    }),
  );
  for (let index = 0; index < 20; index++) {
    await answers();
  }
  sockets.forEach((socket) => socket.destroy());
  await answers();
});

test('blob names that lead out of the container, and JSON ten thousand levels deep, are refused in words', async () => {
  const { armEndpoint, blobEndpoint, token, subscriptionId } = emulator.address;
  for (const name of ['../../etc/passwd', '..%2f..%2fescape', 'a/./b', '%00']) {
    const refused = await raw(
      blobEndpoint,
      `PUT /localstorage/x/${name} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nx-ms-blob-type: BlockBlob\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx`,
    );
    assert.match(refused, /^HTTP\/1\.1 4\d\d /, name);
  }
  const deep = await fetch(
    `${armEndpoint}/subscriptions/${subscriptionId}/providers/Microsoft.MachineLearningServices/locations/local/updateQuotas?api-version=2024-10-01`,
    {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}` },
      body: '['.repeat(10_000) + ']'.repeat(10_000),
    },
  );
  assert.equal(deep.status, 400);
});
