import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { startServer, type RunningServer } from '../startServer';

/** What a real Triton 2.51.0 answers to these requests. */
interface Case {
  readonly what: string;
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly answer: string;
}

const generate = '/v2/models/identity_string/generate';
const cases: readonly Case[] = [
  {
    what: 'generate takes a text',
    path: generate,
    body: '{"INPUT0":"x"}',
    status: 200,
    answer: '{"OUTPUT0":"x","model_name":"identity_string","model_version":"1"}',
  },
  {
    what: 'generate takes inputs inside parameters',
    path: generate,
    body: '{"parameters":{"INPUT0":"x"}}',
    status: 200,
    answer: '{"OUTPUT0":"x","model_name":"identity_string","model_version":"1"}',
  },
  {
    what: 'generate gives an ensemble’s parameters',
    path: '/v2/models/pair/generate',
    body: JSON.stringify({ A: Array(16).fill(1), B: Array(16).fill(1) }),
    status: 200,
    answer: `{"SUM":[${Array(16).fill(2).join()}],"model_name":"pair","model_version":"1","sequence_end":false,"sequence_id":0,"sequence_start":false}`,
  },
  {
    what: 'generate refuses what does not fit the shape',
    path: '/v2/models/simple/generate',
    body: '{"INPUT0":[1],"INPUT1":[2]}',
    status: 400,
    answer: '{"error":"The schema can not convert input \'INPUT0\' to tensor with proper shape"}',
  },
  {
    what: 'generate refuses parameters that are no object',
    path: generate,
    body: '{"INPUT0":"x","parameters":1}',
    status: 500,
    answer: '{"error":"Expected JSON object for keyword: \'parameters\': attempt to access JSON non-object as object"}',
  },
  {
    what: 'generate takes no compressed body',
    path: generate,
    body: '{}',
    headers: { 'Content-Encoding': 'gzip' },
    status: 400,
    answer: '{"error":"Unsupported content-encoding, only \'identity\' is supported."}',
  },
  {
    what: 'a stream is one event',
    path: `${generate}_stream`,
    body: '{"INPUT0":"x"}',
    status: 200,
    answer: 'data: {"OUTPUT0":"x","model_name":"identity_string","model_version":"1"}\n\n',
  },
  {
    what: 'trace rates are unsigned',
    path: '/v2/trace/setting',
    body: '{"trace_rate":"-5"}',
    status: 200,
    answer:
      '{"trace_level":["OFF"],"trace_rate":"4294967291","trace_count":"-1","log_frequency":"0","trace_file":"","trace_mode":"triton"}',
  },
  {
    what: 'null brings back what the server started with',
    path: '/v2/trace/setting',
    body: '{"trace_rate":null}',
    status: 200,
    answer: '{"trace_level":["OFF"],"trace_rate":"1000","trace_count":"-1","log_frequency":"0","trace_file":"","trace_mode":"triton"}',
  },
  {
    what: 'traces need a file',
    path: '/v2/trace/setting',
    body: '{"trace_level":["TIMESTAMPS"]}',
    status: 400,
    answer: '{"error":"Attempting to set invalid trace setting :trace file name is not given"}',
  },
  {
    what: 'that they need a file is said last',
    path: '/v2/trace/setting',
    body: '{"trace_level":["TIMESTAMPS"],"trace_rate":"x"}',
    status: 400,
    answer: '{"error":"Unable to parse \'trace_rate\', got: x"}',
  },
  {
    what: 'a trace rate that is no number is refused',
    path: '/v2/trace/setting',
    body: '{"trace_rate":"x"}',
    status: 400,
    answer: '{"error":"Unable to parse \'trace_rate\', got: x"}',
  },
  {
    what: 'a trace rate has its range',
    path: '/v2/trace/setting',
    body: '{"trace_rate":"4294967295"}',
    status: 400,
    answer: '{"error":"Unable to parse \'trace_rate\', value is out of range [ 0, 4294967295 ], got: 4294967295"}',
  },
  {
    what: 'an unknown model comes before a wrong body',
    path: '/v2/models/nothing/trace/setting',
    body: 'x',
    status: 400,
    answer: '{"error":"Request for unknown model : nothing"}',
  },
  {
    what: 'log levels are 32-bit numbers',
    path: '/v2/logging',
    body: '{"log_verbose_level":4294967297}',
    status: 200,
    answer: '{"log_file":"","log_info":true,"log_warning":true,"log_error":true,"log_verbose_level":1,"log_format":"default"}',
  },
  {
    what: 'a repository cannot be named',
    path: '/v2/repository/r/models/simple/unload',
    body: 'x',
    status: 501,
    answer: '{"error":"\'repository_name\' specification is not supported"}',
  },
  {
    what: 'generate takes an input once',
    path: generate,
    body: '{"INPUT0":"x","parameters":{"INPUT0":"y"}}',
    status: 400,
    answer: '{"error":"Converting keyword: \'parameters\': [request id: <id_unknown>] input \'INPUT0\' already exists in request"}',
  },
  {
    what: 'generate reads the id first and then its members in their order',
    path: generate,
    body: '{"extra":{},"INPUT0":1,"id":2}',
    status: 500,
    answer: '{"error":"Unable to parse \'id\': attempt to access JSON non-string as string"}',
  },
  {
    what: 'an ensemble has the labels of its steps',
    path: '/v2/models/pair/infer',
    body: JSON.stringify({
      inputs: ['A', 'B'].map((name) => ({ name, shape: [1, 16], datatype: 'INT32', data: Array.from({ length: 16 }, (_, at) => 20 - at) })),
      outputs: [{ name: 'SUM', parameters: { classification: 1 } }],
    }),
    status: 200,
    answer:
      '{"model_name":"pair","model_version":"1","parameters":{"sequence_id":0,"sequence_start":false,"sequence_end":false},' +
      '"outputs":[{"name":"SUM","datatype":"BYTES","shape":[1,1],"data":["40:0:label zero"]}]}',
  },
  {
    what: 'the log file stays where it is',
    path: '/v2/logging',
    body: '{"log_file":"x"}',
    status: 501,
    answer: '{"error":"log file location can not be updated through network protocol"}',
  },
  {
    what: 'a region needs a name',
    path: '/v2/systemsharedmemory/register',
    body: '{}',
    status: 400,
    answer: '{"error":"\'region name\' is necessary to register system shared memory region"}',
  },
  {
    what: 'no key of shared memory exists',
    path: '/v2/systemsharedmemory/region/r/register',
    body: '{"key":"/k","byte_size":64}',
    status: 500,
    answer: '{"error":"Unable to open shared memory region: \'/k\'"}',
  },
  {
    what: 'the reader tells what it misses',
    path: '/v2/repository/index',
    body: '{"ready":1}',
    status: 500,
    answer: '{"error":"attempt to access JSON non-boolean as boolean"}',
  },
];

