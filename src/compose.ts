import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { openAzureMl } from './azure/openAzureMl';
import { endpointId } from './azure/resourceRefs';
import type { Log } from './base/log';
import { workspaceRowId } from './explorer/branch';
import type { Target } from './explorer/explorerNode';
import { failedNode } from './explorer/noticeNodes';
import { createPictures, type Pictures } from './inference/picture/pictures';
import type { KnownNames } from './language/azureml/asked';
import type { CommandId } from './manifest/commands';
import { explorerView, generatedScheme } from './manifest/views';
import { emulatorConnection } from './operations/startEmulator';
import type { EmulatorAddress } from './protocol/emulator';
import type { CommandServices } from './ui/commands/command';
import { targetOf } from './ui/commands/targetOf';
import { EmulatorFaults } from './ui/localEmulator/emulatorFaults';
import { LocalEmulator } from './ui/localEmulator/localEmulator';
import { runningAddress } from './ui/localEmulator/runningAddress';
import { resumeAfterReload, shouldResume } from './ui/localEmulator/resumeAfterReload';
import { startFromSettings } from './ui/localEmulator/startFromSettings';
import { createInvokePanels, type InvokePanels } from './ui/panels/invokePanels';
import { channelLog } from './ui/shell/channelLog';
import { Clients } from './ui/shell/clients';
import { debounced } from './ui/shell/debounced';
import { DeployedFolders } from './ui/shell/deployedFolders';
import { inEditorWords } from './ui/shell/inEditorWords';
import { labelsFor } from './ui/shell/labelSearch';
import { LogDocuments } from './ui/shell/logDocuments';
import { ReadOnlyTexts } from './ui/shell/readOnlyTexts';
import { RepositoryFindings } from './ui/shell/repositoryFindings';
import { rowsOfWindow } from './ui/shell/rowsOfWindow';
import { openRule } from './ui/shell/ruleLink';
import { runCommand, type FailureSurface } from './ui/shell/runCommand';
import { WindowNames } from './ui/shell/windowNames';
import { WindowWorkspaces } from './ui/shell/windowWorkspaces';
import { AzureAccount } from './ui/signIn/azureAccount';
import { ExplorerView } from './ui/tree/explorerView';
import type { Row } from './ui/tree/row';
import { treeItem } from './ui/tree/treeItem';
import { quickPrompts } from './ui/wizard/quickPrompts';

/** What stands behind the names that extension.ts registers. */
export interface Extension {
  readonly tree: ExplorerView;
  readonly run: (id: CommandId, given: readonly unknown[]) => Promise<void>;
  readonly restorePanel: (panel: vscode.WebviewPanel, state: unknown) => Promise<void>;
  /** Names for completion, without asking anybody to sign in. */
  readonly knownNames: () => Promise<KnownNames>;
  readonly log: Log;
  /** Explains the code of a finding. */
  readonly openRule: (code: unknown) => Promise<void>;
  /** Ends what this window has started. */
  readonly close: () => Promise<void>;
}

type Run = Extension['run'];
type RunOn = (id: CommandId, target: Target | undefined, row?: string) => Promise<void>;

/** Builds everything once, in dependency order. It is disposed of with the extension's context. */
export function compose(context: vscode.ExtensionContext, changed: vscode.EventEmitter<Row | undefined>): Extension {
  if (vscode.l10n.bundle) {
    l10n.config({ contents: vscode.l10n.bundle });
  }
  const services = createServices(context);
  const { log, emulator, account, clients, pictures } = services;
  const explorer = new ExplorerView({
    changed,
    roots: () =>
      rowsOfWindow({
        emulator,
        faults: () => faults.active,
        clients,
        accountLabel: () => account.label(),
        locale: vscode.env.language,
        log,
      }),
    failed: (error, parentId) => failedNode(inEditorWords(error), parentId),
    log,
    toItem: (node) => treeItem(node, context.extensionUri),
    showLoading,
    pollMilliseconds: 2_000,
  });
  const faults = createFaults(emulator, explorer, log);
  const run: Run = (id, given) => {
    const { target, row } = targetOf(given, explorer);
    return runOn(id, target, row);
  };
  // Most of the code stands behind a command; the tree does without.
  const runOn: RunOn = (id, target, row) =>
    runCommand(id, surface, async () => {
      const { commands } = await import('./ui/commands/index');
      await commands[id](target, commandServices, row);
    });
  const surface: FailureSurface = { log, showLog: services.showLog, signIn: () => run('tritonAml.workspace.signIn', []) };
  const panels = createPanels(context, services, runOn);
  // A deployment tells of many changes; the panel asks every workspace.
  const refreshPanels = debounced(1_000, () => void panels.refresh());
  const commandServices = createCommandServices(context, { ...services, surface, explorer, panels, refreshPanels, faults });
  emulator.onDidChange(() => {
    explorer.refresh();
    refreshPanels();
  });
  account.onDidChange(() => {
    explorer.refresh();
  });
  context.subscriptions.push(explorer, panels, faults);
  if (shouldResume(context.globalState)) {
    // Not awaited: the window is shown meanwhile, and a failure is told as that of the command.
    void run('tritonAml.emulator.start', []);
  }
  return {
    tree: explorer,
    run,
    restorePanel: async (panel, state) => {
      await panels.serializer.deserializeWebviewPanel(panel, state);
    },
    knownNames: () => services.names.known(),
    log,
    openRule: (code) => openRule(context.extensionUri, code),
    close: () => Promise.all([emulator.close(), pictures.close()]).then(() => undefined),
  };
}

