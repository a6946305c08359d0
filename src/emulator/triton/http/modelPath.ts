import type { ServedModel } from '../model/servedModel';
import { invalidArgument } from '../tritonError';
import type { RouteContext } from './route';

const INT64_MAX = 2n ** 63n - 1n;

/** The version in the path; undefined = the highest that is ready. */
export function versionOf({ path }: RouteContext): bigint | undefined {
  const text = path['version'];
  if (text === undefined) {
    return undefined;
  }
  const version = BigInt(text);
  if (version > INT64_MAX) {
    throw invalidArgument(
      `failed to get model version from specified version string '${text}' (details: stol), version should be an integral value > 0`,
    );
  }
  return version;
}

/** The model that the path names. Throws when it is not served. */
export function modelOf(context: RouteContext): ServedModel {
  return context.lifecycle.served(context.path['model'] ?? '', versionOf(context));
}
