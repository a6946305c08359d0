import type { ArmRequest } from './armRequest';
import type { ArmResponse } from './armResponse';

/** Values of the `{names}` in a route's path, percent-decoded, in the caller's casing. */
export type PathValues = (name: string) => string;

export type Answer = (request: ArmRequest, values: PathValues) => ArmResponse | Promise<ArmResponse>;

/** One row of the route table. */
export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** `/subscriptions/{subscription}/…`; literal segments are matched without regard to case, as ARM does. */
  readonly path: string;
  readonly answer: Answer;
}

/** Path of a workspace, the start of most routes. */
export const workspacePath =
  '/subscriptions/{subscription}/resourceGroups/{resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/{workspace}';

type RouteMatch =
  | { readonly kind: 'found'; readonly route: Route; readonly values: PathValues }
  | { readonly kind: 'otherMethod' }
  | { readonly kind: 'none' };

/** `otherMethod` when the path is known and the verb is not. */
export function findRoute(routes: readonly Route[], method: string, path: string): RouteMatch {
  const segments = path.split('/');
  let known = false;
  for (const route of routes) {
    const values = match(route.path.split('/'), segments);
    if (values && route.method === method) {
      return { kind: 'found', route, values: (name) => values.get(name) ?? '' };
    }
    known ||= values !== undefined;
  }
  return { kind: known ? 'otherMethod' : 'none' };
}

function match(pattern: readonly string[], segments: readonly string[]): Map<string, string> | undefined {
  if (pattern.length !== segments.length) {
    return undefined;
  }
  const values = new Map<string, string>();
  for (const [index, expected] of pattern.entries()) {
    const found = segments[index] ?? '';
    if (expected.startsWith('{')) {
      const value = decoded(found);
      if (value === undefined || value === '') {
        return undefined;
      }
      values.set(expected.slice(1, -1), value);
    } else if (expected.toLowerCase() !== found.toLowerCase()) {
      return undefined;
    }
  }
  return values;
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined; // a lone % is no name that anything here could have
  }
}
