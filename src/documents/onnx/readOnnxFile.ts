import { open } from 'node:fs/promises';
import type { OnnxReading } from './onnxHeader';
import { readOnnxHeader } from './readOnnxHeader';

/** The header of an ONNX file on disk. Rejects only when the file cannot be read. */
export async function readOnnxFile(path: string): Promise<OnnxReading> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    return await readOnnxHeader({
      size,
      read: async (into, offset) => (await file.read(into, 0, into.byteLength, offset)).bytesRead,
    });
  } finally {
    await file.close();
  }
}
