// Random requests to a server on the test models: whole ones and broken ones of every kind.
import { deflateSync, gzipSync } from 'node:zlib';
import { leaf, list, mutated, mutatedText, object, textOf, treeOf } from './jsonText.mjs';

const widths = {
  BOOL: 1,
  UINT8: 1,
  UINT16: 2,
  UINT32: 4,
  UINT64: 8,
  INT8: 1,
  INT16: 2,
  INT32: 4,
  INT64: 8,
  FP16: 2,
  BF16: 2,
  FP32: 4,
  FP64: 8,
};
const types = [...Object.keys(widths), 'BYTES'];
const one = (name, datatype, shape) => ({ name, datatype, shape });
/** Inputs with the batch dimension as 0, any length as -1; names of the outputs; type of the outputs. */
const models = [
  ...types.map((type) => ({
    name: `identity_${type === 'BYTES' ? 'string' : type.toLowerCase()}`,
    inputs: [one('INPUT0', type, [-1])],
    outputs: ['OUTPUT0'],
    type,
  })),
  ...Array.from({ length: 8 }, () => ({
    name: 'simple',
    inputs: [one('INPUT0', 'INT32', [0, 16]), one('INPUT1', 'INT32', [0, 16])],
    outputs: ['OUTPUT0', 'OUTPUT1'],
    type: 'INT32',
  })),
  { name: 'versions', inputs: [one('INPUT0', 'FP32', [2, -1])], outputs: ['OUTPUT0'], type: 'INT64' },
  { name: 'mixed', inputs: [one('INPUT0', 'FP32', [-1])], outputs: ['SAME', 'WHOLE', 'FLAG'], type: 'FP32' },
  { name: 'pair', inputs: [one('A', 'INT32', [0, 16]), one('B', 'INT32', [0, 16])], outputs: ['SUM'], type: 'INT32' },
  { name: 'reshaped', inputs: [one('INPUT0', 'FP32', [0, 4])], outputs: ['OUTPUT0'], type: 'FP32' },
  { name: 'sequence', inputs: [one('INPUT0', 'INT32', [1])], outputs: ['SEEN'], type: 'INT32', isSequence: true },
  { name: 'auto_fixed', inputs: [one('X', 'FP32', [1, 3, 8, 8])], outputs: ['Y'], type: 'FP32' },
  { name: 'auto_batch', inputs: [one('X', 'FP32', [0, 4])], outputs: ['Y'], type: 'FP32' },
];
const otherNames = ['nothing', 'broken_config', 'broken_start', 'si%6Dple', 'simple ', 'SIMPLE', 'stats', '.', '..', 'ver-sions', 'models'];

const NUMBERS = {
  integer: [
    '0',
    '1',
    '-1',
    '2',
    '7',
    '100',
    '127',
    '128',
    '255',
    '256',
    '-128',
    '-129',
    '32767',
    '65536',
    '2147483647',
    '2147483648',
    '-2147483649',
  ],
  float: [
    '0',
    '1',
    '-1',
    '0.5',
    '1.5',
    '-2.25',
    '3.14159',
    '1e10',
    '1e39',
    '-1e-40',
    '1e300',
    '0.1',
    '-0.0',
    '16777217',
    'NaN',
    'Infinity',
    '-Infinity',
  ],
  text: ['""', '"a"', '"abc"', '"\\u00e9"', '"\\"quoted\\""', '"line\\nbreak"', '"\\ud83d\\ude00"', '"/"', '"\\u001f"', '"\\u007f"', '"1"'],
};

function elementText(type, { pick }) {
  if (type === 'BOOL') return pick(['true', 'false']);
  if (type === 'BYTES') return pick(NUMBERS.text);
  return pick(
    /^(?:FP|BF)/.test(type)
      ? NUMBERS.float
      : type === 'UINT64'
        ? ['0', '1', '18446744073709551615', '9223372036854775808']
        : NUMBERS.integer.filter((text) => !type.startsWith('U') || !text.startsWith('-')),
  );
}

