import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../../src/base/errors';
import { silentLog } from '../../../../src/base/log';
import type { Pictures } from '../../../../src/inference/picture/pictures';
import { invokePicture } from '../../../../src/operations/invokePicture';
import type { PanelState, SavedPanel } from '../../../../src/protocol/invokePanel';
import { InvokeController } from '../../../../src/ui/panels/invokeController';
import type { InvokePorts } from '../../../../src/ui/panels/invokePorts';
import type { InvokeEndpoint } from '../../../../src/ui/panels/invokeEndpoints';
import { fakeEndpoint, fakeTriton, metadata } from './fakeEndpoint';

/** Every picture is 2 × 2 grey pixels. */
const pictures: Pictures = {
  prepare: (_bytes, target) =>
    Promise.resolve({
      data: new Float32Array(12),
      pixels: new Uint8Array(12).fill(128),
      target,
      source: { width: 900, height: 600, format: 'jpeg' },
      milliseconds: { decode: 3, resize: 2, tensor: 1 },
    }),
  close: () => Promise.resolve(),
};

const peacock = { uri: 'file:///peacock.jpg', name: 'peacock.jpg', source: 'webview:/peacock.jpg' };
const cat = { uri: 'file:///cat.tif', name: 'cat.tif' };

function panel(
  different: Partial<InvokePorts> = {},
  saved: SavedPanel = {},
): {
  readonly controller: InvokeController;
  readonly shown: PanelState[];
  readonly kept: Map<string, unknown>;
} {
  const shown: PanelState[] = [];
  const kept = new Map<string, unknown>();
  const ports: InvokePorts = {
    endpoints: listed(fakeEndpoint('demo')),
    emulatorStopped: () => false,
    readPicture: () => Promise.resolve(new Uint8Array(1)),
    pictures,
    findLabels: () => Promise.resolve({ name: 'labels.txt', labels: ['ROOSTER', 'HEN', 'JAY', 'KITE'] }),
    invokePicture,
    memory: {
      get: (key) => kept.get(key),
      update: (key, value) => {
        kept.set(key, value);
        return Promise.resolve();
      },
    },
    log: silentLog,
    locale: 'en',
    now: () => new Date('2026-11-22T21:14:09'),
    show: (state) => shown.push(state),
    ...different,
  };
  return { controller: new InvokeController(ports, saved), shown, kept };
}

const listed =
  (...found: readonly InvokeEndpoint[]): InvokePorts['endpoints'] =>
  () =>
    Promise.resolve({ found, failed: [] });

function failureOf({ activity }: PanelState): unknown {
  return activity.kind === 'failed' ? { place: activity.failure.place, action: activity.failure.action } : activity;
}

/** A promise and what settles it. */
function gate<T>(): { readonly promise: Promise<T>; readonly open: (value: T) => void } {
  let open: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => (open = resolve));
  return { promise, open };
}

test('a picture and the only endpoint are enough: the answer comes without another click', async () => {
  const { controller } = panel();
  await controller.open({ picture: peacock });
  const { answer, facts, activity, picture, prepared } = controller.state;
  assert.deepEqual(activity, { kind: 'idle' });
  assert.deepEqual(facts, {
    serverReady: true,
    modelReady: true,
    model: 'model_1 · version 1',
    inputs: ['data_0 FP32 [-1, 3, 2, 2]'],
    outputs: ['fc6_1 FP32 [-1, 4]'],
  });
  const [first] = answer?.top ?? [];
  assert.deepEqual([first?.index, first?.label, first?.share, first?.score], [1, 'HEN', '83.1%', '5.000']);
  assert.equal(answer?.past, undefined);
  assert.equal(picture?.size, '900 × 600');
  assert.equal(prepared?.facts[0], '[1, 3, 2, 2]');
  assert.equal(controller.answerText, '1 : HEN\n2 : JAY\n3 : KITE\n0 : ROOSTER');
});

test('with several endpoints and none named nothing is sent until the user says so', async () => {
  const { controller } = panel({ endpoints: listed(fakeEndpoint('a'), fakeEndpoint('b')) });
  await controller.open({ picture: peacock });
  assert.ok(!controller.answerText);
  assert.equal(controller.state.endpoint, '/endpoints/a');
  await controller.invoke();
  assert.equal(controller.state.answer?.top[0]?.label, 'HEN');
});

