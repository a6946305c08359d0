import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Log } from '../../base/log';
import { isDiskFull } from '../state/atomicFile';
import { blobAddress, type BlobAddress } from './blobAddress';
import { authorizeBlob, type Account } from './blobAuthorization';
import { BlobError } from './blobError';
import { deleteBlob, setMetadata } from './blobProperties';
import type { BlobRequest } from './blobRequest';
import type { BlobStore } from './blobStore';
import { getBlob, headBlob } from './getBlob';
import { getBlockList } from './getBlockList';
import { listBlobs } from './listBlobs';
import { putBlob } from './putBlob';
import { putBlock } from './putBlock';
import { putBlockList } from './putBlockList';
import { sendXml } from './sendXml';
import { element, textElement } from './xml';

/** One verb of the service: which SAS permissions are enough for it, and what it does. */
interface Verb {
  readonly permissions: string;
  readonly run: (request: BlobRequest) => Promise<void>;
}

/** By method, `restype` and `comp`. */
const verbs: Readonly<Record<string, Verb>> = {
  'HEAD blob': { permissions: 'r', run: headBlob },
  'GET blob': { permissions: 'r', run: getBlob },
  'PUT blob': { permissions: 'cw', run: putBlob },
  'DELETE blob': { permissions: 'd', run: deleteBlob },
  'PUT blob block': { permissions: 'cw', run: putBlock },
  'PUT blob blocklist': { permissions: 'cw', run: putBlockList },
  'GET blob blocklist': { permissions: 'r', run: getBlockList },
  'PUT blob metadata': { permissions: 'w', run: setMetadata },
  'GET blob metadata': { permissions: 'r', run: headBlob },
  'HEAD blob metadata': { permissions: 'r', run: headBlob },
  'GET container list': { permissions: 'l', run: listBlobs },
  'GET container': { permissions: 'rl', run: containerProperties },
  'HEAD container': { permissions: 'rl', run: containerProperties },
};

/** The blob service as far as Azure's clients use it for models (azure-ai-ml and @azure/storage-blob). */
export function blobService(store: BlobStore, account: Account, log: Log): RequestListener {
  return (incoming, response) => {
    const started = performance.now();
    const path = (incoming.url ?? '/').split('?')[0] ?? '/';
    response.setHeader('x-ms-request-id', randomUUID());
    response.setHeader('x-ms-version', singleHeader(incoming, 'x-ms-version') ?? '2021-12-02');
    const clientId = singleHeader(incoming, 'x-ms-client-request-id');
    if (clientId !== undefined) {
      response.setHeader('x-ms-client-request-id', clientId);
    }
    response.once('close', () => {
      log.debug(`blob: ${incoming.method ?? ''} ${path} ${response.statusCode} ${Math.round(performance.now() - started)} ms`);
    });
    void answer(incoming, response, { store, account, log, path });
  };
}

interface Service {
  readonly store: BlobStore;
  readonly account: Account;
  readonly log: Log;
  readonly path: string;
}

async function answer(incoming: IncomingMessage, response: ServerResponse, { store, account, log, path }: Service): Promise<void> {
  try {
    const query = new URL(incoming.url ?? '/', 'http://localhost').searchParams;
    const address = blobAddress(incoming.headers.host ?? '', path);
    const verb = verbs[verbName(incoming.method ?? 'GET', address, query)];
    // Who may not come in is not told what there is.
    authorizeBlob(incoming, query, address, account, verb?.permissions ?? '');
    if (!verb) {
      throw notSupported(`${incoming.method ?? ''} with these parameters`);
    }
    refuseWhatIsNotThere(incoming, query);
    await verb.run({ incoming, response, query, address, container: store.container(address.container ?? '') });
  } catch (error) {
    refuse(incoming, response, blobError(error, incoming, log));
  }
}

/** Headers and parameters that change what a request means, and are not emulated: to leave them out of account would be a wrong success. */
const foreignHeaders = ['x-ms-copy-source', 'x-ms-content-crc64', 'x-ms-structured-body', 'x-ms-encryption-key', 'x-ms-encryption-scope'];
const foreignParameters = ['snapshot', 'versionid'];

function refuseWhatIsNotThere(incoming: IncomingMessage, query: URLSearchParams): void {
  const header = foreignHeaders.find((name) => incoming.headers[name] !== undefined);
  const parameter = foreignParameters.find((name) => query.has(name));
  const type = singleHeader(incoming, 'x-ms-blob-type') ?? '';
  if (header !== undefined || parameter !== undefined) {
    throw notSupported(header === undefined ? `the parameter ${parameter ?? ''}` : `the header ${header}`);
  }
  if (/^(append|page)blob$/i.test(type)) {
    throw notSupported(`blobs of type ${type}`);
  }
}

function notSupported(what: string): BlobError {
  return new BlobError(501, 'EmulatorNotSupported', `The local emulator does not support ${what}.`);
}

function verbName(method: string, address: BlobAddress, query: URLSearchParams): string {
  const kind = address.blob !== undefined ? 'blob' : address.container !== undefined ? 'container' : 'account';
  const comp = query.get('comp')?.toLowerCase();
  return comp === undefined ? `${method} ${kind}` : `${method} ${kind} ${comp}`;
}

function containerProperties({ response }: BlobRequest): Promise<void> {
  const headers = { 'x-ms-lease-status': 'unlocked', 'x-ms-lease-state': 'available', 'x-ms-has-immutability-policy': 'false' };
  response.writeHead(200, { ETag: '"0x1"', 'Last-Modified': new Date(0).toUTCString(), ...headers, 'Content-Length': '0' }).end();
  return Promise.resolve();
}

/** Undefined when the client is gone and nobody is there to be told. */
function blobError(error: unknown, incoming: IncomingMessage, log: Log): BlobError | undefined {
  if (error instanceof BlobError) {
    return error;
  }
  if (incoming.destroyed && !incoming.complete) {
    return undefined;
  }
  if (isDiskFull(error)) {
    return new BlobError(507, 'InsufficientStorage', 'The disk that holds the state of the emulator is full. Nothing was stored.');
  }
  log.error('a blob request failed', error);
  return new BlobError(500, 'InternalError', 'The emulator failed to answer. Its log has the details.');
}

function refuse(incoming: IncomingMessage, response: ServerResponse, error: BlobError | undefined): void {
  if (error === undefined || response.headersSent) {
    response.destroy();
    return;
  }
  // What the client is still sending is read and dropped, or it would see a broken connection instead of the reason.
  incoming.resume();
  const body = element('Error', textElement('Code', error.code) + textElement('Message', error.message));
  sendXml(response, error.status, body, { 'x-ms-error-code': error.code, ...error.headers });
}

function singleHeader(incoming: IncomingMessage, name: string): string | undefined {
  const value = incoming.headers[name];
  return typeof value === 'string' ? value : undefined;
}
