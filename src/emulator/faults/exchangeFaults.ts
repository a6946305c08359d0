import type { ExchangeFault } from '../../protocol/faults';
import { onBody } from '../onBody';
import { afterHalf, changeHeaders, changeText, reset } from './brokenExchange';
import { refuses, says, type ExchangeFaultEntry } from './fault';

const UPLOAD_BYTES = 1024 * 1024;
const DAY_SECONDS = 86_400;
const PORTAL = '<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Welcome to the guest network</h1></body></html>';

/** What can go wrong between a client and any service: status codes, broken and slow connections, answers of somebody else, wrong clocks. */
export const exchangeEntries: Readonly<Record<ExchangeFault, ExchangeFaultEntry>> = {
  throttled: refuses(429, 'TooManyRequests', 'The request is being throttled.', { 'Retry-After': '1' }),
  'throttled-without-wait': refuses(429, 'TooManyRequests', 'The request is being throttled.'),
  'throttled-until-date': {
    says: '429 TooManyRequests: The request is being throttled. (Retry-After: a date, two seconds from now)',
    strike: ({ refuse, seconds = 2 }) => {
      const headers = { 'Retry-After': new Date(Date.now() + seconds * 1000).toUTCString() };
      refuse({ status: 429, code: 'TooManyRequests', message: 'The request is being throttled.', headers });
    },
  },
  'request-timeout': refuses(408, 'RequestTimeout', 'The request was not received in time.'),
  'server-error': refuses(500, 'InternalServerError', 'The service failed to answer the request.'),
  'bad-gateway': refuses(502, 'BadGateway', 'The service behind the gateway gave no valid answer.'),
  unavailable: refuses(503, 'ServiceUnavailable', 'The service is not available at the moment.', { 'Retry-After': '1' }),
  'unavailable-without-wait': refuses(503, 'ServiceUnavailable', 'The service is not available at the moment.'),
  'gateway-timeout': refuses(504, 'GatewayTimeout', 'The service behind the gateway gave no answer in time.'),
  unauthorized: refuses(401, 'ExpiredAuthenticationToken', 'The access token has expired.', {
    'WWW-Authenticate': 'Bearer error="invalid_token", error_description="The access token has expired."',
  }),
  forbidden: refuses(
    403,
    'AuthorizationFailed',
    "The client does not have authorization to perform action 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints/write' over scope '/subscriptions/local' or the scope is invalid.",
  ),
  'not-found': refuses(404, 'ResourceNotFound', 'The resource was not found.'),
  conflict: refuses(409, 'Conflict', 'Another operation is running on this resource.'),
  'precondition-failed': refuses(412, 'PreconditionFailed', 'A condition of the request headers is not met.'),
  'too-large': refuses(413, 'RequestEntityTooLarge', 'The request body is too large.'),
  html: says('200 with a page of HTML, as the sign-in page of a guest network answers', 'text/html; charset=utf-8', PORTAL),
  'empty-object': says('200 with {}: every required field is missing', 'application/json', '{}'),
  'cut-json': {
    says: 'the answer with half of its text, its length counted anew',
    strike: ({ response, answer }) => {
      changeText(response, (text) => text.slice(0, text.length >> 1));
      answer();
    },
  },
  'wrong-content-type': {
    says: 'the answer with Content-Type: text/html',
    strike: ({ response, answer }) => {
      changeHeaders(response, { 'Content-Type': 'text/html' });
      answer();
    },
  },
  closed: {
    says: 'the connection is reset before an answer',
    strike: ({ request }) => {
      reset(request);
    },
  },
  'closed-upload': {
    says: 'the connection is reset after 1 MiB of the request, or at its end',
    strike: ({ request, answer }) => {
      let received = 0;
      onBody(request, (chunk) => {
        received += chunk?.length ?? UPLOAD_BYTES;
        if (received >= UPLOAD_BYTES) {
          reset(request);
        }
        return chunk;
      });
      answer();
    },
  },
  'cut-body': {
    says: 'the connection is reset in the middle of the answer',
    strike: ({ request, response, answer }) => {
      afterHalf(response, () => {
        reset(request);
      });
      answer();
    },
  },
  stalled: {
    says: 'half of the answer, and then nothing more',
    strike: ({ response, answer }) => {
      afterHalf(response, () => undefined);
      answer();
    },
  },
  'no-answer': {
    says: 'the request is taken and never answered',
    strike: ({ request }) => {
      request.resume();
    },
  },
  slow: {
    says: 'the answer, two seconds late',
    strike: ({ response, answer, seconds = 2 }) => {
      const timer = setTimeout(answer, seconds * 1000);
      response.once('close', () => {
        clearTimeout(timer);
      });
    },
  },
  'clock-ahead': clock('the answer, dated a day ahead', 1),
  'clock-behind': clock('the answer, dated a day back', -1),
};

function clock(what: string, sign: 1 | -1): ExchangeFaultEntry {
  return {
    says: what,
    strike: ({ response, answer, seconds = DAY_SECONDS }) => {
      response.setHeader('Date', new Date(Date.now() + sign * seconds * 1000).toUTCString());
      answer();
    },
  };
}