function binaryOf(type, count, { below, pick, chance }) {
  if (type !== 'BYTES')
    return Buffer.from(Array.from({ length: count * widths[type] }, () => (type === 'BOOL' ? below(2) : below(chance(0.5) ? 4 : 256))));
  return Buffer.concat(
    Array.from({ length: count }, () => {
      const text = Buffer.from(pick(['', 'a', 'hello', 'caf\u00e9', '\u00ff\u00fe', 'x'.repeat(300)]), pick(['utf8', 'latin1']));
      const length = Buffer.alloc(4);
      length.writeUInt32LE(text.length);
      return Buffer.concat([length, text]);
    }),
  );
}

/** Data in lists that follow the shape, or flat. */
function nested(texts, shape) {
  const [, ...rest] = shape;
  if (rest.length === 0) return list(texts.map(leaf));
  const size = rest.reduce((product, dim) => product * dim, 1);
  return list(Array.from({ length: shape[0] }, (_, at) => nested(texts.slice(at * size, (at + 1) * size), rest)));
}

function inferRequest(dice) {
  const { pick, chance, below } = dice;
  const model = pick(models);
  const batch = pick([1, 1, 1, 2, 3, 8]);
  const isBinary = chance(0.4);
  const binary = [];
  const inputs = model.inputs.map((input) => {
    const shape = input.shape.map((dim) => (dim === 0 ? batch : dim === -1 ? pick([0, 1, 1, 2, 3, 5]) : dim));
    const count = shape.reduce((product, dim) => product * dim, 1);
    if (isBinary && chance(0.9)) {
      const bytes = binaryOf(input.datatype, count, dice);
      binary.push(bytes);
      return treeOf({ name: input.name, shape, datatype: input.datatype, parameters: { binary_data_size: bytes.length } });
    }
    const texts = Array.from({ length: count }, () => elementText(input.datatype, dice));
    return treeOf({ name: input.name, shape, datatype: input.datatype, data: chance(0.5) ? nested(texts, shape) : list(texts.map(leaf)) });
  });
  const members = [['inputs', list(chance(0.1) ? inputs.reverse() : inputs)]];
  if (chance(0.4)) members.push(['outputs', outputs(model, dice)]);
  if (chance(0.2)) members.push(['id', treeOf(pick(['', 'abc-1', '42', 'x y', '\u00e9', '"']))]);
  const parameters = requestParameters(model, dice);
  if (Object.keys(parameters).length > 0) members.push(['parameters', treeOf(parameters)]);
  const version = chance(0.15) ? `/versions/${pick(['1', '1', '2', '3', '0', '01', '9', '99999999999999999999', '-1', 'x', ''])}` : '';
  const name = chance(0.03) ? pick(otherNames) : model.name;
  const headers = chance(0.06)
    ? [
        [
          'Accept-Encoding',
          pick([
            'gzip',
            'deflate',
            'gzip, deflate',
            'gzip;q=0, deflate',
            'deflate;q=0.5,gzip;q=0.4',
            '*',
            'br',
            'GZIP',
            'identity;q=0',
            'gzip;q=1.0',
            'gzip;q=x',
          ]),
        ],
      ]
    : [];
  return {
    method: 'POST',
    target: `/v2/models/${name}${version}/infer`,
    headers,
    json: object(below(3) === 0 ? members.reverse() : members),
    binary: Buffer.concat(binary),
    isBinary: isBinary || chance(0.05),
  };
}

function outputs(model, { pick, chance }) {
  const wanted = model.outputs.filter(() => chance(0.7));
  return list(
    wanted.map((name) => {
      const parameters = {};
      if (chance(0.4)) parameters.binary_data = chance(0.8);
      // Classes of strings and of nothing end the real server.
      if (chance(0.2) && model.type !== 'BYTES' && model.inputs.every(({ shape }) => !shape.includes(-1)))
        parameters.classification = pick([0, 1, 2, 3, 100]);
      return treeOf(Object.keys(parameters).length > 0 ? { name, parameters } : { name });
    }),
  );
}

