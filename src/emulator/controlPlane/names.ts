import { namePatterns } from '../../documents/azureml/namePatterns';
import { badRequest } from './armError';

export function checkEndpointName(name: string, what: 'endpoint' | 'deployment'): void {
  if (!namePatterns.hostLabel.test(name)) {
    throw badRequest(
      'BadArgument',
      `The ${what} name '${name}' is not valid. It must have 3 to 32 characters, start with a letter, and hold letters, digits and single dashes only.`,
      'name',
    );
  }
}

export function checkAssetName(name: string): void {
  if (!namePatterns.asset.test(name)) {
    throw badRequest('BadArgument', `The model name '${name}' is not valid. It must match ${namePatterns.asset.source}.`, 'name');
  }
}

export function checkAssetVersion(version: string): void {
  if (!namePatterns.version.test(version)) {
    throw badRequest(
      'BadArgument',
      `The model version '${version}' is not valid. It must match ${namePatterns.version.source}.`,
      'version',
    );
  }
}
