import * as l10n from '@vscode/l10n';
import type { AzureMl } from '../../azure/azureMl';
import type { AzureConnection } from '../../azure/connection';
import { UserError } from '../../base/errors';
import type { Place } from '../../explorer/explorerNode';
import type { EmulatorAddress } from '../../protocol/emulator';

export interface ClientPorts {
  readonly openAzureMl: (connection: AzureConnection) => AzureMl;
  /** Undefined while the emulator is not running. */
  readonly emulatorAddress: () => EmulatorAddress | undefined;
  readonly emulatorConnection: (address: EmulatorAddress) => AzureConnection;
  readonly azureConnection: (tenantId: string | undefined) => AzureConnection;
}

/** One client for each service that is in use. */
export class Clients {
  private readonly azure = new Map<string | undefined, AzureMl>();
  private emulator: { readonly address: EmulatorAddress; readonly client: AzureMl } | undefined;

  constructor(private readonly ports: ClientPorts) {}

  open(place: Place): AzureMl {
    return place.kind === 'emulator' ? this.openEmulator() : this.openAzure(place.tenantId);
  }

  /** The account or the cloud has changed. */
  forgetAzure(): void {
    this.azure.clear();
  }

  private openEmulator(): AzureMl {
    const address = this.ports.emulatorAddress();
    if (!address) {
      throw new UserError(l10n.t('The local emulator is not running. Start it and try again.'), 'emulator-stopped');
    }
    if (this.emulator?.address !== address) {
      this.emulator = { address, client: this.ports.openAzureMl(this.ports.emulatorConnection(address)) };
    }
    return this.emulator.client;
  }

  private openAzure(tenantId: string | undefined): AzureMl {
    const client = this.azure.get(tenantId) ?? this.ports.openAzureMl(this.ports.azureConnection(tenantId));
    this.azure.set(tenantId, client);
    return client;
  }
}