describe('routes', () => {
  let running: RunningServer;
  before(async () => {
    running = await startServer(['simple', 'identity_string', 'pair']);
  });
  after(() => running.close());

  for (const { what, path, body, headers, status, answer } of cases) {
    test(what, async () => {
      const response = await fetch(running.url + path, {
        method: 'POST',
        ...(body === undefined ? {} : { body }),
        ...(headers ? { headers } : {}),
      });
      assert.deepEqual([await response.text(), response.status], [answer, status]);
    });
  }

  const raw = async (text: string): Promise<string> => {
    const socket = connect(Number(new URL(running.url).port), '127.0.0.1');
    socket.write(text);
    let got = '';
    for await (const piece of socket) {
      got += String(piece);
    }
    return got;
  };

  test('what is not HTTP is hung up on without a word', async () => {
    assert.equal(await raw('hello there\r\n\r\n'), '');
    assert.equal(await raw('POST /v2/logging HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'), '');
  });

  test('methods that nobody knows are refused like known ones', async () => {
    assert.match(
      await raw('FOO /v2/health/live HTTP/1.1\r\n\r\n'),
      /^HTTP\/1\.1 405 [\s\S]*text\/plain[\s\S]*\{"error":"Method Not Allowed"\}$/,
    );
    assert.match(await raw('FOO /nothing HTTP/1.1\r\n\r\n'), /^HTTP\/1\.1 404 [\s\S]*\{"error":"Not Found"\}$/);
  });

  test('a request is answered even when rubbish follows it', async () => {
    assert.match(await raw('GET /v2/health/live HTTP/1.1\r\n\r\nrubbish\r\n\r\n'), /^HTTP\/1\.1 200 /);
  });
});