function showLoading(loading: Promise<void>): void {
  void vscode.window.withProgress({ location: { viewId: explorerView } }, () => loading);
}

/** They are looked for again whenever the emulator has changed: those of another one are not its own. */
function createFaults(emulator: LocalEmulator, explorer: ExplorerView, log: Log): EmulatorFaults {
  const faults = new EmulatorFaults(
    () => (emulator.state.kind === 'running' ? emulator.state.address : undefined),
    () => {
      explorer.refresh();
    },
    log,
  );
  emulator.onDidChange(() => void faults.look());
  return faults;
}

interface Services {
  readonly log: Log;
  readonly showLog: () => void;
  readonly emulatorChannel: vscode.LogOutputChannel;
  readonly emulator: LocalEmulator;
  readonly account: AzureAccount;
  readonly clients: Clients;
  readonly workspaces: WindowWorkspaces;
  readonly names: WindowNames;
  readonly deployedFolders: DeployedFolders;
  readonly findings: RepositoryFindings;
  readonly logDocuments: LogDocuments;
  readonly generated: ReadOnlyTexts;
  readonly pictures: Pictures;
}

function createServices(context: vscode.ExtensionContext): Services {
  const channel = vscode.window.createOutputChannel('Triton', { log: true });
  const emulatorChannel = vscode.window.createOutputChannel('Triton emulator', { log: true });
  const log = channelLog(channel);
  const hashWorker = context.asAbsolutePath(join('dist', 'hashWorker.js'));
  const account = new AzureAccount(log);
  const emulator = createEmulator(context, emulatorChannel, hashWorker);
  const clients = new Clients({
    openAzureMl: (connection) => openAzureMl(connection, { hashWorker }),
    emulatorAddress: () => (emulator.state.kind === 'running' ? emulator.state.address : undefined),
    emulatorConnection: (address) => ({ ...emulatorConnection(address, log), getToken: () => emulator.tokenFor(address) }),
    azureConnection: (tenantId) => account.connection(tenantId),
  });
  const workspaces = new WindowWorkspaces({
    emulator,
    clients,
    accountLabel: () => account.label(),
    signIn: () => account.signIn(undefined),
    log,
  });
  const names = new WindowNames({
    workspaces: (signal) => workspaces.known(signal),
    open: (place) => clients.open(place),
    log,
    now: Date.now,
    goodFor: 60_000,
    patience: 1_500,
  });
  // Before anything that shows them asks again.
  emulator.onDidChange(() => {
    names.forget();
  });
  account.onDidChange(() => {
    clients.forgetAzure();
    workspaces.forget();
    names.forget();
  });
  const logDocuments = new LogDocuments();
  const generated = new ReadOnlyTexts(generatedScheme);
  const findings = new RepositoryFindings();
  context.subscriptions.push(channel, emulatorChannel, account, logDocuments, generated, findings);
  return {
    log,
    showLog: () => {
      channel.show();
    },
    emulatorChannel,
    emulator,
    account,
    clients,
    workspaces,
    names,
    deployedFolders: new DeployedFolders(context.globalState),
    findings,
    logDocuments,
    generated,
    pictures: createPictures(context.asAbsolutePath(join('dist', 'pictureWorker.js'))),
  };
}

