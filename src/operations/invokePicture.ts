import type { TopClass } from '../inference/topClasses';
import type { TensorMetadata } from '../inference/kserve/modelMetadata';
import type { Preprocessing, Scaling } from '../inference/picture/preprocessing';
import type { PictureTensor, Pictures } from '../inference/picture/pictures';
import type { TritonClient } from '../inference/tritonClient';

export interface PictureQuestion {
  /** The file's bytes; decoded by the pictures port. */
  readonly picture: Uint8Array;
  /** The only model of the server when absent. */
  readonly model?: string;
  /** What the user chose; the rest is guessed from the model's metadata. */
  readonly choice: Partial<Preprocessing> & { readonly scaling?: Scaling };
  /** A labels file that the user gave, or that was found beside the model: one label a line. */
  readonly labels?: readonly string[];
  readonly top: number;
}

export interface PictureAnswer {
  readonly serverReady: boolean;
  readonly modelReady: boolean;
  readonly model: string;
  readonly version: string;
  readonly input: TensorMetadata;
  readonly output: TensorMetadata;
  readonly preprocessing: Preprocessing;
  readonly tensor: PictureTensor;
  readonly top: readonly TopClass[];
  /** Scores of every class, for shares; empty when the server's classification extension answered. */
  readonly scores: Float32Array;
  readonly labelsFrom: 'server' | 'file' | 'none';
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly milliseconds: { readonly decode: number; readonly resize: number; readonly tensor: number; readonly request: number };
}

export interface InvokePicturePorts {
  readonly triton: TritonClient;
  readonly pictures: Pictures;
  readonly onStage: (stage: 'asking' | 'preparing' | 'inferring') => void;
}

/** Picture -> tensor -> inference -> labels, and every fact that the answer rests on. */
export async function invokePicture(question: PictureQuestion, ports: InvokePicturePorts, signal: AbortSignal): Promise<PictureAnswer> {
  throw new Error('stub');
}
