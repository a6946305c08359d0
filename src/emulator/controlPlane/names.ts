import { badRequest } from './armError';

/** Endpoints and deployments, as the service checks them (Azure docs, "Manage resources and quotas", limits of online endpoints). */
const ENDPOINT_NAME = /^[a-zA-Z](?:[a-zA-Z0-9]|-(?=[a-zA-Z0-9])){2,31}$/;
const ASSET_NAME = /^[a-zA-Z0-9][a-zA-Z0-9\-_]{0,254}$/;
/** Versions may hold dots as well (1.0.2); they are one segment of a path, so nothing that could leave it. */
const ASSET_VERSION = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,254}$/;

export function checkEndpointName(name: string, what: 'endpoint' | 'deployment'): void {
  if (!ENDPOINT_NAME.test(name)) {
    throw badRequest(
      'BadArgument',
      `The ${what} name '${name}' is not valid. It must have 3 to 32 characters, start with a letter, and hold letters, digits and single dashes only.`,
      'name',
    );
  }
}

export function checkAssetName(name: string): void {
  if (!ASSET_NAME.test(name)) {
    throw badRequest('BadArgument', `The model name '${name}' is not valid. It must match ${ASSET_NAME.source}.`, 'name');
  }
}

export function checkAssetVersion(version: string): void {
  if (!ASSET_VERSION.test(version)) {
    throw badRequest('BadArgument', `The model version '${version}' is not valid. It must match ${ASSET_VERSION.source}.`, 'version');
  }
}