function requestParameters(model, { pick, chance }) {
  const parameters = {};
  if (chance(0.2)) parameters.binary_data_output = chance(0.7);
  if (chance(0.06)) parameters.priority = pick([0, 1, 2, 9]);
  if (chance(0.06)) parameters.timeout = pick([0, 1_000_000]);
  if (chance(0.05)) parameters.custom = pick([1, 'a', true, 1.5, -1]);
  if (model.isSequence ? chance(0.95) : chance(0.03)) {
    parameters.sequence_id = pick([1, 2, 'abc', 0, '', 18446744073709551615n > 0n ? 3 : 3]);
    if (chance(0.7)) parameters.sequence_start = chance(0.7);
    if (chance(0.4)) parameters.sequence_end = chance(0.7);
  }
  return parameters;
}

function bodyless(method, target) {
  return { method, target, headers: [], json: undefined, binary: Buffer.alloc(0), isBinary: false };
}

function getRequest({ pick, chance }) {
  const model = chance(0.8) ? pick(models).name : pick(otherNames);
  const version = chance(0.3)
    ? `/versions/${pick(['1', '2', '3', '0', '01', '99999999999999999999', '18446744073709551616', '-1', '1x', ''])}`
    : '';
  const path = pick([
    ...[
      '/v2',
      '/v2/',
      '/',
      '/v2/health/live',
      '/v2/health/ready',
      '/v2/health',
      '/v2/models',
      '/v2/models/',
      '/v2/models/stats',
      '/metrics',
    ],
    ...['', '/ready', '/config', '/stats', '/trace/setting', '/infer', '/generate', '/load', '/'].map(
      (end) => `/v2/models/${model}${version}${end}`,
    ),
    ...['/v2/trace/setting', '/v2/logging', '/v2/repository/index', '/v2/repository/x/index', '/v2/repository/models/simple/load'],
    ...['system', 'cuda'].flatMap((kind) =>
      ['/status', '/region/r1/status', '/register', '/region/r1/register', '/unregister', '/region/r1/unregister'].map(
        (end) => `/v2/${kind}sharedmemory${end}`,
      ),
    ),
  ]);
  const target = path + (chance(0.1) ? pick(['?', '?a=b', '#x', '?a?b', ';x', '%20', '/']) : '');
  const method = chance(0.75) ? 'GET' : pick(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'POST', 'get', 'FOO', 'TRACE', 'CONNECT']);
  return bodyless(method, chance(0.03) ? `http://localhost:8000${target}` : target);
}

function settingRequest({ pick, chance }) {
  const trace = {
    trace_level: ['OFF'],
    trace_rate: pick(['1000', '5', '-1', 'x', '4294967296', ' 7 ', '1e3', '']),
    trace_count: pick(['-1', '7', '-2', 'x', '99999999999']),
    log_frequency: pick(['0', '3', '-1']),
    trace_mode: 'triton',
  };
  const log = {
    log_info: true,
    log_warning: true,
    log_error: pick([true, false]),
    log_verbose_level: pick([0, 0, 1.5, -1]),
    log_format: pick(['default', 'ISO8601', 'plain']),
  };
  const members = pick([trace, trace, log]);
  const chosen = Object.fromEntries(Object.entries(members).filter(() => chance(0.4)));
  if (chance(0.05)) chosen[members === log ? 'log_file' : 'trace_file'] = pick(['', 'x', null]);
  if (chance(0.1) && members === trace)
    chosen[pick(Object.keys(trace))] = pick([null, 'OFF', [], ['TIMESTAMPS'], ['OFF', 'OFF'], ['x'], 5]);
  const target =
    members === log
      ? '/v2/logging'
      : pick(['/v2/trace/setting', '/v2/models/simple/trace/setting', '/v2/models/pair/trace/setting', '/v2/models/nothing/trace/setting']);
  return { ...bodyless('POST', target), json: treeOf(chosen) };
}

function sharedMemoryRequest({ pick, chance }) {
  const kind = pick(['system', 'system', 'cuda']);
  const region = chance(0.9) ? `/region/${pick(['r1', 'r2', 'a%20b'])}` : '';
  const system = { key: pick(['/nothing-here', 'nothing', '']), offset: pick([0, 64]), byte_size: pick([64, 0]) };
  const cuda = { raw_handle: { b64: pick(['', 'AAAA', '%%%']) }, device_id: 0, byte_size: 64 };
  const json = treeOf(Object.fromEntries(Object.entries(kind === 'cuda' ? cuda : system).filter(() => chance(0.85))));
  return { ...bodyless('POST', `/v2/${kind}sharedmemory${region}/${pick(['register', 'register', 'unregister', 'status'])}`), json };
}

