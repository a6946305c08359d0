// A control plane that lists as many versions of a model as the model's name says, 100 a page. Its parent gets the port.
import { createServer } from 'node:http';

const pageSize = 100;
const ready = new Map();

const server = createServer(({ url, headers }, response) => {
  const body = ready.get(url) ?? pageOf(new URL(url, `http://${headers.host}`));
  ready.set(url, body);
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('disconnect', () => process.exit());

function pageOf(url) {
  const total = Number(/of-(\d+)/.exec(url.pathname)?.[1]);
  const skip = Number(url.searchParams.get('$skip') ?? 0);
  const count = Math.min(pageSize, total - skip);
  const value = Array.from({ length: count }, (_, at) => version(url.pathname, total - skip - at));
  url.searchParams.set('$skip', skip + count);
  return Buffer.from(JSON.stringify({ value, ...(skip + count < total && { nextLink: url.href }) }));
}

function version(path, number) {
  const moment = '2026-01-02T03:04:05.678901+00:00';
  return {
    id: `${path}/${number}`,
    name: String(number),
    type: 'Microsoft.MachineLearningServices/workspaces/models/versions',
    properties: {
      description: `Model ${number}`,
      tags: { framework: 'onnx', team: `team-${number % 17}` },
      properties: { sha256: '5a'.repeat(32) },
      isArchived: false,
      isAnonymous: false,
      modelType: 'triton_model',
      modelUri: `azureml://subscriptions/s/resourceGroups/rg/workspaces/ws/datastores/workspaceblobstore/paths/LocalUpload/${number}/models`,
      flavors: {},
      jobName: null,
    },
    systemData: {
      createdAt: moment,
      createdBy: 'A Person',
      createdByType: 'User',
      lastModifiedAt: moment,
      lastModifiedBy: 'A Person',
      lastModifiedByType: 'User',
    },
  };
}
