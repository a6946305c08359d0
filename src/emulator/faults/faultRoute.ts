import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { DecodeError, Fields, textOf } from '../../base/decode';
import { faultsPath } from '../../protocol/faults';
import { catalogue } from './catalogue';
import { FaultSpecError } from './faultSpec';
import type { FaultTable } from './faultTable';
import { bearerToken } from './withFaults';

const MAX_BODY_BYTES = 64 * 1024;

/**
 * Answers the emulator's own resource `/emulator/faults`, for whoever has its token: GET tells what is set and what can be, PUT
 * `{ "faults": [spec] }` replaces what is set, DELETE clears it. Everything else goes to `others`.
 */
export function faultRoute(table: FaultTable, isToken: (token: string) => boolean, others: RequestListener): RequestListener {
  return (request, response) => {
    if ((request.url ?? '').split('?')[0] !== faultsPath) {
      others(request, response);
      return;
    }
    const token = bearerToken(request);
    if (token === undefined || !isToken(token)) {
      request.resume();
      refuse(response, 401, 'The token of the emulator is missing or wrong.');
      return;
    }
    void answer(request, response, table);
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, table: FaultTable): Promise<void> {
  try {
    switch (request.method) {
      case 'GET':
        break;
      case 'PUT':
        table.set(Fields.of(JSON.parse(await text(request)), 'body').list('faults', textOf));
        break;
      case 'DELETE':
        table.clear();
        break;
      default:
        request.resume();
        refuse(response, 405, 'Faults are asked with GET, set with PUT and cleared with DELETE.');
        return;
    }
    send(response, 200, { faults: table.list(), catalogue });
  } catch (error) {
    if (error instanceof FaultSpecError || error instanceof DecodeError || error instanceof SyntaxError) {
      refuse(response, 400, error.message);
    } else {
      response.destroy(); // the client is gone
    }
  }
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) {
      throw new FaultSpecError('That is too long.');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function refuse(response: ServerResponse, status: number, message: string): void {
  send(response, status, { error: { code: 'EmulatorFaults', message } });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const payload = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': String(payload.length) }).end(payload);
}