function generateRequest(dice) {
  const { pick, chance } = dice;
  const model = pick(models.filter((one) => one.inputs.every(({ shape }) => !shape.includes(0)) && !one.isSequence));
  const members = {};
  for (const { name, datatype, shape } of model.inputs) {
    const count = shape.reduce((product, dim) => product * (dim === -1 ? pick([1, 1, 2]) : dim), 1);
    const texts = Array.from({ length: Math.min(count, 200) }, () => elementText(datatype, dice));
    members[name] = texts.length === 1 && chance(0.6) ? leaf(texts[0]) : list(texts.map(leaf));
  }
  if (chance(0.3)) members.id = pick(['a', '', 'x"y']);
  if (chance(0.2)) members.parameters = pick([{}, { a: 1 }, { a: 'b', c: true }, { f: 1.5 }]);
  if (chance(0.2)) members.extra = pick([1, 'x', true, 1.5, null, [1], { a: 1 }]);
  return {
    ...bodyless('POST', `/v2/models/${model.name}${chance(0.1) ? '/versions/1' : ''}/${pick(['generate', 'generate', 'generate_stream'])}`),
    json: treeOf(members),
  };
}

/** Configurations that take the place of the one in the folder, by model. */
const configs = {
  versions: [
    { version_policy: { all: {} } },
    { version_policy: { specific: { versions: [1] } } },
    { version_policy: { specific: { versions: [2] } } },
    { version_policy: { latest: { num_versions: 2 } } },
    {},
  ],
  simple: [
    { max_batch_size: 4 },
    { max_batch_size: 8, dynamic_batching: {} },
    { max_batch_size: 8, instance_group: [{ count: 2, kind: 'KIND_CPU' }] },
  ],
  identity_fp32: [{ name: 'other' }, { max_batch_size: -1 }, { nothing: 1 }],
};

function overrideRequest({ pick }) {
  const name = pick(Object.keys(configs));
  const config = JSON.stringify({ platform: 'onnxruntime_onnx', ...pick(configs[name]) });
  return { ...bodyless('POST', `/v2/repository/models/${name}/load`), json: treeOf({ parameters: { config } }) };
}

function controlRequest(dice) {
  const { pick, chance } = dice;
  if (chance(0.3)) return overrideRequest(dice);
  const name = pick(['simple', 'pair', 'versions', 'identity_fp32', 'broken_config', 'nothing', 'broken_start', 'mixed']);
  const body = chance(0.4)
    ? undefined
    : pick([
        {},
        { parameters: {} },
        { parameters: { unload_dependents: pick([true, false, 1, 'x']) } },
        { parameters: { other: 1 } },
        { parameters: { config: pick(['{}', 'x', '{"max_batch_size":-1}', '']) } },
        { parameters: [] },
        { parameters: null },
      ]);
  const action = pick(['load', 'load', 'unload']);
  return { ...bodyless('POST', `/v2/repository${chance(0.05) ? '/r' : ''}/models/${name}/${action}`), json: body && treeOf(body) };
}

function indexRequest({ pick, chance }) {
  return {
    ...bodyless('POST', '/v2/repository/index'),
    json: chance(0.3)
      ? undefined
      : treeOf(pick([{}, { ready: true }, { ready: false }, { ready: 'yes' }, { ready: null }, { other: 1 }, [], 'x', null])),
  };
}

