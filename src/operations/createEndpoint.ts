import * as l10n from '@vscode/l10n';
import { AzureError } from '../azure/azureError';
import type { AuthMode, OnlineEndpoint, OnlineEndpointBody, OnlineEndpoints } from '../azure/onlineEndpoints';
import type { EndpointRef, WorkspaceRef } from '../azure/resourceRefs';
import type { Workspaces } from '../azure/workspaces';
import { UserError } from '../base/errors';
import type { ProgressSink } from '../base/progress';
import type { EndpointSpec } from '../documents/azureml/azureMlFile';
import { validateEndpointName } from '../documents/azureml/names';
import { inWords } from './inWords';
import { workspaceInWords } from './workspaceInWords';

export interface CreateEndpointPorts {
  readonly billed: boolean;
  readonly workspaces: Pick<Workspaces, 'get'>;
  readonly endpoints: Pick<OnlineEndpoints, 'get' | 'put'>;
  readonly progress: ProgressSink;
}

/**
 * Creates the endpoint. One of that name that failed is made again; one that works is left alone and said, since a PUT would
 * take its traffic away. The name is lower-cased first, as the official clients do (azure-ai-ml, entities/_endpoint/online_endpoint.py).
 */
export async function createEndpoint(
  workspace: WorkspaceRef,
  spec: EndpointSpec,
  ports: CreateEndpointPorts,
  signal: AbortSignal,
): Promise<OnlineEndpoint> {
  const ref = { ...workspace, endpoint: spec.name.toLowerCase() };
  const failed = (reason: string): string => l10n.t('Could not create endpoint {0}. {1}', ref.endpoint, reason);
  const problem = validateEndpointName(ref.endpoint);
  if (problem !== undefined) {
    throw new UserError(failed(problem), 'bad-endpoint-name');
  }
  ports.progress.begin(l10n.t('Creating endpoint {0}', ref.endpoint));
  const endpoint = await inWords(failed, async () => {
    await refuseExisting(ref, ports, signal);
    const { location } = await ports.workspaces.get(workspace, signal);
    return ports.endpoints.put(ref, bodyOf(spec, location), {
      signal,
      onState: (state) => {
        ports.progress.update(state);
      },
    });
  });
  ports.progress.end(endpoint.scoringUri);
  return endpoint;
}

async function refuseExisting(ref: EndpointRef, ports: CreateEndpointPorts, signal: AbortSignal): Promise<void> {
  const state = await ports.endpoints.get(ref, signal).then(
    (endpoint) => endpoint.state,
    (error: unknown) => {
      if (error instanceof AzureError && error.kind === 'notFound') {
        return undefined;
      }
      throw error;
    },
  );
  if (state !== undefined && state !== 'Failed' && state !== 'Canceled') {
    throw new UserError(
      l10n.t(
        'Endpoint {0} is already in {1}. Choose another name, or deploy to the endpoint that is there.',
        ref.endpoint,
        workspaceInWords(ref, ports),
      ),
      'endpoint-exists',
    );
  }
}

const authModes: Readonly<Record<EndpointSpec['authMode'], AuthMode>> = { key: 'Key', aml_token: 'AMLToken', aad_token: 'AADToken' };

function bodyOf(spec: EndpointSpec, location: string): OnlineEndpointBody {
  return {
    location,
    authMode: authModes[spec.authMode],
    ...(spec.description === undefined ? {} : { description: spec.description }),
    ...(spec.tags ? { tags: spec.tags } : {}),
    ...(spec.properties ? { properties: spec.properties } : {}),
    ...(spec.publicNetworkAccess ? { publicNetworkAccess: spec.publicNetworkAccess === 'enabled' ? 'Enabled' : 'Disabled' } : {}),
    ...(spec.userAssignedIdentities ? { userAssignedIdentities: spec.userAssignedIdentities } : {}),
  };
}
