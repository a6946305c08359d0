// The language server that people use today, in this process and as a process of its own.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const peer = createRequire(resolve('bench/package.json'));
const schemaFile = resolve('schemas/managedOnlineDeployment.schema.json');

/** It gets the schema that ours is checked with. Resolves a text to its findings. */
export function yamlService() {
  const { getLanguageService } = peer('yaml-language-server');
  const { TextDocument } = peer('vscode-languageserver-textdocument');
  const schema = JSON.parse(readFileSync(schemaFile, 'utf8'));
  const service = getLanguageService({
    schemaRequestService: () => Promise.resolve(JSON.stringify(schema)),
    workspaceContext: { resolveRelativePath: (path, base) => base + path },
  });
  service.configure({
    validate: true,
    hover: true,
    completion: true,
    customTags: [],
    schemas: [{ uri: 'file:///schema.json', fileMatch: ['*.yml'], schema }],
  });
  let version = 0;
  const document = (text) => TextDocument.create('file:///folder/deployment.yml', 'yaml', ++version, text);
  const at = (text, offset, ask) => {
    const it = document(text);
    return ask(it, it.positionAt(offset));
  };
  return {
    check: (text) => service.doValidation(document(text), false),
    hover: (text, offset) => at(text, offset, (it, position) => service.doHover(it, position)),
    complete: (text, offset) => at(text, offset, (it, position) => service.doComplete(it, position, false)),
  };
}

/** Over its protocol, as an editor sees it. `change` resolves when the findings for the new text have come. */
export async function yamlServerProcess() {
  const child = spawn(process.execPath, [resolve('bench/node_modules/yaml-language-server/bin/yaml-language-server'), '--stdio'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const send = (message) => {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    child.stdin.write(body);
  };
  const uri = 'file:///folder/deployment.yml';
  let version = 0;
  let told = () => undefined;
  const settings = (section) =>
    section === 'yaml' ? { validate: true, schemas: { [`file://${schemaFile}`]: '*.yml' }, schemaStore: { enable: false } } : {};
  receive(child.stdout, (message) => {
    if (message.method === 'textDocument/publishDiagnostics') {
      if (message.params.version === undefined || message.params.version === version) told(message.params.diagnostics);
    } else if (message.method === 'workspace/configuration') {
      send({ id: message.id, result: message.params.items.map(({ section }) => settings(section)) });
    } else if (message.method && message.id !== undefined) {
      send({ id: message.id, result: null });
    } else if (message.id === 'start') {
      told();
    }
  });
  const answer = () => new Promise((done) => (told = done));
  const started = answer();
  const capabilities = { workspace: { configuration: true }, textDocument: { publishDiagnostics: { versionSupport: true } } };
  send({ id: 'start', method: 'initialize', params: { processId: process.pid, rootUri: null, capabilities } });
  await started;
  send({ method: 'initialized', params: {} });
  send({ method: 'workspace/didChangeConfiguration', params: { settings: {} } });
  return {
    open: (text) => {
      const findings = answer();
      send({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'yaml', version: ++version, text } } });
      return findings;
    },
    change: (text) => {
      const findings = answer();
      send({ method: 'textDocument/didChange', params: { textDocument: { uri, version: ++version }, contentChanges: [{ text }] } });
      return findings;
    },
    close: () => {
      child.kill();
      return new Promise((done) => child.once('close', done));
    },
  };
}

function receive(stream, take) {
  let waiting = Buffer.alloc(0);
  stream.on('data', (piece) => {
    waiting = Buffer.concat([waiting, piece]);
    for (;;) {
      const head = waiting.indexOf('\r\n\r\n');
      const length = head < 0 ? Number.NaN : Number(/Content-Length: (\d+)/i.exec(waiting.subarray(0, head).toString())?.[1]);
      if (Number.isNaN(length) || waiting.length < head + 4 + length) return;
      const body = waiting.subarray(head + 4, head + 4 + length).toString();
      waiting = waiting.subarray(head + 4 + length);
      take(JSON.parse(body));
    }
  });
}