const headerValues = {
  'Inference-Header-Content-Length': [
    '0',
    '1',
    '-1',
    '10',
    '+20',
    ' 30',
    '1e2',
    'abc',
    '',
    '99999999999',
    '2147483648',
    '4294967297',
    '100000',
    '0x10',
    '20 30',
  ],
  'Content-Encoding': ['gzip', 'deflate', 'identity', 'GZIP', 'br', '', 'gzip, deflate', 'x'],
  'Accept-Encoding': ['gzip', 'deflate', '', 'gzip;q=2', 'gzip;q=-1', ', ,gzip', 'identity, gzip'],
  'Content-Type': ['application/json', 'text/plain', '', 'application/x-www-form-urlencoded', 'multipart/form-data'],
  Expect: ['100-continue', 'x'],
  Accept: ['text/plain'],
  Host: ['a.example', ''],
  'X-Custom': ['a', '\u00e9', 'a'.repeat(3000)],
};

/** Where a request gets its faults; each returns a changed request. */
const faults = [
  (request, dice) => (request.json === undefined ? request : { ...request, json: mutated(request.json, dice) }),
  (request, dice) => (request.json === undefined ? request : { ...request, json: mutated(request.json, dice) }),
  (request, dice) => (request.json === undefined ? request : { ...request, json: leaf(mutatedText(textOf(request.json), dice)) }),
  (request, { pick }) => {
    const name = pick(Object.keys(headerValues));
    return { ...request, headers: [...request.headers, [name, pick(headerValues[name])]] };
  },
  (request, { below, pick }) => ({
    ...request,
    binary: pick([
      request.binary.subarray(0, below(request.binary.length + 1)),
      Buffer.concat([request.binary, Buffer.alloc(1 + below(9))]),
    ]),
  }),
  (request, { pick }) => ({ ...request, coding: pick(['gzip', 'deflate', 'gzip', 'deflate', 'cut gzip', 'not gzip']) }),
  (request, { pick }) => ({ ...request, method: pick(['GET', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'post', 'FOO']) }),
  (request, { pick }) => ({ ...request, framing: pick(['chunked']) }),
  (request, { pick, below }) => {
    const at = below(request.target.length);
    return {
      ...request,
      target: pick([
        request.target.slice(0, at) + request.target.slice(at + 1),
        `${request.target}${pick(['/', '?x', '%', '//', '.'])}`,
        request.target.toUpperCase(),
        request.target.replace('/v2', '/v2/'),
      ]),
    };
  },
  (request, { pick }) => ({ ...request, mangle: pick(Object.keys(mangles)) }),
  (request, { pick }) => ({ ...request, version: pick(['HTTP/1.0', 'HTTP/1.0', 'HTTP/1.1', 'HTTP/1.1']) }),
];

/** What can be wrong or merely odd about a head: text of the head -> another. */
const mangles = {
  'line feeds alone': (head) => head.replaceAll('\r\n', '\n'),
  'blank before a colon': (head) => head.replace('Host:', 'Host :'),
  'folded header': (head) => head.replace('Host:', 'X-Folded: a\r\n b\r\nHost:'),
  'line without a colon': (head) => head.replace('Host:', 'nothing\r\nHost:'),
  'no blank after a colon': (head) => head.replaceAll(': ', ':'),
  'many blanks after a colon': (head) => head.replaceAll(': ', ':   '),
  'upper case': (head) => head.replace(/(?<=\r\n)[\w-]+/g, (name) => name.toUpperCase()),
  'HTTP/2.0': (head) => head.replace(/HTTP\/1\.\d/, 'HTTP/2.0'),
  'HTTP/1.2': (head) => head.replace(/HTTP\/1\.\d/, 'HTTP/1.2'),
  'http/1.1': (head) => head.replace(/HTTP\/1\.\d/, 'http/1.1'),
  'no version': (head) => head.replace(/ HTTP\/1\.\d/, ''),
  'length twice': (head) => head.replace(/Content-Length: \d+/, '$&\r\n$&'),
  'another length': (head) => head.replace(/Content-Length: \d+/, 'Content-Length: 1\r\n$&'),
  'length with plus': (head) => head.replace('Content-Length: ', 'Content-Length: +'),
  'length of letters': (head) => head.replace(/Content-Length: \d+/, 'Content-Length: x'),
  'length negative': (head) => head.replace(/Content-Length: \d+/, 'Content-Length: -1'),
  'length empty': (head) => head.replace(/Content-Length: \d+/, 'Content-Length:'),
  'length and letters': (head) => head.replace(/Content-Length: \d+/, '$&x'),
  'length and blanks': (head) => head.replace(/Content-Length: \d+/, '$&  '),
  'no length': (head) => head.replace(/Content-Length: \d+\r\n/, ''),
  'line before': (head) => `\r\n${head}`,
  'two blanks': (head) => head.replace(' /', '  /'),
  'blank before': (head) => ` ${head}`,
  'connection close': (head) => head.replace('Host:', 'Connection: close\r\nHost:'),
  'connection keep-alive': (head) => head.replace('Host:', 'Connection: keep-alive\r\nHost:'),
  'connection upgrade': (head) => head.replace('Host:', 'Connection: Upgrade\r\nUpgrade: websocket\r\nHost:'),
  'encoding unknown': (head) => head.replace('Host:', 'Transfer-Encoding: x\r\nHost:'),
  'no host': (head) => head.replace('Host: localhost:8000\r\n', ''),
  'no headers': (head) => `${head.split('\r\n')[0]}\r\n\r\n`,
  'star for target': (head) => head.replace(/ \/\S*/, ' *'),
  'target without slash': (head) => head.replace(' /', ' '),
  'bytes above 127': (head) => head.replace('Host:', 'X-A: \u00e9\u00ff\r\nHost:'),
  'header of 10,000 bytes': (head) => head.replace('Host:', `X-A: ${'a'.repeat(10_000)}\r\nHost:`),
  '200 headers': (head) => head.replace('Host:', `${'X-A: 1\r\n'.repeat(200)}Host:`),
};

