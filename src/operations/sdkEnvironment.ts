import type { EmulatorAddress } from '../protocol/emulator';

export type Shell = 'posix' | 'powershell' | 'cmd';

/** The variables that docs/emulator.md uses to point Azure's clients at the emulator. The one of the metadata is azure-ai-ml's own. */
function variables(address: EmulatorAddress): readonly (readonly [string, string])[] {
  return [
    ['ARM_CLOUD_METADATA_URL', address.metadataUrl],
    ['AZURE_SUBSCRIPTION_ID', address.subscriptionId],
    ['AZURE_RESOURCE_GROUP', address.resourceGroup],
    ['AZURE_ML_WORKSPACE', address.workspace],
    ['TRITON_AZUREML_ARM', address.armEndpoint],
    ['TRITON_AZUREML_BLOB', address.blobEndpoint],
    ['TRITON_AZUREML_KEY', address.token],
  ];
}

/** Lines that set the variables in a shell, for pasting. They hold the token. */
export function environmentLines(address: EmulatorAddress, shell: Shell): string {
  const line: Readonly<Record<Shell, (name: string, value: string) => string>> = {
    posix: (name, value) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'`,
    powershell: (name, value) => `$env:${name} = '${value.replaceAll("'", "''")}'`,
    cmd: (name, value) => `set "${name}=${value}"`,
  };
  const end = shell === 'posix' ? '\n' : '\r\n';
  return variables(address)
    .map(([name, value]) => line[shell](name, value) + end)
    .join('');
}
