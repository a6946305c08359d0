import type { Fields } from '../base/decode';
import type { EmulatorAddress } from '../protocol/emulator';

/** Where an emulator is, without what it takes to be let in. */
export type PublicAddress = Omit<EmulatorAddress, 'token'>;

/** Throws a DecodeError for what an emulator of this version does not say. */
export function publicAddressFrom(fields: Fields): PublicAddress {
  return {
    armEndpoint: fields.text('armEndpoint'),
    subscriptionId: fields.text('subscriptionId'),
    resourceGroup: fields.text('resourceGroup'),
    workspace: fields.text('workspace'),
    blobEndpoint: fields.text('blobEndpoint'),
    metadataUrl: fields.text('metadataUrl'),
  };
}
