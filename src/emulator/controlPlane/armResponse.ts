import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

export interface ArmResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON; absent for an answer without a body. */
  readonly body?: unknown;
}

export const ok = (body: unknown): ArmResponse => ({ status: 200, body });
export const noContent: ArmResponse = { status: 204 };

/** Sends an answer with the correlation headers of ARM. */
export function sendArm(response: ServerResponse, answer: ArmResponse, clientRequestId: string | undefined): void {
  const id = randomUUID();
  const payload = answer.body === undefined ? undefined : Buffer.from(JSON.stringify(answer.body));
  response.writeHead(answer.status, {
    'x-ms-request-id': id,
    'x-ms-correlation-request-id': id,
    ...(clientRequestId === undefined ? {} : { 'x-ms-client-request-id': clientRequestId }),
    'Cache-Control': 'no-cache',
    ...(payload ? { 'Content-Type': 'application/json; charset=utf-8' } : {}),
    // 204 must not have a length (RFC 9110, 8.6); every other empty answer says that it is empty.
    ...(answer.status === 204 ? {} : { 'Content-Length': String(payload?.length ?? 0) }),
    ...answer.headers,
  });
  response.end(payload);
}
