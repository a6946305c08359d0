// Requests as bytes, and answers as they come, on one connection that stays open as long as the server keeps it.
import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

/** How long a server may say nothing before that counts as no answer, milliseconds. */
const PATIENCE = 1500;

export class Client {
  constructor(url) {
    this.port = Number(new URL(url).port);
    this.socket = undefined;
    /** Whether this connection has carried a request for another protocol. */
    this.askedToUpgrade = false;
  }

  /** { answer: { status, headers, body } | undefined, ending: 'kept' | 'closed' | 'silent' | 'refused', hadAsked: after an upgrade } */
  async send(bytes, { isPatient = false } = {}) {
    const isFresh = this.socket === undefined;
    const outcome = await this.exchange(bytes, isPatient);
    if (outcome.answer === undefined && outcome.ending === 'closed' && !isFresh) {
      // Perhaps it was the request before that ended this connection.
      return this.exchange(bytes, isPatient);
    }
    return outcome;
  }

  close() {
    this.socket?.destroy();
    this.socket = undefined;
    this.askedToUpgrade = false;
  }

  exchange(bytes, isPatient) {
    return new Promise((resolve) => {
      const hadAsked = this.askedToUpgrade && this.socket !== undefined;
      this.askedToUpgrade = hadAsked || bytes.includes('\r\nUpgrade: ');
      const socket = (this.socket ??= connect({ port: this.port, host: '127.0.0.1', noDelay: true }));
      const pieces = [];
      let length = 0;
      /** What an answer with a known length needs; a long one is not looked at piece by piece. */
      let needed = 0;
      // Triton sends a body after HEAD, which no client reads: what follows is not looked at.
      const first = bytes.subarray(0, bytes.indexOf('\r')).toString('latin1');
      const isHead = first.startsWith('HEAD ');
      const isLast = isHead || !first.endsWith(' HTTP/1.1');
      const joined = () => {
        const all = Buffer.concat(pieces);
        pieces.splice(0, pieces.length, all);
        return all;
      };
      const done = (answer, ending) => {
        clearTimeout(timer);
        socket.removeAllListeners();
        socket.on('error', () => undefined);
        if (ending !== 'kept') this.close();
        else socket.once('close', () => (this.socket = this.socket === socket ? undefined : this.socket));
        resolve({ answer, ending, hadAsked });
      };
      const timer = setTimeout(() => done(undefined, 'silent'), isPatient ? 20 * PATIENCE : PATIENCE);
      socket.on('data', (piece) => {
        pieces.push(piece);
        length += piece.length;
        if (length < needed) return;
        const got = joined();
        const answer = firstAnswer(got, isHead);
        needed = answer === undefined ? neededFor(got) : 0;
        if (answer !== undefined) done(answer, isLast || /\bclose\b/i.test(answer.headers.get('connection') ?? '') ? 'closed' : 'kept');
      });
      socket.on('error', (error) => done(undefined, error.code === 'ECONNREFUSED' ? 'refused' : 'closed'));
      socket.on('close', () => {
        const answer = firstAnswer(joined(), isHead, true);
        done(answer, 'closed');
      });
      socket.write(bytes);
    });
  }
}

function neededFor(got) {
  const end = got.indexOf('\r\n\r\n');
  const [, announced] = /\r\ncontent-length: *(\d+)/i.exec(got.subarray(0, Math.max(0, end)).toString('latin1')) ?? [];
  return announced === undefined ? 0 : end + 4 + Number(announced);
}

function firstAnswer(got, isHead, isEnd = false) {
  const end = got.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [line, ...lines] = got.subarray(0, end).toString('latin1').split('\r\n');
  if (/^HTTP\/\d\.\d 1\d\d/.test(line)) return firstAnswer(got.subarray(end + 4), isHead, isEnd);
  const headers = new Map(lines.map((one) => [one.slice(0, one.indexOf(':')).toLowerCase(), one.slice(one.indexOf(':') + 1).trim()]));
  const status = Number(line.split(' ')[1]);
  const rest = got.subarray(end + 4);
  if (/chunked/i.test(headers.get('transfer-encoding') ?? '')) {
    const body = unchunked(rest);
    return body && { status, headers, body: decoded(body, headers) };
  }
  const length = isHead ? '0' : headers.get('content-length');
  if (length === undefined ? !isEnd : rest.length < Number(length)) return undefined;
  return { status, headers, body: decoded(rest.subarray(0, Number(length ?? rest.length)), headers) };
}

function unchunked(rest) {
  const parts = [];
  for (let at = 0; ;) {
    const line = rest.indexOf('\r\n', at);
    if (line < 0) return undefined;
    const size = Number.parseInt(rest.subarray(at, line).toString('latin1'), 16);
    if (rest.length < line + 4 + size) return undefined;
    if (size === 0) return Buffer.concat(parts);
    parts.push(rest.subarray(line + 2, line + 2 + size));
    at = line + 4 + size;
  }
}

function decoded(body, headers) {
  const codings = { gzip: gunzipSync, deflate: inflateSync, br: brotliDecompressSync };
  const undo = codings[headers.get('content-encoding')];
  return undo === undefined ? body : undo(body);
}
