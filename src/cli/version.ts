import { readFile } from 'node:fs/promises';
import { Fields } from '../base/decode';

/** The version of the program, from its package.json. */
export async function readVersion(packageFile: string): Promise<string> {
  return Fields.of(JSON.parse(await readFile(packageFile, 'utf8')), 'package').text('version');
}
