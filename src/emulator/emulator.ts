import { randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors';
import type { Log } from '../base/log';
import { errorCode } from '../base/systemError';
import type { EmulatorAddress } from '../protocol/emulator';
import { blobService } from './blob/blobService';
import { BlobStore } from './blob/blobStore';
import { containerSas } from './blob/sharedAccessSignature';
import { openControlPlane, type ControlPlane } from './controlPlane/controlPlane';
import { datastoreContainer } from './controlPlane/datastores/datastoreRoutes';
import { isExpired, type Directory } from './controlPlane/directory';
import { metadataPath } from './controlPlane/metadataRoute';
import type { StartInferenceServer } from './inferenceServer';
import type { OperationKind } from './controlPlane/longRunning/operationRecord';
import { workspaceScope } from './controlPlane/resourceScope';
import { startedProcesses } from './externalTriton/externalTriton';
import { faultRoute } from './faults/faultRoute';
import { FaultTable } from './faults/faultTable';
import { refuseAsJson, refuseAsXml, withFaults } from './faults/withFaults';
import { localOnly, refuseJson, refuseXml } from './localOnly';
import { listenOnLoopback, type LoopbackServer, type Tls } from './loopbackServer';
import { ScoringPortTable } from './scoring/scoringPorts';
import { scoringEndpoints } from './scoringEndpoints';
import { lockState } from './state/stateLock';

/** Name of the one storage account. */
const ACCOUNT = 'localstorage';

export interface EmulatorOptions {
  readonly stateFolder: string;
  /** Of the control plane; 0 is any free one. */
  readonly port: number;
  readonly directory: Directory;
  readonly tls?: Tls;
  readonly startServer: StartInferenceServer;
  /** How long an operation takes at least, where Azure takes minutes. */
  readonly operationMilliseconds: (kind: OperationKind) => number;
  /** Lifetime of the tokens of endpoints with `AMLToken`. */
  readonly tokenSeconds: number;
  /** Faults that are set from the start, as specs. */
  readonly faults: readonly string[];
  /** Whether Resource Manager refuses whoever asks too often, or only tells. */
  readonly throttle: boolean;
  readonly log: Log;
}

interface Emulator {
  readonly address: EmulatorAddress;
  /** Ends everything; what runs is gone on with at the next start. */
  close(): Promise<void>;
}

/**
 * Puts the rooms together: control plane, blobs and scoring on ports of 127.0.0.1, their state in one folder. Rejects with a UserError
 * when the folder is in use (`state-in-use`) or the port is (`port-in-use`); then nothing is left running.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const table = new FaultTable();
  table.set(options.faults);
  const plane: OpenPlane = {};
  // The port comes first: where it is taken, no state folder is made in vain.
  const arm = await listenForArm(options, (request, response) => {
    if (plane.handle) {
      plane.handle(request, response);
    } else {
      response.writeHead(503, { 'Retry-After': '1' }).end();
    }
  });
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    await arm.close();
    for (const closer of closers.splice(0).reverse()) {
      await closer();
    }
  };
  try {
    closers.push(await lockState(options.stateFolder));
    await startedProcesses(options.stateFolder).endLeft(options.log);
    return { address: await open({ ...options, table }, plane, arm, closers), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The control plane, once it has been opened, and what answers on its port. */
interface OpenPlane {
  current?: ControlPlane;
  handle?: RequestListener;
}

interface OpenOptions extends EmulatorOptions {
  readonly table: FaultTable;
}

async function open(
  options: OpenOptions,
  plane: OpenPlane,
  arm: LoopbackServer,
  closers: (() => Promise<void>)[],
): Promise<EmulatorAddress> {
  const token = randomBytes(32).toString('base64url');
  const callers = new Map([...options.directory.callers, [token, { denied: false }]] as const);
  const directory: Directory = { ...options.directory, callers };
  const isToken = (secret: string): boolean => isUsable(directory, secret);
  const faulty = (handle: RequestListener, place: 'arm' | 'scoring'): RequestListener =>
    withFaults(handle, { place, table: options.table, refuse: refuseAsJson, log: options.log, ...(place === 'arm' ? { isToken } : {}) });
  const blobs = await openBlobs(options, directory, closers);
  const scoring = new ScoringPortTable(
    (port, handle) => listenOnLoopback(port, localOnly(faulty(handle, 'scoring'), refuseJson), options.tls),
    scoringEndpoints(
      () => present(plane.current),
      (secret) => scoringRight(directory, secret),
    ),
    options.log,
  );
  const controlPlane = await openControlPlane({
    ...options,
    directory,
    protocol: options.tls ? 'https' : 'http',
    blobs: blobs.account,
    models: { find: (container, path) => blobs.store.filesUnder(container, path) },
    scoring,
    storageSuffix: `core.localhost:${blobs.server.port}`,
    outcome: (kind, resourceId) => options.table.outcome(kind, resourceId),
  });
  plane.current = controlPlane;
  plane.handle = faultRoute(options.table, isToken, faulty(controlPlane.handle, 'arm'));
  closers.push(
    () => controlPlane.close(),
    () => scoring.closeAll(),
  );
  await controlPlane.resume();
  return addressOf(directory, token, arm, blobs.server);
}

interface OpenBlobs {
  readonly store: BlobStore;
  readonly server: LoopbackServer;
  readonly account: Parameters<typeof openControlPlane>[0]['blobs'];
}

async function openBlobs(options: OpenOptions, directory: Directory, closers: (() => Promise<void>)[]): Promise<OpenBlobs> {
  const key = randomBytes(64).toString('base64');
  const store = await BlobStore.open(join(options.stateFolder, 'blobs'), containers(directory), options.log);
  const account = { name: ACCOUNT, key, isTokenValid: (token: string) => isUsable(directory, token) };
  const { table, log, tls } = options;
  const handle = withFaults(blobService(store, account, log), { place: 'blob', table, refuse: refuseAsXml, log });
  const server = await listenOnLoopback(0, localOnly(handle, refuseXml), tls);
  closers.push(() => server.close());
  return {
    store,
    server,
    account: {
      accountName: ACCOUNT,
      host: `127.0.0.1:${server.port}`,
      protocol: options.tls ? 'https' : 'http',
      containerSas: (container, hours) => containerSas(ACCOUNT, key, container, hours),
    },
  };
}

async function listenForArm({ port, tls }: EmulatorOptions, handle: RequestListener): Promise<LoopbackServer> {
  try {
    return await listenOnLoopback(port, localOnly(handle, refuseJson), tls);
  } catch (error) {
    if (errorCode(error) === 'EADDRINUSE') {
      const message = l10n.t('Port {0} is in use by another program. Choose another one, or 0 for any that is free.', port);
      throw new UserError(message, 'port-in-use', { cause: error });
    }
    throw error;
  }
}

function containers(directory: Directory): string[] {
  return directory.subscriptions.flatMap((it) => it.workspaces.map((workspace) => datastoreContainer(workspaceScope(it.id, workspace))));
}

/** The first workspace of the directory is the one that clients are pointed to. */
function addressOf(directory: Directory, token: string, arm: LoopbackServer, blobs: LoopbackServer): EmulatorAddress {
  const subscription = directory.subscriptions.find((it) => it.workspaces.length > 0);
  const workspace = subscription?.workspaces[0];
  return {
    armEndpoint: arm.origin,
    token,
    subscriptionId: subscription?.id ?? '',
    resourceGroup: workspace?.resourceGroup ?? '',
    workspace: workspace?.name ?? '',
    blobEndpoint: blobs.origin,
    metadataUrl: `${arm.origin}${metadataPath}?api-version=2019-05-01`,
  };
}

function isUsable(directory: Directory, token: string): boolean {
  const caller = directory.callers.get(token);
  return caller !== undefined && !isExpired(caller) && !caller.denied;
}

/** Of endpoints with `AADToken`: whoever has no role may not score. */
function scoringRight(directory: Directory, token: string): 'yes' | 'no' | 'forbidden' {
  const caller = directory.callers.get(token);
  return caller === undefined || isExpired(caller) ? 'no' : caller.denied ? 'forbidden' : 'yes';
}

/** Scoring is asked only by ports that the control plane has opened, so it is there by then. */
function present(controlPlane: ControlPlane | undefined): ControlPlane {
  if (!controlPlane) {
    throw new Error('scoring was asked before the control plane was there');
  }
  return controlPlane;
}
