import type { HttpClient } from '@azure/core-rest-pipeline';
import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors';
import { ArmClient } from './arm/armClient';
import type { AzureMl } from './azureMl';
import type { AzureConnection, Audience } from './connection';
import { datastores } from './datastores';
import { directory } from './directory';
import { models } from './models';
import { onlineDeployments } from './onlineDeployments';
import { onlineEndpoints } from './onlineEndpoints';
import { loadArmSdk, loadBlobSdk, type ArmSdk } from './sdk/load';
import { bearerToken } from './transport/bearerToken';
import { callLog } from './transport/callLog';
import { systemClock, type Clock } from './transport/clock';
import { composeTransport } from './transport/composeTransport';
import { connectingAgents } from './transport/connectingAgents';
import { jsonCheck, xmlCheck, type JsonAnswers } from './transport/contentCheck';
import { failuresAsErrors } from './transport/failuresAsErrors';
import { isLoopback, isSafeForCredentials } from './transport/loopback';
import { retry } from './transport/retry';
import { defaultTimeLimits, loopbackTimeLimits, timeLimits, type TimeLimits } from './transport/timeLimits';
import { modelUploader } from './upload/uploadModel';
import { workspaces } from './workspaces';

export interface AzureMlOptions {
  /** Absolute path of dist/hashWorker.js. */
  readonly hashWorker: string;
  /** For tests. */
  readonly clock?: Clock;
  readonly limits?: TimeLimits;
}

/** Blobs that break with their connection and are larger than this are sent again in pieces by the uploader. */
const largestBlobResent = 64 * 1024;

/**
 * The client for what the connection points at, Azure or the emulator. Costs nothing: the SDKs are loaded with the first
 * request. Rejects an address that a token must not be sent to (plain http to another machine).
 */
export function openAzureMl(connection: AzureConnection, options: AzureMlOptions): AzureMl {
  const { armEndpoint, log } = connection;
  if (!URL.canParse(armEndpoint) || !isSafeForCredentials(new URL(armEndpoint))) {
    throw new UserError(
      l10n.t('{0} is no address that a sign-in may be sent to. Use https, or http on this machine.', armEndpoint),
      'address',
    );
  }
  const isLocal = isLoopback(new URL(armEndpoint).hostname);
  const { clock = systemClock, limits = isLocal ? loopbackTimeLimits : defaultTimeLimits } = options;
  const agents = connectingAgents(limits.connect);
  const signed = (url: string, audience: Audience) =>
    bearerToken(new URL(url).origin, (request) => connection.getToken({ audience, ...request }));

  const answers: JsonAnswers = new WeakMap();
  const armTransport = (sdk: ArmSdk): HttpClient =>
    composeTransport(
      [
        failuresAsErrors,
        retry(clock, log, limits.patienceForReads),
        signed(armEndpoint, 'arm'),
        callLog(clock, log),
        jsonCheck(answers),
        timeLimits(limits, agents),
      ],
      sdk.createDefaultHttpClient(),
    );
  const arm = new ArmClient(armEndpoint, loadArmSdk, armTransport, answers);
  const operations = { arm, clock };
  const stores = datastores(arm);
  const uploader = modelUploader({
    datastores: stores,
    loadSdk: loadBlobSdk,
    hashWorker: options.hashWorker,
    clock,
    log,
    transport: (sdk, { credential, containerUrl }) =>
      composeTransport(
        [
          failuresAsErrors,
          retry(clock, log, limits.patienceForReads, largestBlobResent),
          ...(credential.kind === 'identity' ? [signed(containerUrl, 'storage')] : []),
          callLog(clock, log),
          xmlCheck,
          timeLimits(limits, agents),
        ],
        sdk.createDefaultHttpClient(),
      ),
  });
  return {
    billed: connection.billed,
    directory: directory(arm),
    workspaces: workspaces(arm),
    datastores: stores,
    models: models(arm),
    endpoints: onlineEndpoints(operations, connection.getToken),
    deployments: onlineDeployments(operations),
    uploader,
  };
}