const kinds = {
  infer: inferRequest,
  get: getRequest,
  setting: settingRequest,
  shm: sharedMemoryRequest,
  generate: generateRequest,
  index: indexRequest,
  control: controlRequest,
};
/** What shows what model control has done. */
kinds.explicit = (dice) => kinds[dice.pick(['control', 'control', 'index', 'get', 'infer', 'infer'])](dice);
const usual = [...Array.from({ length: 12 }, () => 'infer'), 'get', 'get', 'setting', 'shm', 'generate', 'generate', 'index', 'control'];

export function randomRequest(dice, only) {
  let request = kinds[only ?? dice.pick(usual)](dice);
  for (let times = dice.pick([0, 0, 1, 1, 1, 2, 3]); times > 0; times -= 1) request = dice.pick(faults)(request, dice);
  return isDeadly(request) && !dice.chance(0.01) ? randomRequest(dice, only) : request;
}

/** A shape beyond all memory ends the real server, and it takes long to start. */
function isDeadly({ json }) {
  return json !== undefined && /"shape":\[[^\]]*\d{8}/.test(textOf(json));
}

/** The bytes that go over the wire. */
export function bytesOf({ method, target, headers, json, binary, isBinary, coding, framing, mangle, version = 'HTTP/1.1' }) {
  const head = json === undefined ? Buffer.alloc(0) : Buffer.from(textOf(json), 'latin1');
  let body = Buffer.concat([head, binary]);
  const lines = [`${method} ${target} ${version}`, 'Host: localhost:8000'];
  if (isBinary) lines.push(`Inference-Header-Content-Length: ${head.length}`);
  if (coding !== undefined) {
    const name = coding.split(' ').at(-1);
    const packed = (name === 'gzip' ? gzipSync : deflateSync)(body);
    body = coding.startsWith('not') ? body : coding.startsWith('cut') ? packed.subarray(0, Math.max(1, packed.length - 12)) : packed;
    lines.push(`Content-Encoding: ${name}`);
  }
  lines.push(...headers.map(([name, value]) => `${name}: ${value}`));
  if (framing === 'chunked') {
    lines.push('Transfer-Encoding: chunked');
    body = Buffer.concat([
      ...(body.length > 0 ? [Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n')] : []),
      Buffer.from('0\r\n\r\n'),
    ]);
  } else if (body.length > 0 || method !== 'GET') {
    lines.push(`Content-Length: ${body.length}`);
  }
  const text = `${lines.join('\r\n')}\r\n\r\n`;
  return Buffer.concat([Buffer.from(mangle === undefined ? text : mangles[mangle](text), 'latin1'), body]);
}
