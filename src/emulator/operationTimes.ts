import type { OperationKind } from './controlPlane/longRunning/operationRecord';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** About what Azure takes: creation of an endpoint about a minute and a half, of a deployment some minutes. */
const usual: Readonly<Record<OperationKind, number>> = {
  'endpoint.put': 90 * SECOND,
  'endpoint.patch': 10 * SECOND,
  'endpoint.regenerateKey': 20 * SECOND,
  'endpoint.delete': 2 * MINUTE,
  'deployment.put': 8 * MINUTE,
  'deployment.patch': 3 * MINUTE,
  'deployment.delete': 2 * MINUTE,
};

/** Operations take a part of what they take in Azure: 1 is all of it, 0.01 a hundredth. */
export function scaledTimes(scale: number): (kind: OperationKind) => number {
  return (kind) => Math.round(usual[kind] * scale);
}
