// What is felt while YAML and configurations are typed: beside yaml-language-server with the same schema, on the same texts.
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { deploymentOf, edited, listOf } from './support/deployment.mjs';
import { ours } from './support/source.mjs';
import { comparison, inTurns } from './support/turns.mjs';
import { yamlServerProcess, yamlService } from './support/yamlServer.mjs';

const peerName = 'yaml-language-server';

export async function rows() {
  const product = await ours('language', [
    'documents/yaml/keptYaml',
    'documents/yaml/parseDocuments',
    'language/azureml/completion',
    'language/azureml/hover',
    'ui/diagnostics/checkSchedule',
    'validation/azureml/checkAzureMl',
    'validation/azureml/filesAround',
    'validation/checkConfig',
  ]);
  const check = (text) => product.checkAzureMlText(text, product.noFilesAround);
  return [
    memory(product, check),
    ...(await keyToFindings(product, check)),
    await oneEdit('A3', 60, 0.35, check),
    await oneEdit('A4', 2000, 0.12, check),
    await lists(product),
    ...(await answers(product)),
    await configuration(product),
  ];
}

/** A1, A2: from the last key to the findings. The peer's own pause is most of its time. */
async function keyToFindings({ CheckSchedule, pauseMilliseconds }, check) {
  const rows = [];
  for (const [id, lines, goal] of [
    ['A1', 60, 40],
    ['A2', 2000, 60],
  ]) {
    const text = deploymentOf(lines);
    const peer = await yamlServerProcess();
    let shown = () => undefined;
    const schedule = new CheckSchedule(
      {
        check: ({ text: typed }) => Promise.resolve(check(typed)),
        show: () => shown(),
        failed: (_, error) => {
          throw error;
        },
      },
      pauseMilliseconds,
    );
    try {
      await peer.open(text);
      const times = { peer: [], ours: [] };
      for (let at = 0; at < 25; at++) {
        const typed = edited(text, at);
        const begin = performance.now();
        await peer.change(typed);
        const between = performance.now();
        const done = new Promise((resolve) => (shown = resolve));
        schedule.request({ key: 'deployment.yml', version: at, isClosed: false, text: typed }, 'after a pause');
        await done;
        if (at < 5) continue;
        times.peer.push(between - begin);
        times.ours.push(performance.now() - between);
      }
      const [peers, our] = [sorted(times.peer), sorted(times.ours)];
      const p95 = our[Math.floor(our.length * 0.95)];
      rows.push({
        id,
        what: `last key to findings, ${lines} lines of YAML, median and 95th percentile`,
        peer: `${peers[peers.length >> 1].toFixed(0)} ms, ${peerName}`,
        ours: `${our[our.length >> 1].toFixed(0)}, ${p95.toFixed(0)} ms`,
        ratio: our[0] / peers[0],
        goal: `≤ ${goal} ms`,
        met: p95 <= goal,
      });
    } finally {
      schedule.dispose();
      await peer.close();
    }
  }
  return rows;
}

/** A3, A4: the work alone, ranges and words included. Every text is new, so that nothing kept helps. */
async function oneEdit(id, lines, goal, check) {
  const service = yamlService();
  const text = deploymentOf(lines);
  let at = 0;
  const found = { peer: 0, ours: 0 };
  const times = await inTurns(
    {
      peer: async () => (found.peer += (await service.check(edited(text, ++at))).length),
      ours: () => (found.ours += check(edited(text, ++at)).length),
    },
    { rounds: lines > 100 ? 60 : 300, warmup: lines > 100 ? 15 : 60 },
  );
  if (found.peer === 0 || found.ours === 0) throw new Error(`nothing was found: ${JSON.stringify(found)}`);
  return comparison({ id, what: `check of one edit, ${lines} lines of YAML`, ...times, peerName, goal });
}

/** Where least is won by reading lines ourselves; it must not cost more than it wins. */
async function lists({ parseDocuments, parseWhole }) {
  const text = listOf(1200);
  let at = 0;
  const times = await inTurns(
    { peer: () => parseWhole(`${text}# ${++at}\n`), ours: () => parseDocuments(`${text}# ${++at}\n`) },
    { rounds: 60, warmup: 15 },
  );
  return comparison({
    id: 'A',
    what: 'reading 1200 lines of YAML, a list of short mappings',
    ...times,
    peerName: 'yaml alone',
    goal: 1.05,
  });
}

/** A5: what is asked about a text that has just been changed. Both have to read it first. */
async function answers({ hoverAzureMl, completeAzureMl, noFilesAround }) {
  const service = yamlService();
  const text = deploymentOf(2000);
  const ports = { knownNames: () => Promise.resolve({ endpoints: [], models: [] }), isSchemaElsewhere: false };
  const hoverAt = text.indexOf('instance_count') + 3;
  const typed = text.replace('readiness_probe:', 'read\nreadiness_probe:');
  const completeAt = typed.indexOf('read\n') + 4;
  let at = 0;
  const asked = {
    hover: {
      peer: () => service.hover(edited(text, ++at), hoverAt),
      ours: () => hoverAzureMl(edited(text, ++at), hoverAt, false),
      has: (answer) => JSON.stringify(answer).includes('How many machines run'),
    },
    completion: {
      peer: () => service.complete(edited(typed, ++at), completeAt),
      ours: () => completeAzureMl({ text: edited(typed, ++at), file: '/folder/deployment.yml', files: noFilesAround }, completeAt, ports),
      has: (answer) => JSON.stringify(answer).includes('environment'),
    },
  };
  const rows = [];
  for (const [name, { peer, ours, has }] of Object.entries(asked)) {
    for (const answer of [await peer(), await ours()]) {
      if (!has(answer)) throw new Error(`no ${name}: ${JSON.stringify(answer).slice(0, 500)}`);
    }
    const times = await inTurns({ peer, ours }, { rounds: 60, warmup: 15 });
    rows.push(comparison({ id: 'A5', what: `${name} after an edit, 2000 lines of YAML`, ...times, peerName, goal: 0.05 }));
  }
  return rows;
}

/** A configuration, which has no peer. */
async function configuration({ checkConfig }) {
  const text = readFileSync('bench/support/ensemble.pbtxt', 'utf8');
  let at = 0;
  const { ours: time } = await inTurns(
    { ours: () => checkConfig(text.replace('max_batch_size: 8', `max_batch_size: ${++at % 100}`)) },
    { rounds: 300, warmup: 60 },
  );
  return {
    id: 'A',
    what: `check of one edit, ${text.split('\n').length - 1} lines of config.pbtxt`,
    peer: '',
    ours: `${time.median.toFixed(2)} (${time.min.toFixed(2)}) ms`,
    goal: '≤ 2 ms',
    met: time.min <= 2,
  };
}

/** Each text is kept as long as the editor may ask about it again. Measured first, before the others leave anything behind. */
function memory({ checkConfig }, check) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  const heap = () => {
    collect();
    return process.memoryUsage().heapUsed / 1e6;
  };
  const configuration = readFileSync('bench/support/ensemble.pbtxt', 'utf8');
  const open = (file) => {
    check(`${deploymentOf(60)}# file ${file}\n`);
    checkConfig(`${configuration}# file ${file}\n`);
  };
  open(0);
  const before = heap();
  for (let file = 1; file <= 100; file++) open(file);
  const grown = heap() - before;
  return { id: 'A', what: 'memory kept for 200 open files', peer: '', ours: `${grown.toFixed(1)} MB`, goal: '≤ 32 MB', met: grown <= 32 };
}

const sorted = (numbers) => numbers.toSorted((a, b) => a - b);