test('the endpoint and deployment that were clicked are the ones asked', async () => {
  const deployments = [
    { name: 'blue', traffic: 100 },
    { name: 'green', traffic: 0 },
  ];
  const other = fakeEndpoint('b', { deployments });
  const { controller } = panel({ endpoints: listed(fakeEndpoint('a'), other) });
  await controller.open({ endpoint: '/endpoints/b', deployment: 'green', picture: peacock });
  assert.ok(controller.state.answer);
  assert.deepEqual(new Set(other.opened), new Set(['green']));
});

test('stages are shown in order while it runs', async () => {
  const { controller, shown } = panel();
  await controller.open({ picture: peacock });
  const stages = shown.flatMap(({ activity }) => (activity.kind === 'running' ? [activity.step] : []));
  assert.deepEqual([...new Set(stages)], [1, 2, 3]);
});

test('another preset makes the answer one of the past until Invoke is pressed again', async () => {
  const { controller } = panel();
  await controller.open({ picture: peacock });
  await controller.choose({ preprocessing: { scaling: 'vgg' } });
  assert.match(controller.state.answer?.past ?? '', /9:14:09/);
  await controller.invoke();
  assert.equal(controller.state.answer?.past, undefined);
  assert.equal(controller.state.preprocessing.scaling, 'vgg');
});

test('choices are kept for the model and found again by the next panel', async () => {
  const first = panel();
  await first.controller.open({ picture: peacock });
  await first.controller.choose({ preprocessing: { scaling: 'imagenet', channelOrder: 'BGR' } });
  const second = panel({ memory: { get: (key) => first.kept.get(key), update: () => Promise.resolve() } });
  await second.controller.refresh();
  assert.equal(second.controller.state.preprocessing.scaling, 'imagenet');
  assert.equal(second.controller.state.preprocessing.channelOrder, 'BGR');
});

test('what is chosen for one model is nothing to another', async () => {
  const { controller, kept } = panel();
  await controller.open({ picture: peacock });
  await controller.choose({ preprocessing: { scaling: 'vgg' } });
  const triton = fakeTriton({ models: () => Promise.resolve(['other']) });
  const next = panel({
    endpoints: listed(fakeEndpoint('demo', { triton })),
    memory: { get: (key) => kept.get(key), update: () => Promise.resolve() },
  });
  await next.controller.refresh();
  assert.equal(next.controller.state.model, 'other');
  assert.notEqual(next.controller.state.preprocessing.scaling, 'vgg');
});

test('what an older version kept and this one does not know is passed over', async () => {
  const { controller } = panel({ memory: { get: () => ({ scaling: 'caffe' }), update: () => Promise.resolve() } });
  await controller.refresh();
  assert.equal(controller.state.preprocessing.scaling, 'inception');
});

test('a new picture keeps the last answer as past, but not its pixels', async () => {
  const { controller } = panel();
  await controller.open({ picture: peacock });
  controller.setPicture(cat);
  assert.ok(controller.state.answer?.past);
  assert.equal(controller.state.prepared, undefined);
  assert.deepEqual(controller.state.picture, { name: 'cat.tif' });
});

test('cancelling ends the request and keeps the last good answer', async () => {
  const started = gate<AbortSignal>();
  let asked = 0;
  const triton = fakeTriton({
    infer: (model, request, signal) => {
      asked += 1;
      if (asked === 1) {
        return fakeTriton().infer(model, request, signal);
      }
      started.open(signal);
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });
    },
  });
  const { controller } = panel({ endpoints: listed(fakeEndpoint('demo', { triton })) });
  await controller.open({ picture: peacock });
  const running = controller.invoke();
  const signal = await started.promise;
  controller.cancel();
  await running;
  assert.equal(signal.aborted, true);
  assert.equal(controller.state.activity.kind, 'idle');
  assert.equal(controller.state.answer?.past, undefined);
});

test('an answer that comes after the choices have changed is marked as one of the past', async () => {
  const answer = gate<Awaited<ReturnType<ReturnType<typeof fakeTriton>['infer']>>>();
  const reached = gate<undefined>();
  const triton = fakeTriton({
    infer: () => {
      reached.open(undefined);
      return answer.promise;
    },
  });
  const { controller } = panel({ endpoints: listed(fakeEndpoint('demo', { triton })) });
  const opened = controller.open({ picture: peacock });
  await reached.promise;
  await controller.choose({ preprocessing: { fit: 'crop' } });
  answer.open(await fakeTriton().infer('model_1', { inputs: [] }, new AbortController().signal));
  await opened;
  assert.ok(controller.state.answer?.past);
});

