import { copyFile, link, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { formatBytes } from '../../../base/quantities';
import { errorCode } from '../../../base/systemError';
import { ArmError } from '../armError';
import type { ModelFile, ModelFiles } from '../ports';
import type { DeploymentRecord } from './deploymentRecord';

/**
 * Brings the model of a deployment into a folder, as the container of that name does before the inference server starts.
 * Files are hard links to the blobs' bytes where the file system can, copies elsewhere. Throws BadArgument when there is nothing.
 */
export async function initializeStorage(
  { model, source }: DeploymentRecord,
  models: ModelFiles,
  folder: string,
  log: (line: string) => void,
): Promise<void> {
  log(`Downloading ${model}`);
  log(`from container ${source.container}, path ${source.path}`);
  const files = models.find(source.container, source.path);
  if (files.length === 0) {
    log('ERROR: no blob was found there.');
    throw new ArmError(400, {
      code: 'BadArgument',
      message: 'Unable to download user model. Check that the model exists and that its path is not empty.',
      target: 'model',
      details: [
        { code: 'ResourceNotFound', message: `No blob was found under ${source.path} in container ${source.container}.`, target: model },
      ],
    });
  }
  await mkdir(folder, { recursive: true });
  for (const file of files) {
    await place(file, join(folder, file.relativePath));
    log(`${file.relativePath} (${formatBytes(file.size, 'en')})`);
  }
  log(`Done: ${files.length} file${files.length === 1 ? '' : 's'}.`);
}

async function place(file: ModelFile, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  try {
    await link(file.file, target);
  } catch (error) {
    // Another file system, or one without hard links; everything else (a full disk, a missing file) fails the copy as well.
    if (!['EXDEV', 'EPERM', 'ENOTSUP', 'EMLINK'].includes(errorCode(error) ?? '')) {
      throw error;
    }
    await copyFile(file.file, target);
  }
}
