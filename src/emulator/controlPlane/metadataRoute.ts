import type { ArmRequest } from './armRequest';
import { ok, type ArmResponse } from './armResponse';

/** Path of the cloud metadata document, which the Python SDK reads before it has a token (azure-ai-ml, _azure_environments.py). */
export const metadataPath = '/metadata/endpoints';

/**
 * A cloud of one. Its name is none of the built-in ones, or clients would take theirs; `suffixes.storage` starts with `core.`
 * because clients find the account's name by it.
 */
export function metadataDocument(request: ArmRequest, tenantId: string, storageSuffix: string): ArmResponse {
  return ok([
    {
      name: 'TritonLocalEmulator',
      portal: 'https://portal.core.localhost',
      resourceManager: `${request.baseUrl}/`,
      authentication: {
        loginEndpoint: `${request.baseUrl}/login/`,
        audiences: [`${request.baseUrl}/`],
        tenant: tenantId,
        identityProvider: 'AAD',
      },
      suffixes: { storage: storageSuffix },
    },
  ]);
}
