import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readAzureMlFile } from '../../documents/azureml/readAzureMlFile';

/** Path of the YAML file in the folder that describes the endpoint of that name; undefined when there is none. */
export async function endpointFileIn(folder: string, name: string): Promise<string | undefined> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const { name: file } of entries.filter((entry) => entry.isFile() && /\.ya?ml$/i.test(entry.name))) {
    const path = join(folder, file);
    const read = readAzureMlFile(await readFile(path, 'utf8'));
    if (read.kind === 'endpoint' && read.spec.name.toLowerCase() === name.toLowerCase()) {
      return path;
    }
  }
  return undefined;
}