test('a failure names its control, and the last good answer stays with its date', async () => {
  let works = true;
  const triton = fakeTriton({
    infer: (model, request, signal) =>
      works
        ? fakeTriton().infer(model, request, signal)
        : Promise.reject(new UserError('The endpoint did not accept the key.', 'triton-unauthorized')),
  });
  const { controller } = panel({ endpoints: listed(fakeEndpoint('demo', { triton })) });
  await controller.open({ picture: peacock });
  works = false;
  await controller.invoke();
  assert.deepEqual(failureOf(controller.state), { place: 'endpoint', action: 'refresh' });
  assert.match(controller.state.answer?.past ?? '', /9:14:09/);
});

test('an answer that stays beside another picture and endpoint tells whose it is', async () => {
  const fails = fakeTriton({ infer: () => Promise.reject(new UserError('The model is broken.', 'triton-refused')) });
  const { controller } = panel({ endpoints: listed(fakeEndpoint('a'), fakeEndpoint('b', { triton: fails })) });
  await controller.open({ endpoint: '/endpoints/a', picture: peacock });
  await controller.open({ endpoint: '/endpoints/b', picture: cat });
  assert.equal(controller.state.activity.kind, 'failed');
  assert.match(controller.state.answer?.past ?? '', /peacock\.jpg.*Local emulator › a,.*before the failure/);
});

test('the chosen deployment stays for the next picture, while it exists', async () => {
  let deployments = [
    { name: 'blue', traffic: 100 },
    { name: 'green', traffic: 0 },
  ];
  const { controller } = panel({ endpoints: (signal) => listed(fakeEndpoint('demo', { deployments }))(signal) });
  await controller.open({ endpoint: '/endpoints/demo', deployment: 'green', picture: peacock });
  await controller.open({ endpoint: '/endpoints/demo', picture: cat });
  assert.equal(controller.state.deployment, 'green');
  await controller.open({ endpoint: '/endpoints/demo' });
  assert.equal(controller.state.deployment, undefined);
  await controller.choose({ deployment: 'green' });
  deployments = deployments.slice(0, 1);
  await controller.open({ endpoint: '/endpoints/demo', picture: peacock });
  assert.equal(controller.state.deployment, undefined);
});

test('what turned out to be no picture is not promised to the model, and the next one is', async () => {
  const { controller } = panel({
    pictures: { ...pictures, prepare: () => Promise.reject(new UserError('cat.tif is no picture.', 'picture-unreadable')) },
  });
  await controller.open({ picture: cat });
  assert.equal(controller.state.picture?.unreadable, true);
  controller.setPicture(peacock);
  assert.equal(controller.state.picture.unreadable, undefined);
});

const bert = { ...metadata, inputs: [{ name: 'ids', datatype: 'INT64' as const, shape: [-1, 512] }] };

const wrong: readonly [string, Partial<InvokePorts>, unknown][] = [
  ['no endpoint', { endpoints: listed() }, { place: 'endpoint', action: 'deploy' }],
  [
    'no endpoint and a stopped emulator',
    { endpoints: listed(), emulatorStopped: () => true },
    { place: 'endpoint', action: 'startEmulator' },
  ],
  [
    'an endpoint without a deployment',
    { endpoints: listed(fakeEndpoint('demo', { deployments: [] })) },
    { place: 'endpoint', action: 'deploy' },
  ],
  [
    'an endpoint without traffic',
    { endpoints: listed(fakeEndpoint('demo', { deployments: [{ name: 'blue', traffic: 0 }] })) },
    { place: 'deployment', action: 'setTraffic' },
  ],
  [
    'a model that takes no picture',
    {
      endpoints: listed(fakeEndpoint('demo', { triton: fakeTriton({ metadata: () => Promise.resolve(bert) }) })),
    },
    { place: 'model', action: 'refresh' },
  ],
  [
    'a file that is no picture',
    { pictures: { ...pictures, prepare: () => Promise.reject(new UserError('text.jpg is no picture.', 'picture-unreadable')) } },
    { place: 'picture', action: 'choosePicture' },
  ],
  ['a bug', { readPicture: () => Promise.reject(new TypeError('x is undefined')) }, { place: 'picture', action: 'showLog' }],
];

for (const [what, ports, expected] of wrong) {
  test(`${what} is said on the control that is wrong`, async () => {
    const { controller } = panel(ports);
    await controller.open({ picture: peacock });
    assert.deepEqual(failureOf(controller.state), expected);
    assert.equal(controller.state.answer, undefined);
  });
}

