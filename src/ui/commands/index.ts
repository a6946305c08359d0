import type { CommandId } from '../../manifest/commands';
import type { Command } from './command';
import { copyConfigAsJson, pasteConfigJson } from './configJson';
import { copyEnvironment } from './copyEnvironment';
import { copyId } from './copyId';
import { deleteDeploymentCommand, deleteEndpointCommand, deleteModelCommand, deleteModelVersionCommand } from './delete';
import { deploy, deployModel } from './deploy';
import { resetEmulator, showEmulatorLog, startEmulator, stopEmulator } from './emulator';
import { copyKey, copyScoringUri, newEndpoint, setTrafficCommand } from './endpoint';
import { loadMore, refreshExplorer, retry, showLog } from './explorer';
import { createEndpointFromFile, deployFromFile, registerFromFile } from './file';
import { generateConfigCommand } from './generateConfig';
import { invokeDeployment, invokeEndpoint, invokeImage } from './invoke';
import { migrateFiles } from './migrate';
import { newDeploymentFile, newEndpointFile, newModelFile } from './newFile';
import { openSample } from './openSample';
import { checkRepositoryCommand, scaffoldRepositoryCommand } from './repository';
import { register } from './registerModel';
import { setFaultsCommand } from './setFaults';
import { showLogs } from './showLogs';
import { signIn } from './signIn';

/** Adding an id to manifest/commands.ts stops this from compiling until the command is here. */
export const commands: Readonly<Record<CommandId, Command>> = {
  'tritonAml.workspace.signIn': signIn,
  'tritonAml.workspace.refresh': refreshExplorer,
  'tritonAml.workspace.copyId': copyId,
  'tritonAml.explorer.retry': retry,
  'tritonAml.explorer.loadMore': loadMore,
  'tritonAml.explorer.showLog': showLog,
  'tritonAml.emulator.start': startEmulator,
  'tritonAml.emulator.stop': stopEmulator,
  'tritonAml.emulator.reset': resetEmulator,
  'tritonAml.emulator.showLog': showEmulatorLog,
  'tritonAml.emulator.setFaults': setFaultsCommand,
  'tritonAml.emulator.copyEnvironment': copyEnvironment,
  'tritonAml.repository.openSample': openSample,
  'tritonAml.repository.deploy': deploy,
  'tritonAml.repository.register': register,
  'tritonAml.repository.check': checkRepositoryCommand,
  'tritonAml.repository.generateConfig': generateConfigCommand,
  'tritonAml.repository.scaffold': scaffoldRepositoryCommand,
  'tritonAml.repository.configFromJson': pasteConfigJson,
  'tritonAml.repository.copyConfigAsJson': copyConfigAsJson,
  'tritonAml.file.createEndpoint': createEndpointFromFile,
  'tritonAml.file.deploy': deployFromFile,
  'tritonAml.file.register': registerFromFile,
  'tritonAml.file.migrate': migrateFiles,
  'tritonAml.file.newModel': newModelFile,
  'tritonAml.file.newEndpoint': newEndpointFile,
  'tritonAml.file.newDeployment': newDeploymentFile,
  'tritonAml.model.deploy': deployModel,
  'tritonAml.model.delete': deleteModelCommand,
  'tritonAml.model.deleteVersion': deleteModelVersionCommand,
  'tritonAml.endpoint.create': newEndpoint,
  'tritonAml.endpoint.setTraffic': setTrafficCommand,
  'tritonAml.endpoint.copyScoringUri': copyScoringUri,
  'tritonAml.endpoint.copyKey': copyKey,
  'tritonAml.endpoint.invoke': invokeEndpoint,
  'tritonAml.endpoint.delete': deleteEndpointCommand,
  'tritonAml.deployment.invoke': invokeDeployment,
  'tritonAml.deployment.showLogs': showLogs,
  'tritonAml.deployment.delete': deleteDeploymentCommand,
  'tritonAml.image.invoke': invokeImage,
};
