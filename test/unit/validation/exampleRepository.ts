import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onnxBytes } from '../documents/onnx/onnxBytes';

/** Makes the folders and files of an example in a new folder and gives its path; the form is explained at the head of docs/rules.md. */
export async function makeExampleRepository(example: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'repository-'));
  for (const part of example.split(/^(?=\S)/m)) {
    const [name = '', ...lines] = part.trimEnd().split('\n');
    const place = path.join(folder, name);
    const text = lines.map((line) => line.slice(2)).join('\n');
    await mkdir(name.endsWith('/') ? place : path.dirname(place), { recursive: true });
    if (!name.endsWith('/')) {
      await writeFile(place, name.endsWith('.onnx') && text !== '' ? onnxBytes(text) : text);
    }
  }
  return folder;
}