test('a workspace that cannot be listed stands there in words, and the endpoints of the others can be invoked', async () => {
  const { controller } = panel({ endpoints: () => Promise.resolve({ found: [fakeEndpoint('demo')], failed: ['ws-prod'] }) });
  await controller.open({ picture: peacock });
  assert.deepEqual(controller.state.unlisted, ['ws-prod › cannot be listed; its row in the tree says why']);
  assert.ok(controller.state.answer);
});

test('that there is no endpoint is not said of a workspace that cannot be listed', async () => {
  const { controller } = panel({ endpoints: () => Promise.resolve({ found: [], failed: ['ws-prod'] }) });
  await controller.refresh();
  assert.deepEqual(failureOf(controller.state), { place: 'endpoint', action: 'refresh' });
});

test('a saved endpoint that is gone is told by its name and not replaced by another', async () => {
  const { controller } = panel();
  await controller.open({ endpoint: '/endpoints/old', picture: peacock });
  assert.deepEqual(failureOf(controller.state), { place: 'endpoint', action: 'refresh' });
  assert.equal(controller.state.endpoint, '/endpoints/old');
});

test('a saved endpoint of an emulator that is stopped can be brought back', async () => {
  const { controller } = panel({ endpoints: listed(), emulatorStopped: () => true });
  await controller.open({ endpoint: '/endpoints/demo' });
  assert.deepEqual(failureOf(controller.state), { place: 'endpoint', action: 'startEmulator' });
  assert.equal(controller.state.endpoint, '/endpoints/demo');
});

test('changes elsewhere do not wipe away what failed for another reason', async () => {
  const { controller } = panel({ readPicture: () => Promise.reject(new UserError('Gone.', 'picture-gone')) });
  await controller.open({ picture: peacock });
  await controller.endpointsChanged();
  assert.deepEqual(failureOf(controller.state), { place: 'picture', action: 'choosePicture' });
});

test('endpoints that change while the panel opens do not lose the invocation', async () => {
  const { controller } = panel();
  await Promise.all([controller.open({ picture: peacock }), controller.endpointsChanged()]);
  assert.equal(controller.state.answer?.top[0]?.label, 'HEN');
  assert.deepEqual(controller.state.activity, { kind: 'idle' });
});

test('a panel that comes back after a reload says that its answer did not, until there is a new one', async () => {
  const { controller } = panel({}, { endpoint: '/endpoints/demo', picture: peacock.uri });
  controller.setPicture(peacock);
  await controller.open({});
  const { activity, answer } = controller.state;
  assert.equal(answer, undefined);
  assert.ok(activity.kind === 'idle' && activity.note?.includes('reloaded'), JSON.stringify(activity));
  await controller.invoke();
  assert.deepEqual(controller.state.activity, { kind: 'idle' });
});

test('what is saved for a reload are names only', async () => {
  const { controller } = panel();
  await controller.open({ picture: peacock });
  assert.deepEqual(controller.state.saved, { endpoint: '/endpoints/demo', model: 'model_1', picture: peacock.uri });
});

test('a panel that is closed while it looks lets go of everybody who waits for the look', { timeout: 5000 }, async () => {
  const asked = gate<undefined>();
  let looks = 0;
  const { controller, shown } = panel({
    endpoints: (signal) => {
      looks += 1;
      asked.open(undefined);
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('no longer wanted'));
        });
      });
    },
  });
  const looking = controller.refresh();
  await asked.promise;
  const told = controller.endpointsChanged();
  controller.dispose();
  const shownThen = shown.length;
  await Promise.all([looking, told]);
  await controller.endpointsChanged();
  assert.deepEqual([looks, shown.length], [1, shownThen]);
});

test('labels are looked for by the deployment that is asked, or those that traffic may choose', async () => {
  const asked: (readonly string[])[] = [];
  const deployments = [
    { name: 'blue', traffic: 90 },
    { name: 'green', traffic: 10 },
    { name: 'red', traffic: 0 },
  ];
  const { controller } = panel({
    endpoints: listed(fakeEndpoint('demo', { deployments })),
    findLabels: (_endpoint, names) => {
      asked.push(names);
      return Promise.resolve(undefined);
    },
  });
  await controller.open({ endpoint: '/endpoints/demo', picture: peacock });
  await controller.open({ endpoint: '/endpoints/demo', deployment: 'red', picture: peacock });
  assert.deepEqual(asked, [['blue', 'green'], ['red']]);
});
