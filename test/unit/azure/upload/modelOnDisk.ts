import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A file with its text, or a symbolic link with its target. */
export type Entry = { readonly path: string; readonly text: string } | { readonly path: string; readonly link: string };

/** Makes the entries in a folder of the given name, hands it over, and takes it all away again. */
export async function withModel<T>(folder: string, entries: readonly Entry[], run: (path: string) => Promise<T>): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), 'model-'));
  const path = join(root, folder);
  try {
    await mkdir(path);
    for (const entry of entries) {
      const place = join(path, entry.path);
      await mkdir(dirname(place), { recursive: true });
      await ('link' in entry ? symlink(entry.link, place) : writeFile(place, entry.text));
    }
    return await run(path);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
