import { Fields } from '../../../base/decode';
import type { RecordKind } from '../../state/collection';
import type { ErrorBody } from '../armError';
import { oneOf, optionalTexts } from '../textFields';

const operationKinds = [
  'endpoint.put',
  'endpoint.patch',
  'endpoint.delete',
  'endpoint.regenerateKey',
  'deployment.put',
  'deployment.patch',
  'deployment.delete',
] as const;

export type OperationKind = (typeof operationKinds)[number];

/** A long-running operation: what a client polls, and what the next start needs to go on with it. */
export interface OperationRecord {
  /** `oe:{guid}:{guid}`, the last segment of its status URL as Azure builds it. */
  readonly id: string;
  readonly kind: OperationKind;
  /** The endpoint or deployment that it writes. */
  readonly resourceId: string;
  /** The endpoint that it keeps busy. */
  readonly endpointId: string;
  readonly status: 'InProgress' | 'Succeeded' | 'Failed' | 'Canceled';
  readonly startTime: string;
  readonly endTime?: string;
  readonly error?: ErrorBody;
}

export const operationKind: RecordKind<OperationRecord> = {
  folder: 'operations',
  decode: (raw, path) => {
    const fields = Fields.of(raw, path);
    const error = fields.optionalFields('error');
    return {
      id: fields.text('id'),
      kind: oneOf(fields, 'kind', operationKinds),
      resourceId: fields.text('resourceId'),
      endpointId: fields.text('endpointId'),
      status: oneOf(fields, 'status', ['InProgress', 'Succeeded', 'Failed', 'Canceled'] as const),
      startTime: fields.text('startTime'),
      ...optionalTexts(fields, ['endTime']),
      ...(error ? { error: errorFrom(error) } : {}),
    };
  },
};

function errorFrom(fields: Fields): ErrorBody {
  const details = fields.optionalList('details', (raw, path) => errorFrom(Fields.of(raw, path)));
  return {
    code: fields.text('code'),
    message: fields.text('message'),
    ...optionalTexts(fields, ['target']),
    ...(details ? { details } : {}),
  };
}