function createEmulator(context: vscode.ExtensionContext, channel: vscode.LogOutputChannel, hashWorker: string): LocalEmulator {
  const log = channelLog(channel);
  return new LocalEmulator({
    folder: join(context.globalStorageUri.fsPath, 'emulator'),
    secrets: context.secrets,
    log,
    start: (stateFolder, signal) =>
      startFromSettings(
        {
          script: context.asAbsolutePath(join('dist', 'emulator.js')),
          stateFolder,
          onLog: (line) => {
            channel.info(line);
          },
        },
        signal,
      ),
    answers: async (address) => {
      try {
        await openAzureMl(emulatorConnection(address, log), { hashWorker }).workspaces.get(address, AbortSignal.timeout(3_000));
        return true;
      } catch (error) {
        log.warn(`no emulator answers at ${address.armEndpoint}: ${error instanceof Error ? error.message : String(error)}`);
        return false;
      }
    },
  });
}

function createPanels(context: vscode.ExtensionContext, services: Services, run: RunOn): InvokePanels {
  const { log, pictures, workspaces, emulator, deployedFolders, clients, showLog } = services;
  return createInvokePanels({
    extensionUri: context.extensionUri,
    memory: context.globalState,
    log,
    pictures,
    workspaces: async (signal) =>
      (await workspaces.known(signal)).found.map(({ place, ref, label }) => ({
        ref,
        label,
        local: place.kind === 'emulator',
        azure: clients.open(place),
      })),
    emulatorStopped: () => emulator.state.kind === 'stopped',
    findLabels: ({ ref, local }, deployments, picture) =>
      labelsFor(ref && deployedFolders.folderOf({ place: { kind: local ? 'emulator' : 'azure' }, ref }, deployments), picture),
    actions: {
      deploy: () => run('tritonAml.repository.deploy', undefined),
      startEmulator: () => run('tritonAml.emulator.start', undefined),
      setTraffic: async (endpoint) => {
        const { found } = await workspaces.known(AbortSignal.timeout(60_000));
        const home = found.find(({ ref }) => endpointId({ ...ref, endpoint: endpoint.endpoint }) === endpointId(endpoint));
        // A workspace that has gone meanwhile is asked for again.
        await run('tritonAml.endpoint.setTraffic', home && { kind: 'endpoint', place: home.place, endpoint });
      },
      showLog: () => {
        showLog();
        return Promise.resolve();
      },
    },
  });
}

interface CommandParts {
  readonly surface: FailureSurface;
  readonly explorer: ExplorerView;
  readonly panels: InvokePanels;
  readonly refreshPanels: () => void;
  readonly faults: EmulatorFaults;
}

function createCommandServices(context: vscode.ExtensionContext, parts: Services & CommandParts): CommandServices {
  const {
    surface,
    clients,
    workspaces,
    explorer,
    panels,
    refreshPanels,
    emulator,
    emulatorChannel,
    account,
    deployedFolders,
    findings,
    logDocuments,
    generated,
    faults,
  } = parts;
  const address = (): EmulatorAddress => runningAddress(emulator.state);
  return {
    ...surface,
    open: (place) => clients.open(place),
    prompts: quickPrompts,
    source: workspaces,
    knownWorkspaces: (signal) => workspaces.known(signal),
    explorer: {
      refresh: (rowId) => {
        explorer.refresh(rowId);
      },
      refreshWorkspace: ({ place, ref }) => {
        explorer.refreshUnder(workspaceRowId(place, ref));
        refreshPanels();
      },
      loadMore: (rowId) => explorer.loadMore(rowId),
      placeOf: (rowId) => explorer.placeOf(rowId),
    },
    emulator: {
      isRunning: () => emulator.state.kind === 'running' || emulator.state.kind === 'starting',
      isStopped: () => emulator.state.kind === 'stopped',
      start: (signal) => emulator.start(signal),
      stop: () => emulator.stop(),
      reset: () => emulator.reset().then(() => deployedFolders.emulatorReset()),
      showLog: () => {
        emulatorChannel.show();
      },
      address,
      manual: vscode.Uri.joinPath(context.extensionUri, 'docs', 'emulator.md'),
      faults: () => faults.read(address()),
      setFaults: (specs) => faults.set(address(), specs),
    },
    signInTo: (tenantId) => account.signIn(tenantId),
    invoke: (target, picture) => panels.show(target, picture),
    deployedFolders,
    findings,
    generated,
    showDeploymentLog: (name, text) => logDocuments.show(name, text),
    sample: vscode.Uri.joinPath(context.extensionUri, 'samples', 'single-model'),
    resumeEmulatorAfterReload: () => resumeAfterReload(context.globalState, emulator),
  };
}
