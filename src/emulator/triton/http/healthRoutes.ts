import { TritonError } from '../tritonError';
import { emptyAnswer, errorAnswer, type Answer } from './answer';
import { versionOf } from './modelPath';
import type { Route, RouteContext } from './route';

export const healthRoutes: readonly Route[] = [
  { path: /^\/v2\/health\/live$/, methods: ['GET'], errors: 'text/plain', handle: () => emptyAnswer(200, 'text/plain') },
  {
    path: /^\/v2\/health\/ready$/,
    methods: ['GET'],
    errors: 'text/plain',
    handle: ({ lifecycle }) => emptyAnswer(lifecycle.isReady ? 200 : 400, 'text/plain'),
  },
  {
    path: /^\/v2\/models\/(?<model>[^/]+)(?:\/versions\/(?<version>\d+))?\/ready$/,
    methods: ['GET'],
    errors: 'text/plain',
    handle: (context: RouteContext): Answer => {
      const version = versionOf(context);
      try {
        context.lifecycle.served(context.path['model'] ?? '', version);
        return emptyAnswer(200, 'text/plain');
      } catch (error) {
        if (error instanceof TritonError) {
          return errorAnswer(400, 'Model version not ready', 'text/plain');
        }
        throw error;
      }
    },
  },
];
