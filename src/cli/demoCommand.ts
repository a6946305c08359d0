import * as l10n from '@vscode/l10n';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { AzureMl } from '../azure/azureMl';
import { openAzureMl } from '../azure/openAzureMl';
import type { WorkspaceRef } from '../azure/resourceRefs';
import { silentLog } from '../base/log';
import { pathKind } from '../base/pathKind';
import { localPictureFile, readPictureFile } from '../inference/picture/pictureFile';
import { createPictures } from '../inference/picture/pictures';
import { deleteDeployment } from '../operations/deleteDeployment';
import { deleteEndpoint } from '../operations/deleteEndpoint';
import { deleteModelVersion } from '../operations/deleteModelVersion';
import { deployRepository, type DeploymentPlan } from '../operations/deployRepository';
import { openEndpointTriton } from '../operations/endpointTriton';
import { findLabels } from '../operations/findLabels';
import { invokePicture } from '../operations/invokePicture';
import { stageText } from '../operations/invokeStages';
import { sampleModelName } from '../operations/sampleModel';
import { emulatorConnection, startEmulator } from '../operations/startEmulator';
import type { Command, Surroundings } from './command';
import { UsageError } from './commandLine';
import { makeDemoFolder } from './demoFolder';
import { readinessLines, topLine } from './answerLines';

const names = { model: sampleModelName, version: '1', endpoint: 'demo-endpoint', deployment: 'blue' };

export function demoCommand(): Command {
  return {
    name: 'demo',
    synopsis: '[--image FILE]',
    summary: l10n.t('Takes the sample model to an answer on the local emulator: register, deploy, invoke, delete.'),
    options: {
      image: { type: 'string', value: 'FILE', explanation: l10n.t('The picture to ask about; one of the sample when left out.') },
    },
    remarks: [l10n.t('Needs no account and no network. Nothing is left running and nothing is left on disk.')],
    run: async (given, surroundings) => {
      if (given.positionals.length > 0) {
        throw new UsageError(l10n.t('The demo takes no further words: {0}', given.positionals.join(' ')));
      }
      const image = given.text('image') ?? (await pictureOfSample(surroundings.installation.sample));
      const picture = await readPictureFile(localPictureFile(image), 'en', surroundings.signal);
      const stateFolder = await makeDemoFolder();
      try {
        await runDemo(picture, stateFolder, surroundings);
      } finally {
        await rm(stateFolder, { recursive: true, force: true, maxRetries: 5 });
      }
      return 0;
    },
  };
}

/** The peacock, whose licence keeps it out of the packed extension, or what is packed. */
async function pictureOfSample(sample: string): Promise<string> {
  const peacock = path.join(sample, 'pictures', 'peacock.jpg');
  return (await pathKind(peacock)) === 'file' ? peacock : path.join(sample, 'pictures', 'cat.jpg');
}

async function runDemo(picture: Uint8Array, stateFolder: string, surroundings: Surroundings): Promise<void> {
  const { installation, signal, terminal } = surroundings;
  terminal.progress.begin(l10n.t('Starting the local emulator'));
  const emulator = await startEmulator(
    { script: path.join(installation.dist, 'emulator.js'), stateFolder, port: 0, onLog: () => undefined },
    signal,
  );
  try {
    terminal.progress.end(emulator.address.armEndpoint);
    const { subscriptionId, resourceGroup, workspace } = emulator.address;
    const azure = openAzureMl(emulatorConnection(emulator.address, silentLog), {
      hashWorker: path.join(installation.dist, 'hashWorker.js'),
    });
    const ref = { subscriptionId, resourceGroup, workspace };
    await deploy(ref, azure, surroundings);
    await ask(ref, picture, azure, surroundings);
    await deleteEverything(ref, azure, surroundings);
    terminal.progress.begin(l10n.t('Stopping the emulator'));
  } finally {
    await emulator.stop();
  }
  terminal.progress.end();
}

async function deploy(workspace: WorkspaceRef, azure: AzureMl, { installation, terminal, signal }: Surroundings): Promise<void> {
  const plan: DeploymentPlan = {
    workspace,
    model: {
      kind: 'register',
      model: { name: names.model, version: names.version, type: 'triton_model', path: path.join(installation.sample, 'models') },
    },
    endpoint: { kind: 'create', spec: { name: names.endpoint, authMode: 'aml_token' } },
    deployment: names.deployment,
    instanceType: 'Standard_NC4as_T4_v3',
    instanceCount: 1,
  };
  await deployRepository(plan, { ...azure, progress: terminal.progress }, signal);
}

async function ask(
  workspace: WorkspaceRef,
  picture: Uint8Array,
  azure: AzureMl,
  { installation, terminal, signal }: Surroundings,
): Promise<void> {
  terminal.progress.begin(l10n.t('Invoking the endpoint'));
  const endpoint = await azure.endpoints.get({ ...workspace, endpoint: names.endpoint }, signal);
  const triton = openEndpointTriton(endpoint, undefined, { endpoints: azure.endpoints, log: silentLog });
  const pictures = createPictures(path.join(installation.dist, 'pictureWorker.js'));
  try {
    const labels = await findLabels({ repository: path.join(installation.sample, 'models'), folders: [] });
    // The scaling that the how-to's script uses; nothing in the model tells which one it was trained with.
    const question = { picture, choice: { scaling: 'azure-sample' as const }, top: 1, ...(labels ? { labels: labels.labels } : {}) };
    const answer = await invokePicture(
      question,
      {
        triton,
        pictures,
        onStage: (stage) => {
          terminal.progress.update(stageText(stage));
        },
      },
      signal,
    );
    terminal.progress.end(l10n.t('{0} ms', Math.round(answer.milliseconds.request)));
    readinessLines(answer).forEach((line) => {
      terminal.out(line);
    });
    answer.top.forEach((top) => {
      terminal.out(topLine(top));
    });
  } finally {
    await pictures.close();
  }
}

async function deleteEverything(workspace: WorkspaceRef, azure: AzureMl, { terminal, signal }: Surroundings): Promise<void> {
  const ports = { ...azure, progress: terminal.progress };
  await deleteDeployment({ ...workspace, endpoint: names.endpoint, deployment: names.deployment }, ports, signal);
  await deleteEndpoint({ ...workspace, endpoint: names.endpoint }, ports, signal);
  await deleteModelVersion({ ...workspace, model: names.model, version: names.version }, ports, signal);
}
