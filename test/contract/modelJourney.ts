import type { AzureMachineLearningWorkspaces, OnlineDeployment } from '@azure/arm-machinelearning';
import type { EmulatorAddress } from '../../src/protocol/emulator';
import { datastoreContainer } from './officialClients';

export const sampleModel = 'samples/single-model/models/model_1/1/model.onnx';

/** Uploads one file as the only version of `model_1` and registers the repository as version 1 of a Triton model; returns its id. */
export async function registerModel(
  client: AzureMachineLearningWorkspaces,
  address: EmulatorAddress,
  { name, file }: { readonly name: string; readonly file: string },
): Promise<string> {
  const container = await datastoreContainer(client, address);
  await container.getBlockBlobClient(`LocalUpload/${name}/models/model_1/1/model.onnx`).uploadFile(file);
  const modelUri = `azureml://datastores/workspaceblobstore/paths/LocalUpload/${name}/models`;
  const body = { properties: { modelUri, modelType: 'triton_model' } };
  const version = await client.modelVersions.createOrUpdate(address.resourceGroup, address.workspace, name, '1', body);
  return version.id ?? '';
}

export function tritonDeployment(model: string): OnlineDeployment {
  const properties = { endpointComputeType: 'Managed' as const, model, instanceType: 'Standard_NC4as_T4_v3' };
  return { location: 'local', sku: { name: 'Default', capacity: 1 }, properties };
}
