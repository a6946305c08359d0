import { Fields, numberOf } from '../../../base/decode';
import type { RecordKind } from '../../state/collection';
import { systemDataFrom, type SystemData } from '../systemData';
import { oneOf, optionalTexts, textMap, type TextMap } from '../textFields';

export const authModes = ['Key', 'AMLToken', 'AADToken'] as const;
export const endpointStates = ['Creating', 'Updating', 'Deleting', 'Succeeded', 'Failed', 'Canceled'] as const;

/** Deployment name to percent. */
export type Traffic = Readonly<Record<string, number>>;

/** Where an endpoint is called: `http://127.0.0.1:PORT`, a port of its own. */
export interface ScoringAddress {
  readonly origin: string;
  readonly port: number;
}

export interface EndpointIdentity {
  readonly type: string;
  readonly userAssignedIdentities?: readonly string[];
}

/** OnlineEndpoint of the REST reference, 2024-10-01. */
export interface EndpointRecord {
  /** `{ws}/onlineEndpoints/{name}` */
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly tags: TextMap;
  readonly identity: EndpointIdentity;
  readonly authMode: (typeof authModes)[number];
  readonly description?: string;
  readonly properties: TextMap;
  readonly traffic: Traffic;
  readonly mirrorTraffic: Traffic;
  readonly publicNetworkAccess: 'Enabled' | 'Disabled';
  readonly provisioningState: (typeof endpointStates)[number];
  /** Absent until the first operation has opened it. */
  readonly scoring?: ScoringAddress;
  readonly systemData: SystemData;
}

export const endpointKind: RecordKind<EndpointRecord> = {
  folder: 'endpoints',
  decode: (raw, path) => {
    const fields = Fields.of(raw, path);
    const scoring = fields.optionalFields('scoring');
    return {
      id: fields.text('id'),
      name: fields.text('name'),
      location: fields.text('location'),
      tags: textMap(fields, 'tags'),
      identity: identityFrom(fields.fields('identity')),
      authMode: oneOf(fields, 'authMode', authModes),
      ...optionalTexts(fields, ['description']),
      properties: textMap(fields, 'properties'),
      traffic: Object.fromEntries(fields.map('traffic', numberOf)),
      mirrorTraffic: Object.fromEntries(fields.map('mirrorTraffic', numberOf)),
      publicNetworkAccess: oneOf(fields, 'publicNetworkAccess', ['Enabled', 'Disabled'] as const),
      provisioningState: oneOf(fields, 'provisioningState', endpointStates),
      ...(scoring ? { scoring: { origin: scoring.text('origin'), port: scoring.number('port') } } : {}),
      systemData: systemDataFrom(fields.unknown('systemData'), `${path}.systemData`),
    };
  },
};

function identityFrom(fields: Fields): EndpointIdentity {
  const ids = fields.optionalList('userAssignedIdentities', (raw) => String(raw));
  return { type: fields.text('type'), ...(ids ? { userAssignedIdentities: ids } : {}) };
}
