import { invalidArgument } from '../tritonError';
import { jsonAnswer, type Answer } from './answer';
import { versionOf } from './modelPath';
import type { Route, RouteContext } from './route';
import type { ServedModel } from '../model/servedModel';

export const statisticsRoutes: readonly Route[] = [
  { path: /^\/v2\/models\/stats$/, methods: ['GET'], errors: 'application/json', handle: ({ lifecycle }) => shown(lifecycle.allReady()) },
  {
    path: /^\/v2\/models\/(?<model>[^/]+)(?:\/versions\/(?<version>\d+))?\/stats$/,
    methods: ['GET'],
    errors: 'application/json',
    handle: (context: RouteContext): Answer => {
      const name = context.path['model'] ?? '';
      const version = versionOf(context);
      const ready = context.lifecycle.readyVersions(name);
      if (ready.length === 0) {
        throw invalidArgument(`requested model '${name}' is not available`);
      }
      const chosen = version === undefined ? ready : ready.filter((model) => BigInt(model.version) === version);
      if (chosen.length === 0) {
        throw invalidArgument(`requested model version is not available for model '${name}'`);
      }
      return shown(chosen);
    },
  },
];

function shown(models: readonly ServedModel[]): Answer {
  return jsonAnswer({ model_stats: models.map((model) => model.statistics.json(model.name, model.version)) });
}
