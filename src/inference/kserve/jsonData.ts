import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/errors';
import { isBytesData } from './tensorBytes';
import type { Tensor, TensorData } from './tensor';

const chunk = 1 << 16;

/** A tensor's `data` member as JSON text, flat and row-major, in parts of some 64 KiB to keep strings small. */
export function* jsonDataOf(tensor: Tensor): Generator<string> {
  const textAt = writerOf(tensor);
  let text = '[';
  for (let index = 0; index < tensor.data.length; index++) {
    text += index === 0 ? textAt(index) : `,${textAt(index)}`;
    if (text.length > chunk) {
      yield text;
      text = '';
    }
  }
  yield `${text}]`;
}

function writerOf({ name, datatype, data }: Tensor): (index: number) => string {
  if (datatype === 'FP16' || datatype === 'BF16') {
    // JSON has no form for them: "receiving FP16 data via JSON is not supported" is Triton's own answer.
    throw new UserError(
      l10n.t(
        'Input {0} takes {1} elements, which can only be sent in binary, and the server does not take binary tensors.',
        name,
        datatype,
      ),
      'json-datatype',
    );
  }
  if (isBytesData(data)) {
    // Text only: bytes that are no UTF-8 could not be told back from JSON.
    const utf8 = new TextDecoder('utf-8', { fatal: true });
    return (index) => JSON.stringify(utf8.decode(data[index]));
  }
  if (datatype === 'BOOL') {
    return (index) => (data[index] ? 'true' : 'false');
  }
  return data instanceof Float32Array ? shortest(data) : (index) => numberText(data[index]);
}

/** Pixels repeat: a scaled picture has at most 768 different values, and looking one up is faster than writing it. */
function shortest(data: Float32Array): (index: number) => string {
  const texts = new Map<number, string>();
  return (index) => {
    const value = data[index] ?? NaN;
    let text = texts.get(value);
    if (text === undefined) {
      text = shortestFloat32(value);
      if (texts.size < 4096) {
        texts.set(value, text);
      }
    }
    return text;
  };
}

/** The fewest digits that give the same float32 back; written as a double it would have up to 17. */
function shortestFloat32(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === value) {
      return numberText(candidate);
    }
  }
  return numberText(Number(value.toPrecision(9)));
}

/** NaN and the infinities are no JSON, but Triton reads and writes them like this. */
function numberText(value: Exclude<TensorData, readonly Uint8Array[]>[number] | undefined): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
