// KServe v2 messages: what a picture costs on its way out, and a thousand scores on their way in.
import { ours } from './support/source.mjs';
import { comparison, inTurns } from './support/turns.mjs';

export async function rows() {
  const product = await ours('kserve', ['inference/kserve/encodeRequest', 'inference/kserve/decodeResponse', 'inference/topClasses']);
  return [await encode(product), await decode(product)];
}

/** C1. */
async function encode({ encodeBinaryRequest }) {
  const data = Float32Array.from({ length: 150_528 }, (_, at) => Math.fround(Math.fround(((at * 31) & 255) / 127.5) - 1));
  const input = { name: 'data_0', shape: [1, 3, 224, 224], datatype: 'FP32' };
  const json = () => Buffer.from(JSON.stringify({ inputs: [{ ...input, data: Array.from(data) }], outputs: [{ name: 'fc6_1' }] }));
  const binary = () => encodeBinaryRequest({ inputs: [{ ...input, data }], outputs: [{ name: 'fc6_1' }] });
  const times = await inTurns({ peer: json, ours: binary }, { rounds: 40, warmup: 10 });
  const what = `request with [1, 3, 224, 224] FP32, ${binary().byteLength} bytes`;
  return comparison({ id: 'C1', what, ...times, peerName: `JSON, ${json().length} bytes`, goal: 0.0015 });
}

/** C4. */
async function decode({ decodeInferResponse, topClasses }) {
  const scores = Float32Array.from({ length: 1000 }, (_, at) => Math.sin(at * 12.9898) * 9.7);
  const output = { name: 'fc6_1', datatype: 'FP32', shape: [1, 1000] };
  const message = (it) => Buffer.from(JSON.stringify({ model_name: 'model_1', model_version: '1', outputs: [{ ...output, ...it }] }));
  const json = message({ data: Array.from(scores) });
  const header = message({ parameters: { binary_data_size: 4000 } });
  const binary = Buffer.concat([header, Buffer.from(scores.buffer)]);
  const length = String(header.length);
  const sorted = () => {
    const values = Float32Array.from(JSON.parse(json.toString('latin1')).outputs[0].data);
    return Array.from(values.keys())
      .sort((a, b) => values[b] - values[a])
      .slice(0, 5);
  };
  const scanned = () => topClasses(decodeInferResponse(binary, length).outputs[0].data, 5);
  const times = await inTurns({ peer: sorted, ours: scanned }, { rounds: 300, warmup: 100, inner: 5 });
  return comparison({ id: 'C4', what: 'answer with 1,000 scores to the top 5', ...times, peerName: 'JSON and a full sort', goal: 0.05 });
}
