import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { DecodeError } from '../../../../src/base/decode';
import { silentLog } from '../../../../src/base/log';
import type { PanelState } from '../../../../src/protocol/invokePanel';
import { invokeRequests } from '../../../../src/ui/panels/invokeRequests';
import { serveRequests, type RequestPort } from '../../../../src/ui/panels/serveRequests';

const state: PanelState = {
  endpoints: [],
  unlisted: [],
  deployments: [],
  models: [],
  preprocessing: { scaling: 'inception', layout: 'CHW', channelOrder: 'RGB', fit: 'stretch', orientation: 'upright' },
  reason: '',
  activity: { kind: 'idle' },
  saved: {},
};

interface Heard {
  readonly chosen: unknown[];
  readonly copied: string[];
}

function handlers(heard: Heard = { chosen: [], copied: [] }): ReturnType<typeof invokeRequests> {
  return invokeRequests({
    controller: {
      state,
      answerText: '84 : PEACOCK',
      choose: (params) => {
        heard.chosen.push(params);
        return Promise.resolve();
      },
      invoke: () => Promise.reject(new Error('broken')),
      cancel: () => undefined,
    },
    copy: (text) => {
      heard.copied.push(text);
      return Promise.resolve();
    },
    act: () => Promise.resolve(),
  });
}

/** A webview that delivers messages when told and keeps the replies. */
function fakeWebview(): RequestPort & { readonly replies: unknown[]; deliver(raw: unknown): Promise<void> } {
  let listener: (raw: unknown) => unknown = () => undefined;
  const replies: unknown[] = [];
  return {
    replies,
    onDidReceiveMessage: (heard: (raw: unknown) => unknown) => {
      listener = heard;
      return { dispose: () => undefined };
    },
    postMessage: (reply: unknown) => {
      replies.push(reply);
      return Promise.resolve(true);
    },
    deliver: async (raw) => {
      await listener(raw);
    },
  };
}

test('a request is answered under its own id', async () => {
  const webview = fakeWebview();
  serveRequests(webview, handlers(), new AbortController().signal, silentLog);
  await webview.deliver({ id: 7, method: 'cancel', params: undefined });
  assert.deepEqual(webview.replies, [{ id: 7, ok: true, result: undefined }]);
});

for (const raw of [
  undefined,
  null,
  'invoke',
  {},
  { id: '1', method: 'invoke' },
  { id: 1, method: 'toString' },
  { id: 1, method: 'constructor' },
]) {
  test(`${inspect(raw)} is dropped without an answer`, async () => {
    const webview = fakeWebview();
    serveRequests(webview, handlers(), new AbortController().signal, silentLog);
    await webview.deliver(raw);
    assert.deepEqual(webview.replies, []);
  });
}

test('a failing request is answered as failed', async () => {
  const webview = fakeWebview();
  serveRequests(webview, handlers(), new AbortController().signal, silentLog);
  await webview.deliver({ id: 1, method: 'invoke' });
  assert.deepEqual(webview.replies, [{ id: 1, ok: false, message: 'broken' }]);
});

test('a closed panel gets no answer any more', async () => {
  const webview = fakeWebview();
  serveRequests(webview, handlers(), AbortSignal.abort(), silentLog);
  await webview.deliver({ id: 1, method: 'cancel' });
  assert.deepEqual(webview.replies, []);
});

const { choose, act } = handlers();

test('choose keeps what it knows and nothing else', () => {
  const raw = { endpoint: 'e', deployment: null, surplus: 1, preprocessing: { scaling: 'vgg', surplus: 2 } };
  assert.deepEqual(choose.decode(raw), { endpoint: 'e', deployment: null, preprocessing: { scaling: 'vgg' } });
});

test('a deployment that is not mentioned stays as it is', () => {
  assert.deepEqual(choose.decode({ model: 'm' }), { model: 'm' });
});

for (const raw of [
  undefined,
  [],
  { endpoint: 5 },
  { endpoint: 'e'.repeat(2000) },
  { preprocessing: { scaling: 'caffe' } },
  { preprocessing: 'vgg' },
]) {
  test(`choose refuses ${inspect(raw).slice(0, 60)}`, () => {
    assert.throws(() => choose.decode(raw), DecodeError);
  });
}

test('only the actions of the contract are taken', () => {
  assert.deepEqual(act.decode({ action: 'deploy' }), { action: 'deploy' });
  assert.throws(() => act.decode({ action: 'rm' }), DecodeError);
});

test('copy puts the answer on the clipboard as lines', async () => {
  const heard: Heard = { chosen: [], copied: [] };
  await handlers(heard).copyAnswer.run(undefined, new AbortController().signal);
  assert.deepEqual(heard.copied, ['84 : PEACOCK']);
});
