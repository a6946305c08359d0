import type { PbtxtProblemCode } from '../../../documents/pbtxt/pbtxtDocument';
import type { ConfigDocument } from '../../configDocument';
import type { Rule } from '../../rule';

/** What protobuf's own text parser refuses, sorted by the kind of fault (protobuf, text_format.cc and io/tokenizer.cc). */
function textRule(kind: PbtxtProblemCode): Rule<ConfigDocument> {
  return {
    code: `triton/text-${kind}`,
    severity: 'error',
    *check({ reading }) {
      for (const { code, range, message, protobuf } of reading.problems) {
        if (code === kind) {
          yield { range, message, ...(protobuf === undefined ? {} : { triton: protobuf }) };
        }
      }
    },
  };
}

export const textRules: readonly Rule<ConfigDocument>[] = (
  [
    'syntax',
    'bad-character',
    'bad-escape',
    'unterminated-string',
    'bad-number',
    'too-deep',
    'unknown-field',
    'wrong-type',
    'out-of-range',
    'unknown-enum-value',
    'specified-twice',
    'oneof-clash',
  ] as const
).map(textRule);
