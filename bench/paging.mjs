// Listing many models: the product's client, beside the SDK's own iterator, against a server in a process of its own.
import { fork } from 'node:child_process';
import { Agent, get } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { ours } from './support/source.mjs';
import { comparison, inTurns } from './support/turns.mjs';

const workspace = { subscriptionId: '00000000-0000-0000-0000-000000000000', resourceGroup: 'rg', workspace: 'ws' };
const model = { ...workspace, model: 'birds' };

export async function rows() {
  const product = await ours('paging', ['azure/openAzureMl', 'azure/sdk/arm', 'azure/sdk/core']);
  const server = fork('bench/support/pages.mjs');
  try {
    const port = await new Promise((done) => server.once('message', done));
    const endpoint = `http://127.0.0.1:${port}`;
    const clients = { peer: sdk(product, endpoint), ours: client(product, endpoint), least: plain(endpoint) };
    return [await all('G1', 1_000, 0.3, { ...clients, rounds: 15 }), ...(await tenThousand(clients)), await firstPage(clients)];
  } finally {
    server.disconnect();
  }
}

async function all(id, count, goal, { peer, ours: our, least, rounds }) {
  const cases = { peer: () => peer.all(count), ours: () => our.all(count), least: () => least.all(count) };
  const times = await inTurns(cases, { rounds, warmup: 3 });
  const floor = (times.least.min / times.peer.min).toFixed(2);
  return comparison({
    id,
    what: `list ${count.toLocaleString('en')} versions of a model, page after page (node:http and JSON.parse alone: ${floor})`,
    ...times,
    peerName: '@azure/arm-machinelearning',
    goal,
  });
}

/** G2, and how long the thread is kept from everything else meanwhile. */
async function tenThousand(clients) {
  const row = await all('G2', 10_000, 0.38, { ...clients, rounds: 3 });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const blocks = [];
  for (let turn = 0; turn < 3; turn++) {
    delay.reset();
    delay.enable();
    await clients.ours.all(10_000);
    delay.disable();
    blocks.push(delay.max / 1e6 - 1);
  }
  const block = Math.min(...blocks);
  return [
    row,
    { id: 'G2', what: 'longest block meanwhile, least of 3', peer: '', ours: `${block.toFixed(0)} ms`, goal: '≤ 15 ms', met: block <= 15 },
  ];
}

/** G3: what the first rows wait for must not grow with the number of models. */
async function firstPage({ peer, ours: our }) {
  const times = await inTurns({ peer: () => peer.first(10_000), ours: () => our.first(10_000) }, { rounds: 40, warmup: 5 });
  const more = times.ours.min - times.peer.min;
  return {
    id: 'G3',
    what: 'first page of 10,000',
    peer: `${times.peer.median.toFixed(1)} (${times.peer.min.toFixed(1)}) ms, @azure/arm-machinelearning`,
    ours: `${times.ours.median.toFixed(1)} (${times.ours.min.toFixed(1)}) ms`,
    ratio: times.ours.min / times.peer.min,
    goal: 'page 1 + 5 ms',
    met: more <= 5,
  };
}

/** The count travels in a name, because the product asks for no page size. */
const named = (count) => ({ ...model, model: `of-${count}` });

function client({ openAzureMl }, armEndpoint) {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined, trace: () => undefined };
  const azure = openAzureMl({ armEndpoint, billed: false, log, getToken: () => Promise.resolve('t') }, { hashWorker: '' });
  const signal = AbortSignal.timeout(600_000);
  return {
    first: (count) => azure.models.versions(named(count), signal),
    all: async (count) => {
      let found = 0;
      for (let page = await azure.models.versions(named(count), signal); page; page = await page.more?.(signal)) found += page.items.length;
      if (found !== count) throw new Error(`${found} of ${count}`);
    },
  };
}

/** The least that can do it: one connection, and the pages as JSON. */
function plain(endpoint) {
  const agent = new Agent({ keepAlive: true });
  const page = (url) =>
    new Promise((done, failed) => {
      get(url, { agent }, async (answer) => done(JSON.parse(Buffer.concat(await answer.toArray()).toString()))).on('error', failed);
    });
  return {
    all: async (count) => {
      let found = 0;
      for (let url = `${endpoint}/models/of-${count}/versions`; url;) {
        const { value, nextLink } = await page(url);
        found += value.length;
        url = nextLink;
      }
      if (found !== count) throw new Error(`${found} of ${count}`);
    },
  };
}

function sdk({ AzureMachineLearningWorkspaces }, endpoint) {
  const credential = { getToken: () => Promise.resolve({ token: 't', expiresOnTimestamp: Date.now() + 3_600_000 }) };
  const list = (count) => {
    const { resourceGroup, workspace: name, model: container } = named(count);
    return it.modelVersions.list(resourceGroup, name, container);
  };
  const it = new AzureMachineLearningWorkspaces(credential, workspace.subscriptionId, { endpoint, allowInsecureConnection: true });
  it.pipeline.removePolicy({ name: 'bearerTokenAuthenticationPolicy' });
  return {
    first: (count) => list(count).byPage().next(),
    all: async (count) => {
      let found = 0;
      for await (const version of list(count)) found += version.name ? 1 : 0;
      if (found !== count) throw new Error(`${found} of ${count}`);
    },
  };
}
