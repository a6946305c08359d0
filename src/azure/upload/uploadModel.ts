import type { HttpClient } from '@azure/core-rest-pipeline';
import type { ContainerClient } from '@azure/storage-blob';
import type { Log } from '../../base/log';
import { AzureError } from '../azureError';
import { errorFromSdk } from '../errorFrom';
import type { BlobContainer, Datastores } from '../datastores';
import type { WorkspaceRef } from '../resourceRefs';
import type { BlobSdk } from '../sdk/load';
import type { Clock } from '../transport/clock';
import { openContainerClient } from './blobContainer';
import { anonymousName, type ContentDigest } from './contentHash';
import { hashInThread } from './hashInThread';
import { sendFiles, type FileToSend, type SendPorts } from './sendFiles';
import { walkModel, type LeftOut, type ModelFolder } from './walk';

export type { LeftOut };

export interface UploadRequest {
  readonly workspace: WorkspaceRef;
  /** `workspaceblobstore` when absent. */
  readonly datastore?: string;
  /** Absolute path of the model repository's folder, or of a single file. */
  readonly path: string;
  /** The asset's name and version, written on the indicator blob; absent for an anonymous model. */
  readonly asset?: { readonly name: string; readonly version: string };
}

export interface UploadProgress {
  readonly phase: 'hashing' | 'uploading';
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly files: number;
}

export interface UploadResult {
  /** `azureml://subscriptions/…/datastores/{ds}/paths/LocalUpload/{hash}/{folder}` */
  readonly modelUri: string;
  /** Content hash, hex. */
  readonly hash: string;
  readonly bytes: number;
  readonly files: number;
  /** True when the same content was there already and nothing was sent. */
  readonly skipped: boolean;
  /** What of the folder was not uploaded, and why. */
  readonly leftOut: readonly LeftOut[];
}

export interface ModelUploader {
  /** Uploads as the official SDK does, so that both make the same asset. */
  upload(request: UploadRequest, onProgress: (progress: UploadProgress) => void, signal: AbortSignal): Promise<UploadResult>;
}

export interface UploaderPorts {
  readonly datastores: Datastores;
  readonly loadSdk: () => Promise<BlobSdk>;
  readonly transport: (sdk: BlobSdk, container: BlobContainer) => HttpClient;
  /** Absolute path of dist/hashWorker.js. */
  readonly hashWorker: string;
  readonly clock: Clock;
  readonly log: Log;
}

export function modelUploader(ports: UploaderPorts): ModelUploader {
  return {
    async upload(request, onProgress, signal): Promise<UploadResult> {
      const folder = await walkModel(request.path, signal);
      const facts = factsOf(folder);
      ports.log.info(`${request.path}: ${facts.files} files, ${facts.bytesTotal} bytes, ${folder.leftOut.length} entries left out`);
      const tell = (phase: UploadProgress['phase']): ((bytes: number) => void) => {
        let bytesDone = 0;
        return (bytes) => {
          bytesDone += bytes;
          onProgress({ phase, bytesDone, ...facts });
        };
      };
      const onHashed = tell('hashing');
      onHashed(0);
      const digest = await hashInThread(ports.hashWorker, hashJob(folder), onHashed, signal);
      const container = await ports.datastores.openContainer(request.workspace, request.datastore, signal);
      const sdk = await ports.loadSdk();
      const client = openContainerClient(sdk, container, ports.transport(sdk, container));
      const plan = planFrom(folder, digest);
      const found = await ensureUploaded(
        plan,
        confirmation(request, digest.hash),
        { container: client, clock: ports.clock, onBytes: tell('uploading') },
        signal,
      );
      const { bytesTotal: bytes, files } = facts;
      const prefix = found ?? plan.prefix;
      return {
        modelUri: modelUri(request.workspace, container, prefix),
        hash: digest.hash,
        bytes,
        files,
        leftOut: folder.leftOut,
        skipped: found !== undefined,
      };
    },
  };
}

