import type { IncomingMessage } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { ScoringFault } from '../../protocol/faults';
import { addTrailers } from './brokenExchange';
import { refuses, says, type ExchangeFaultEntry } from './fault';

/** Zeros in one member of the bomb, and how many members follow one another: 10 GiB out of 10 MB. */
const MEMBER_BYTES = 16 * 1024 * 1024;
const MEMBERS = 640;

/** What the front end of an endpoint can answer, and what a container can that is broken or hostile. */
export const scoringEntries: Readonly<Record<ScoringFault, ExchangeFaultEntry>> = {
  'no-deployment': refuses(404, 'DeploymentNotFound', 'No deployment of the endpoint receives traffic.'),
  'model-refuses': modelError(400, 'Bad Request', 'unexpected shape for input of the model'),
  'container-restarting': modelError(503, 'Service Unavailable', 'the container is restarting after its probes failed'),
  'model-too-slow': refuses(408, 'RequestTimeout', 'The model did not answer within the request timeout of the deployment.'),
  'too-many-pending': refuses(429, 'TooManyPendingRequests', 'Too many pending requests.'),
  'rate-limited': refuses(429, 'RateLimited', 'Rate-limiting: the endpoint receives more requests per second than it may.'),
  bandwidth: {
    says: 'the answer, a second late, with the trailers of bandwidth throttling',
    strike: ({ response, answer, seconds = 1 }) => {
      const delay = String(seconds * 1000);
      addTrailers(response, { 'ms-azureml-bandwidth-request-delay-ms': delay, 'ms-azureml-bandwidth-response-delay-ms': '0' });
      const timer = setTimeout(answer, seconds * 1000);
      response.once('close', () => {
        clearTimeout(timer);
      });
    },
  },
  endless: {
    says: '200 with a body that never ends',
    strike: ({ request, response }) => {
      request.resume();
      const chunk = Buffer.alloc(64 * 1024, ' ');
      response.writeHead(200, { 'Content-Type': 'application/json' });
      const more = (): void => {
        if (!response.destroyed) {
          response.write(chunk, more);
        }
      };
      more();
    },
  },
  'gzip-bomb': {
    says: '200 with 10 MB of gzip that unpack to 10 GB',
    strike: ({ request, response }) => {
      request.resume();
      const member = gzipSync(Buffer.alloc(MEMBER_BYTES));
      let left = MEMBERS;
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' });
      const more = (): void => {
        if (left-- > 0 && !response.destroyed) {
          response.write(member, more);
        } else {
          response.end();
        }
      };
      more();
    },
  },
  'wrong-header-length': inferAnswer('200 with an Inference-Header-Content-Length beyond the body', output({ data: [0] }), {
    'Inference-Header-Content-Length': '999999',
  }),
  'wrong-binary-size': binaryAnswer('200 with 12 bytes for a tensor of 1,000 numbers', { shape: [1, 1000] }, Buffer.alloc(12)),
  'negative-shape': inferAnswer('200 with a tensor of shape [1, -5]', output({ shape: [1, -5], data: [0] })),
  'overflowing-shape': inferAnswer(
    '200 with a shape whose product is beyond 64 bits',
    output({ shape: [4294967296, 4294967296, 4294967296], data: [0] }),
  ),
  'not-a-number': inferAnswer(
    '200 with NaN and Infinity among the scores',
    output({ shape: [1, 3], data: [0, 1, 2] }).replace('[0,1,2]', '[NaN,Infinity,-Infinity]'),
  ),
  'duplicate-outputs': inferAnswer(
    '200 with the same output twice',
    output({ data: [0] }).replace(/"outputs":\[(.*)\]\}$/, '"outputs":[$1,$1]}'),
  ),
  'text-past-end': binaryAnswer(
    '200 with texts whose length leads past the end of the body',
    { datatype: 'BYTES', shape: [1] },
    Buffer.from([0xff, 0xff, 0xff, 0x7f, 0x61]),
  ),
};

function modelError(status: number, reason: string, message: string): ExchangeFaultEntry {
  const headers = { 'ms-azureml-model-error-statuscode': String(status), 'ms-azureml-model-error-reason': reason };
  return {
    says: `424: the container answered ${status}, ${message}`,
    strike: ({ request, response }) => {
      request.resume();
      const body = JSON.stringify({ error: message });
      response.writeHead(424, { 'Content-Type': 'application/json', 'Content-Length': String(body.length), ...headers }).end(body);
    },
  };
}

function isInference({ method, url = '' }: IncomingMessage): boolean {
  return method === 'POST' && /\/infer(\?|$)/.test(url);
}

function output(changes: Readonly<Record<string, unknown>>): string {
  const tensor = { name: 'output', datatype: 'FP32', shape: [1], ...changes };
  return JSON.stringify({ model_name: 'model', model_version: '1', outputs: [tensor] });
}

function inferAnswer(what: string, body: string, headers?: Readonly<Record<string, string>>): ExchangeFaultEntry {
  return { ...says(what, 'application/json', body, headers), meets: isInference };
}

function binaryAnswer(what: string, tensor: Readonly<Record<string, unknown>>, bytes: Buffer): ExchangeFaultEntry {
  const header = output({ ...tensor, parameters: { binary_data_size: bytes.length } });
  const headers = { 'Inference-Header-Content-Length': String(Buffer.byteLength(header)) };
  return { ...says(what, 'application/octet-stream', Buffer.concat([Buffer.from(header), bytes]), headers), meets: isInference };
}
