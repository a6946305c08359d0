import type { DataType } from '../../../inference/kserve/tensor';
import { requestPrefix, type SequencePosition } from '../model/inferenceRequest';
import type { SharedMemory, SharedSlice } from '../sharedMemory';
import { invalidArgument, type TritonError } from '../tritonError';

/** An input as the client wrote it; nothing is checked against the model yet. */
export interface ParsedInput {
  readonly name: string;
  /** Undefined when Triton knows no such type. */
  readonly datatype: DataType | undefined;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
  /** Where the bytes lie when they did not come with the request. */
  readonly shared?: SharedSlice;
}

export interface ParsedOutput {
  readonly name: string;
  readonly isBinary: boolean;
  /** Classification: top so many; 0 = the plain tensor. */
  readonly classes: number;
  /** Where the bytes go instead of into the answer. */
  readonly shared?: SharedSlice;
}

export interface ParsedRequest {
  readonly id: string;
  readonly inputs: readonly ParsedInput[];
  /** Empty = all outputs, each as `defaultBinary` says. */
  readonly outputs: readonly ParsedOutput[];
  readonly defaultBinary: boolean;
  readonly priority: number;
  readonly timeoutMicroseconds: number;
  readonly sequence: SequencePosition;
  /** A body without JSON: its one input gets name, type and shape from the configuration. */
  readonly isRaw: boolean;
}

/** Elements of a shape as Triton counts them: none for an empty shape, and the product is cut to 64 bits. */
export function wrappedCount(shape: readonly number[]): number {
  return shape.length === 0 ? 0 : Number(shape.reduce((product, dim) => BigInt.asIntN(64, product * BigInt(dim)), 1n));
}

export function givenTwice(input: string, id: string): TritonError {
  return invalidArgument(`${requestPrefix(id)}input '${input}' already exists in request`);
}

/** Fetches the inputs that lie in shared memory, and sees to it that the outputs have room there. */
export async function withShared(parsed: ParsedRequest, memory: SharedMemory): Promise<ParsedRequest> {
  const inputs: ParsedInput[] = [];
  for (const input of parsed.inputs) {
    inputs.push(input.shared === undefined ? input : { ...input, bytes: await memory.read(input.shared) });
  }
  for (const { shared } of parsed.outputs) {
    if (shared !== undefined) {
      memory.check(shared);
    }
  }
  return { ...parsed, inputs };
}

export const RAW_INPUT = 'raw_input';
