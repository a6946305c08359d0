import { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import type { TokenCredential } from '@azure/core-auth';
import type { PipelineRequest, PipelineResponse, SendRequest } from '@azure/core-rest-pipeline';
import { ContainerClient } from '@azure/storage-blob';
import type { EmulatorAddress } from '../../src/protocol/emulator';

/** The unchanged SDK client, pointed at http: its bearer policy refuses plain http, so it is replaced. */
export function armClient(address: EmulatorAddress): AzureMachineLearningWorkspaces {
  const credential: TokenCredential = {
    getToken: () => Promise.resolve({ token: address.token, expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
  const client = new AzureMachineLearningWorkspaces(credential, address.subscriptionId, {
    endpoint: address.armEndpoint,
    credentialScopes: `${address.armEndpoint}/.default`,
    allowInsecureConnection: true,
  });
  client.pipeline.removePolicy({ name: 'bearerTokenAuthenticationPolicy' });
  client.pipeline.addPolicy({
    name: 'emulatorToken',
    sendRequest: (request: PipelineRequest, next: SendRequest): Promise<PipelineResponse> => {
      request.headers.set('Authorization', `Bearer ${address.token}`);
      return next(request);
    },
  });
  return client;
}

/** The container of the default datastore, opened with the SAS that the control plane gives out. */
export async function datastoreContainer(client: AzureMachineLearningWorkspaces, address: EmulatorAddress): Promise<ContainerClient> {
  const names = [address.resourceGroup, address.workspace] as const;
  for await (const { name, properties } of client.datastores.list(...names, { isDefault: true })) {
    const secrets = await client.datastores.listSecrets(...names, name ?? '');
    if ('containerName' in properties && 'sasToken' in secrets) {
      const account = `${address.blobEndpoint}/${properties.accountName ?? ''}`;
      return new ContainerClient(`${account}/${properties.containerName ?? ''}?${secrets.sasToken ?? ''}`);
    }
  }
  throw new Error('there is no default datastore with a SAS');
}
