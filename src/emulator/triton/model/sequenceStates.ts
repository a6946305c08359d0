import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathKind } from '../../../base/pathKind';
import type { ModelConfig, SequenceState } from '../../../documents/pbtxt/modelConfig';
import { elementCount, elementWidth } from '../../../inference/kserve/dataTypes';
import type { DataType } from '../../../inference/kserve/tensor';
import { packBytes } from '../../../inference/kserve/tensorBytes';
import { textOfBytes } from '../byteText';

import { isBelow } from '../repository/modelFolder';
import { internal, invalidArgument } from '../tritonError';
import type { WireTensor } from './inferenceRequest';
import { wireTypeOf } from './ortDataTypes';

interface State {
  readonly input: string;
  readonly output: string;
  readonly datatype: DataType;
  /** Without the batch dimension. */
  readonly dims: readonly number[];
  /** Of one entry of a batch. */
  readonly bytes: Uint8Array;
}

/** Implicit state: outputs of a request that become inputs of the next one of its sequence (core, sequence_state.cc). */
export class SequenceStates {
  constructor(
    private readonly states: readonly State[],
    private readonly isBatched: boolean,
  ) {}

  /** Names of the outputs that the model must give beside those that the client wants. */
  get outputs(): string[] {
    return this.states.map(({ output }) => output);
  }

  /** What the first request of a sequence gets. */
  initial(batchSize: number): WireTensor[] {
    const count = Math.max(1, batchSize);
    return this.states.map(({ input, datatype, dims, bytes }) => ({
      name: input,
      datatype,
      shape: this.isBatched ? [count, ...dims] : dims,
      bytes: repeated(bytes, this.isBatched ? count : 1),
    }));
  }

  /** What the next request gets. */
  after(outputs: readonly WireTensor[]): WireTensor[] {
    return this.states.flatMap(({ input, output }) => {
      const tensor = outputs.find(({ name }) => name === output);
      return tensor === undefined ? [] : [{ ...tensor, name: input }];
    });
  }
}

/** Reads the initial states of a model; files are in its folder `initial_state`. Throws Triton's error. */
export async function readSequenceStates(config: ModelConfig, folder: string): Promise<SequenceStates> {
  const states: State[] = [];
  for (const state of config.sequenceBatching?.states ?? []) {
    states.push(await readState(state, folder));
  }
  return new SequenceStates(states, config.maxBatchSize > 0);
}

async function readState({ inputName, outputName, dataType, dims, initial }: SequenceState, folder: string): Promise<State> {
  const datatype = wireTypeOf(dataType);
  if (datatype === undefined) {
    throw invalidArgument(`state '${inputName}' has data type ${dataType}, which has no name on the wire`);
  }
  const shape = (initial?.dims ?? dims).map((dim) => (dim === -1 ? 1 : dim));
  const count = elementCount(shape) ?? 0;
  const zeros =
    datatype === 'BYTES'
      ? packBytes(Array.from({ length: count }, () => new Uint8Array(0)))
      : new Uint8Array(count * elementWidth(datatype));
  const file = initial?.dataFile ?? '';
  const bytes = file === '' ? zeros : await readData(join(folder, 'initial_state'), textOfBytes(file));
  if (datatype !== 'BYTES' && bytes.byteLength !== zeros.byteLength) {
    throw invalidArgument(`initial state '${inputName}' has ${bytes.byteLength} bytes, expected ${zeros.byteLength}`);
  }
  return { input: inputName, output: outputName, datatype, dims: shape, bytes };
}

async function readData(folder: string, name: string): Promise<Uint8Array> {
  const path = join(folder, name);
  if (!isBelow(folder, path) || (await pathKind(path)) !== 'file') {
    throw internal(`failed to open file for read ${path}: No such file or directory`);
  }
  return readFile(path);
}

function repeated(bytes: Uint8Array, count: number): Uint8Array {
  const all = new Uint8Array(bytes.byteLength * count);
  for (let at = 0; at < count; at += 1) {
    all.set(bytes, at * bytes.byteLength);
  }
  return all;
}
