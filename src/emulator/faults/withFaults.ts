import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Log } from '../../base/log';
import type { ExchangeFaultEntry, Refusal } from './fault';
import { FaultSpecError, faultSpec } from './faultSpec';
import type { FaultTable } from './faultTable';

/** A request that names a fault in this header meets it, whatever is set; for tests. */
const faultHeader = 'x-emulator-fault';

export type RefuseInForm = (response: ServerResponse, refusal: Refusal) => void;

interface FaultyService {
  readonly place: 'arm' | 'blob' | 'scoring';
  readonly table: FaultTable;
  readonly refuse: RefuseInForm;
  /** The header counts for who has a token; that of others is passed over, and the service refuses them itself. Left out: for all. */
  readonly isToken?: (token: string) => boolean;
  readonly log: Log;
}

/** A service whose exchanges can be hurt. */
export function withFaults(handle: RequestListener, service: FaultyService): RequestListener {
  return (request, response) => {
    const found = struckBy(request, response, service);
    if (typeof found === 'string') {
      request.resume();
      service.refuse(response, { status: 400, code: 'EmulatorFaultUnknown', message: found });
    } else if (found === undefined) {
      handle(request, response);
    } else {
      service.log.info(`fault ${found.id} on ${request.method ?? ''} ${(request.url ?? '').split('?')[0] ?? ''}`);
      strike(found, handle, service, { request, response });
    }
  };
}

interface Found {
  readonly id: string;
  readonly fault: ExchangeFaultEntry;
  readonly seconds: number | undefined;
}

/** A sentence when the header asks for what there is not. */
function struckBy(request: IncomingMessage, response: ServerResponse, service: FaultyService): Found | string | undefined {
  const { place, table, isToken } = service;
  const text = request.headers[faultHeader];
  if (typeof text !== 'string' || isToken?.(bearerToken(request) ?? '') === false) {
    return table.exchange(place, request);
  }
  try {
    const { entry, id, seconds } = faultSpec(text);
    if (entry.kind === 'exchange') {
      return entry.place === place ? { id, fault: entry.fault, seconds } : `Fault '${id}' does not strike this service.`;
    }
    if (place !== 'arm') {
      return `Fault '${id}' strikes operations of Resource Manager.`;
    }
    const resourceId = startedBy(request, entry.place);
    if (resourceId === undefined) {
      return `Fault '${id}' strikes operations on a ${entry.place}, and this request starts none.`;
    }
    const takeAway = table.addOnce(id, resourceId);
    response.once('close', () => {
      const isStarted = response.headersSent && response.statusCode < 300;
      if (!isStarted) {
        takeAway();
      }
    });
    return table.exchange(place, request);
  } catch (error) {
    if (error instanceof FaultSpecError) {
      return error.message;
    }
    throw error;
  }
}

/** What stands after `Bearer`. */
export function bearerToken(request: IncomingMessage): string | undefined {
  return /^Bearer\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** The resource of the operation that a request starts, if it starts one that can end badly. */
function startedBy(request: IncomingMessage, place: 'deployment' | 'endpoint'): string | undefined {
  const path = (request.url ?? '').split('?')[0]?.replace(/\/+$/, '') ?? '';
  const isStart =
    place === 'deployment'
      ? request.method === 'PUT' && /\/onlineEndpoints\/[^/]+\/deployments\/[^/]+$/i.test(path)
      : (request.method === 'PUT' || request.method === 'PATCH') && /\/onlineEndpoints\/[^/]+$/i.test(path);
  return isStart ? path : undefined;
}

function strike(
  { fault, seconds }: Found,
  handle: RequestListener,
  { refuse }: FaultyService,
  exchange: { readonly request: IncomingMessage; readonly response: ServerResponse },
): void {
  const { request, response } = exchange;
  fault.strike({
    ...exchange,
    seconds,
    answer: () => {
      handle(request, response);
    },
    refuse: (refusal) => {
      // What the client is still sending is read and dropped, or it would see a broken connection instead.
      request.resume();
      refuse(response, refusal);
    },
  });
}

/** The form of Resource Manager and of scoring. */
export const refuseAsJson: RefuseInForm = (response, { status, code, message, headers }) => {
  const body = JSON.stringify({ error: { code, message } });
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    ...headers,
  });
  response.end(body);
};

/** The form of the blob service. */
export const refuseAsXml: RefuseInForm = (response, { status, code, message, headers }) => {
  const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message.replace(/[<&>]/g, ' ')}</Message></Error>`;
  response.writeHead(status, {
    'Content-Type': 'application/xml',
    'x-ms-error-code': code,
    'Content-Length': String(Buffer.byteLength(body)),
    ...headers,
  });
  response.end(body);
};
