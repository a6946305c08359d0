import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Fields, listOf } from '../../src/base/decode';
import { CommandLineProgram, type Finished } from './commandLineProgram';
import { tinyOnnx } from './tinyOnnx';

const sample = path.resolve('samples/single-model');
const picture = (name: string): string => path.join(sample, 'pictures', name);

let temporary = '';
let server: CommandLineProgram;
let url = '';

before(async () => {
  temporary = await mkdtemp(path.join(tmpdir(), 'cli-invoke-'));
  server = new CommandLineProgram(['serve', path.join(sample, 'models'), '--json'], temporary);
  const [, line = ''] = await server.says(/^(\{.*\})$/m);
  url = Fields.of(JSON.parse(line), 'serve').text('url');
});

after(async () => {
  server.signal('SIGINT');
  assert.equal((await server.finished()).status, 0, 'Ctrl-C is how a server is ended, and no failure');
  await rm(temporary, { recursive: true, force: true });
});

async function invoke(...words: string[]): Promise<Finished> {
  return new CommandLineProgram(['invoke', '--url', url, ...words], temporary).finished();
}

interface Line {
  readonly image: string;
  readonly top: readonly { readonly index: number; readonly label: string; readonly score: number }[];
}

function lines(out: string): Line[] {
  return out
    .trim()
    .split('\n')
    .map((text) => {
      const fields = Fields.of(JSON.parse(text), 'line');
      assert.deepEqual(
        [fields.flag('serverReady'), fields.flag('modelReady'), fields.text('model'), fields.text('version'), fields.unknown('deployment')],
        [true, true, 'model_1', '1', undefined],
      );
      assert.ok(fields.fields('milliseconds').number('prepare') > 0 && fields.fields('milliseconds').number('request') > 0);
      const top = listOf(fields.unknown('top'), 'top', (raw) => {
        const each = Fields.of(raw, 'top');
        return { index: each.number('index'), label: each.text('label'), score: each.number('score') };
      });
      return { image: fields.text('image'), top };
    });
}

/** What Pillow 13, numpy and onnxruntime give for the same pictures and the same model, rounded to four places. */
const expected = [
  {
    name: 'peacock.jpg',
    scaling: 'inception',
    top: [
      [84, 8.785],
      [136, 5.5458],
      [95, 5.4915],
      [20, 5.3828],
      [128, 5.1632],
    ],
  },
  {
    name: 'peacock.jpg',
    scaling: 'azure-sample',
    top: [
      [84, 8.7884],
      [136, 5.5479],
      [95, 5.4908],
      [20, 5.3802],
      [128, 5.1639],
    ],
  },
  {
    name: 'cat.jpg',
    scaling: 'inception',
    top: [
      [285, 10.7366],
      [282, 8.3145],
      [281, 8.1747],
      [287, 6.2205],
      [728, 4.0804],
    ],
  },
  {
    name: 'espresso.jpg',
    scaling: 'azure-sample',
    top: [
      [967, 10.7931],
      [968, 7.3988],
      [504, 6.5193],
      [925, 6.3426],
      [809, 5.2682],
    ],
  },
] as const;

for (const { name, scaling, top } of expected) {
  test(`${name} with ${scaling} has the classes and scores of the Python pipeline`, async () => {
    const [line] = lines((await invoke('--json', '--scaling', scaling, '--orientation', 'stored', picture(name))).out);
    assert.deepEqual(
      line?.top.map(({ index }) => index),
      top.map(([index]) => index),
    );
    top.forEach(([, score], place) => {
      assert.ok(Math.abs((line.top[place]?.score ?? NaN) - score) < 1e-3);
    });
  });
}

test('several pictures are one line each, in order, with the labels of the folder above them', async () => {
  const names = ['peacock.jpg', 'cat.jpg', 'espresso.jpg'];
  const { status, out } = await invoke('--json', '--top', '2', ...names.map(picture));
  assert.equal(status, 0);
  assert.deepEqual(
    lines(out).map(({ image, top }) => [path.basename(image), top.length, top[0]?.label]),
    [
      ['peacock.jpg', 2, 'PEACOCK'],
      ['cat.jpg', 2, 'EGYPTIAN CAT'],
      ['espresso.jpg', 2, 'ESPRESSO'],
    ],
  );
});

test('without --json the answer reads as the how-to’s script prints it', async () => {
  const { status, out } = await invoke('--top', '1', picture('peacock.jpg'));
  assert.equal(status, 0);
  assert.match(out, /^Is server ready - True\nIs model ready - True\n\n.*peacock\.jpg\n84 : PEACOCK {2}8\.78\d+\n$/);
});

