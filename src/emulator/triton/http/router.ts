import type { IncomingMessage } from 'node:http';
import { TritonError } from '../tritonError';
import { errorAnswer, refusal, type Answer } from './answer';
import type { Route, RouteContext } from './route';
import { generateRoutes } from './generateRoutes';
import { healthRoutes } from './healthRoutes';
import { inferRoute } from './inferRoute';
import { metadataRoutes } from './metadataRoutes';
import { repositoryRoutes } from './repositoryRoutes';
import { settingsRoutes } from './settingsRoutes';
import { sharedMemoryRoutes } from './sharedMemoryRoutes';
import { statisticsRoutes } from './statisticsRoutes';

// A model called "stats" cannot be reached, as in Triton: the more particular path comes first.
const routes: readonly Route[] = [
  ...healthRoutes,
  ...repositoryRoutes,
  ...sharedMemoryRoutes,
  ...settingsRoutes,
  ...statisticsRoutes,
  inferRoute,
  ...generateRoutes,
  ...metadataRoutes,
];

/** The answer to a request; Triton's own refusals are answers. Rejects for a bug. */
export async function route(request: IncomingMessage, server: Omit<RouteContext, 'request' | 'path'>): Promise<Answer> {
  const target = pathOf(request.url ?? '');
  for (const { path, methods, errors, handle } of routes) {
    const match = path.exec(target);
    if (match === null) {
      continue;
    }
    if (!methods.includes(request.method ?? '')) {
      return errorAnswer(405, 'Method Not Allowed', errors);
    }
    try {
      return await handle({ ...server, request, path: match.groups ?? {} });
    } catch (error) {
      if (error instanceof TritonError) {
        const answer = refusal(error, errors);
        return error.code === 'UNSUPPORTED' && error.text === 'Unsupported compression type'
          ? { ...answer, headers: { 'Accept-Encoding': 'gzip, deflate' } }
          : answer;
      }
      throw error;
    }
  }
  return errorAnswer(404, 'Not Found', 'text/plain');
}

/** The path of a request target, which may be a whole address. */
function pathOf(target: string): string {
  const path = target.replace(/^https?:\/\/[^/]*/i, '');
  return path.replace(/\?.*$/s, '');
}

/** What a method that nobody knows gets. */
export function methodRefusal(target: string): Answer {
  const known = routes.find(({ path }) => path.test(pathOf(target)));
  return known === undefined ? errorAnswer(404, 'Not Found', 'text/plain') : errorAnswer(405, 'Method Not Allowed', known.errors);
}
