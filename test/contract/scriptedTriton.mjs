// A stand-in for tritonserver, as far as starting, ending and loading go. A model whose file begins with "broken" cannot be loaded.
import { globSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';

const options = new Map(process.argv.slice(2).map((word) => word.replace(/^--/, '').split('=')));
const isExplicit = options.get('model-control-mode') === 'explicit';
/** Name -> what the first byte of its file says. */
const models = new Map();

if (!isExplicit) {
  console.error(`I1123 03:18:50.000000 1 server.cc:1] "options: ${[...options.keys()].join(' ')}"`);
  for (const file of globSync(`${options.get('model-repository')}/*/1/model.onnx`)) {
    const name = path.basename(path.resolve(file, '../..'));
    if (readFileSync(file, 'latin1').startsWith('broken')) {
      console.error(`E1123 03:18:51.000000 1 model_lifecycle.cc:642] "failed to load '${name}' version 1: Internal: it is broken"`);
      console.error('error: creating server: Internal - failed to load all models');
      process.exit(1);
    }
    models.set(name, 'a file');
  }
}

async function answer(request, body) {
  const [, name, action = ''] = /^\/v2\/(?:repository\/)?models\/([^/]+)(?:\/(\w+))?/.exec(request.url) ?? [];
  if (request.url === '/v2/health/ready') return [200, ''];
  if (request.url === '/crash') process.exit(3);
  if (request.url === '/v2/pid') return [200, String(process.pid)];
  if (action === 'load' || action === 'unload') return isExplicit ? control(name, action, body) : [503, '{"error":"polling is enabled"}'];
  if (action === 'ready') return models.has(name) ? [200, ''] : [400, '{"error":"Model version not ready"}'];
  if (!models.has(name)) return [404, `{"error":"Request for unknown model: '${name}' is not found"}`];
  return [200, JSON.stringify({ model: models.get(name), sent: body.length, authorization: request.headers.authorization ?? null })];
}

function control(name, action, body) {
  if (action === 'unload') {
    models.delete(name);
    return [200, ''];
  }
  const { parameters } = JSON.parse(body);
  const file = Buffer.from(parameters['file:1/model.onnx'], 'base64').toString('latin1');
  if (file.startsWith('broken'))
    return [400, `{"error":"load failed for model '${name}': version 1 is at UNAVAILABLE state: it is broken"}`];
  models.set(name, `${parameters.config} ${file}`);
  return [200, ''];
}

createServer((request, response) => {
  const pieces = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', async () => {
    const [status, text] = await answer(request, Buffer.concat(pieces).toString('latin1'));
    response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': text.length }).end(text);
  });
}).listen(Number(options.get('http-port') ?? 0), '127.0.0.1', function () {
  console.log(`http://127.0.0.1:${this.address().port}`);
});

process.on('SIGTERM', () => process.exit(0));