test('a labels file of another model is not taken, which is said once, and classes are told by their index', async () => {
  const file = path.join(temporary, 'two.txt');
  await writeFile(file, 'ONE\nTWO\n');
  const { status, out, told } = await invoke('--json', '--labels', file, picture('peacock.jpg'), picture('peacock.jpg'));
  assert.deepEqual([status, lines(out).map(({ top }) => top[0]?.label)], [0, ['84', '84']]);
  assert.equal(told.match(/two\.txt has 2 labels and the model gives 1000 scores/g)?.length, 1, told);
});

test('what is no picture is said on standard error, and the others are answered', async () => {
  const empty = path.join(temporary, 'empty.jpg');
  await writeFile(empty, '');
  const { status, out, told } = await invoke(
    '--json',
    'package.json',
    picture('peacock.jpg'),
    empty,
    'missing.jpg',
    'samples',
    picture('cat.jpg'),
  );
  assert.equal(status, 1);
  assert.deepEqual(
    lines(out).map(({ top }) => top[0]?.index),
    [84, 285],
  );
  const failed = told.trim().split('\n');
  assert.match(failed[3] ?? '', /is a folder/);
  ['package.json', empty, 'missing.jpg', 'samples'].forEach((name, place) => {
    assert.ok(failed[place]?.startsWith(`${name}: `), told);
  });
});

test('a model that is not there, and a server that is not there, are failures in words', async () => {
  const missing = await invoke('--model', 'other', picture('cat.jpg'));
  assert.deepEqual([missing.status, missing.out], [1, '']);
  assert.match(missing.told, /no model other\. It has: model_1\./);
  const nowhere = await new CommandLineProgram(['invoke', '--url', 'http://127.0.0.1:1', picture('cat.jpg')], temporary).finished();
  assert.deepEqual([nowhere.status, nowhere.out], [1, '']);
  assert.match(nowhere.told, /127\.0\.0\.1:1/);
});

test('the address of a model, as people copy it from a browser, stands for the server', async () => {
  const words = ['invoke', '--url', `${url}/v2/models/model_1`, picture('cat.jpg')];
  const { status, out, told } = await new CommandLineProgram(words, temporary).finished();
  assert.equal(status, 0, told);
  assert.match(out, /^285 : /m);
});

test('a labels file that is not there ends it before anything is asked', async () => {
  const { status, out, told } = await invoke('--labels', 'nope', picture('cat.jpg'));
  assert.deepEqual([status, out], [1, '']);
  assert.match(told, /nope/);
});

test('a pipe is refused and not waited for', { skip: process.platform === 'win32' }, async () => {
  const pipe = path.join(temporary, 'pipe.jpg');
  assert.equal(spawnSync('mkfifo', [pipe]).status, 0);
  const { status, out, told } = await invoke('--json', pipe, picture('cat.jpg'));
  assert.equal(status, 1);
  assert.ok(told.startsWith(`${pipe}: `) && told.includes('no regular file'), told);
  assert.equal(lines(out).length, 1, 'the other picture is answered');
});

test('--json names the deployment that was asked for', async () => {
  const { out } = await invoke('--json', '--deployment', 'green', picture('cat.jpg'));
  assert.equal(Fields.of(JSON.parse(out), 'line').text('deployment'), 'green');
});

test('the key goes to the server as a bearer token and is shown nowhere', async () => {
  const seen: (string | undefined)[] = [];
  const guard = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(401).end();
  });
  await new Promise<void>((listening) => guard.listen(0, '127.0.0.1', listening));
  const { port } = guard.address() as AddressInfo;
  const words = ['invoke', '--url', `http://127.0.0.1:${port}/score`, picture('cat.jpg')];
  const { status, out, told } = await new CommandLineProgram(words, temporary, { TRITON_AZUREML_KEY: 'secret-key-1' }).finished();
  guard.closeAllConnections();
  guard.close();
  assert.equal(status, 1);
  assert.deepEqual([...new Set(seen)], ['Bearer secret-key-1']);
  assert.doesNotMatch(out + told, /secret-key-1/);
});

test('a model that takes no picture is refused with its input', async () => {
  const repository = path.join(temporary, 'repository');
  await mkdir(path.join(repository, 'words', '1'), { recursive: true });
  await writeFile(path.join(repository, 'words', '1', 'model.onnx'), tinyOnnx('tokens', ['N', 128]));
  const other = new CommandLineProgram(['serve', repository, '--json'], temporary);
  const [, line = ''] = await other.says(/^(\{.*\})$/m);
  const { status, told } = await new CommandLineProgram(
    ['invoke', '--url', Fields.of(JSON.parse(line), 'serve').text('url'), picture('cat.jpg')],
    temporary,
  ).finished();
  other.signal('SIGTERM');
  await other.finished();
  assert.equal(status, 1);
  assert.match(told, /words.*tokens FP32 \[-1, 128\]/);
});
