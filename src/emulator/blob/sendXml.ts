import type { ServerResponse } from 'node:http';
import { xmlDeclaration } from './xml';

export function sendXml(response: ServerResponse, status: number, content: string, headers: Readonly<Record<string, string>> = {}): void {
  const payload = Buffer.from(xmlDeclaration + content);
  response.writeHead(status, { 'Content-Type': 'application/xml', 'Content-Length': String(payload.length), ...headers });
  // A HEAD has the headers only; node leaves the body out by itself, but not the work of writing it.
  response.end(response.req.method === 'HEAD' ? undefined : payload);
}