function factsOf({ files }: ModelFolder): Omit<UploadProgress, 'phase' | 'bytesDone'> {
  return { bytesTotal: files.reduce((sum, { size }) => sum + size, 0), files: files.length };
}

function hashJob(folder: ModelFolder): Parameters<typeof hashInThread>[1] {
  const seen = new Set(folder.hashParts.map((part) => (part.kind === 'content' ? part.file : undefined)));
  return { parts: folder.hashParts, unseen: folder.files.filter((file) => !seen.has(file)) };
}

interface UploadPlan {
  /** `LocalUpload/{hash}/{folder}`; of a single file the blob itself. */
  readonly prefix: string;
  readonly files: readonly FileToSend[];
  /** The blob whose metadata says that all of them are there: the first in the order of local paths. */
  readonly indicator: string;
}

const uploadRoot = 'LocalUpload';
/** Where the first versions of the official SDK put their uploads; what is there is still good. */
const formerRoot = 'az-ml-artifacts';

function planFrom(folder: ModelFolder, digest: ContentDigest): UploadPlan {
  const prefix = `${uploadRoot}/${digest.hash}/${folder.name}`;
  const digests = new Map(digest.files.map((file) => [file.path, file]));
  const isSingle = folder.files.length === 1 && folder.hashParts.length === 1;
  const files = folder.files.flatMap((file) => {
    const known = digests.get(file.path);
    return known ? [{ digest: known, name: file.name, blob: isSingle ? prefix : `${prefix}/${file.name}` }] : [];
  });
  const [first] = [...files].sort(
    (a, b) => Buffer.compare(Buffer.from(a.digest.path), Buffer.from(b.digest.path)) || (a.blob < b.blob ? -1 : 1),
  );
  return { prefix, files, indicator: first?.blob ?? prefix };
}

/** Sends everything and confirms it, unless the same content is there already: then gives its prefix. */
async function ensureUploaded(
  plan: UploadPlan,
  confirmed: Record<string, string>,
  ports: SendPorts,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const found = await findCompleted(ports.container, plan, signal);
    if (found === undefined) {
      await sendFiles(plan.files, ports, signal);
      await ports.container.getBlobClient(plan.indicator).setMetadata(confirmed, { abortSignal: signal });
    }
    return found;
  } catch (error) {
    throw errorFromSdk(error, `PUT ${plan.prefix}`);
  }
}

/** The prefix of a complete upload of the same content; undefined when there is none, or one that was never finished. */
async function findCompleted(client: ContainerClient, plan: UploadPlan, signal: AbortSignal): Promise<string | undefined> {
  const state = await completion(client, plan.indicator, signal);
  if (state === 'absent') {
    return undefined;
  }
  const former = (name: string): string => name.replace(uploadRoot, formerRoot);
  if ((await completion(client, former(plan.indicator), signal)) === 'completed') {
    return former(plan.prefix);
  }
  return state === 'completed' ? plan.prefix : undefined;
}

async function completion(client: ContainerClient, blob: string, signal: AbortSignal): Promise<'absent' | 'partial' | 'completed'> {
  try {
    const { metadata } = await client.getBlobClient(blob).getProperties({ abortSignal: signal });
    return metadata?.['upload_status'] === 'completed' ? 'completed' : 'partial';
  } catch (error) {
    if (error instanceof AzureError && error.kind === 'notFound') {
      return 'absent';
    }
    throw error;
  }
}

function confirmation({ asset }: UploadRequest, hash: string): Record<string, string> {
  return { upload_status: 'completed', name: asset?.name ?? anonymousName(hash), version: asset?.version ?? '1' };
}

function modelUri({ subscriptionId, resourceGroup, workspace }: WorkspaceRef, { datastore }: BlobContainer, prefix: string): string {
  return `azureml://subscriptions/${subscriptionId}/resourcegroups/${resourceGroup}/workspaces/${workspace}/datastores/${datastore}/paths/${prefix}`;
}
