import type { InferAnswer, TritonClient } from '../../../../src/inference/tritonClient';
import type { ModelMetadata } from '../../../../src/inference/kserve/modelMetadata';
import type { InvokeDeployment, InvokeEndpoint } from '../../../../src/ui/panels/invokeEndpoints';

export const metadata: ModelMetadata = {
  name: 'model_1',
  versions: ['1'],
  platform: 'onnxruntime_onnx',
  inputs: [{ name: 'data_0', datatype: 'FP32', shape: [-1, 3, 2, 2] }],
  outputs: [{ name: 'fc6_1', datatype: 'FP32', shape: [-1, 4] }],
};

/** A server with one model of 2 × 2 pixels and 4 classes; what a test wants otherwise it says. */
export function fakeTriton(different: Partial<TritonClient> = {}): TritonClient {
  const answer: InferAnswer = {
    modelName: 'model_1',
    modelVersion: '1',
    outputs: [{ name: 'fc6_1', datatype: 'FP32', shape: [1, 4], data: Float32Array.of(1, 5, 3, 2) }],
    bytesSent: 1200,
    bytesReceived: 300,
    milliseconds: 12,
  };
  return {
    serverReady: () => Promise.resolve(true),
    modelReady: () => Promise.resolve(true),
    models: () => Promise.resolve(['model_1']),
    metadata: () => Promise.resolve(metadata),
    config: () => Promise.resolve({ maxBatchSize: 4, formats: new Map(), labelledOutputs: new Set() }),
    infer: () => Promise.resolve(answer),
    ...different,
  };
}

export function fakeEndpoint(
  name: string,
  {
    triton = fakeTriton(),
    deployments = [{ name: 'blue', traffic: 100 }],
  }: { triton?: TritonClient; deployments?: readonly InvokeDeployment[] } = {},
): InvokeEndpoint & { readonly opened: (string | undefined)[] } {
  const opened: (string | undefined)[] = [];
  return {
    id: `/endpoints/${name}`,
    label: `Local emulator › ${name}`,
    local: true,
    ref: { subscriptionId: 's', resourceGroup: 'g', workspace: 'w', endpoint: name },
    deployments: () => Promise.resolve(deployments),
    open: (deployment) => {
      opened.push(deployment);
      return triton;
    },
    opened,
  };
}
