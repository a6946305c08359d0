import * as l10n from '@vscode/l10n';
import { fieldSince, valueSince } from '../../../documents/pbtxt/modelConfigSchema';
import type { PlacedMessage } from '../../../documents/pbtxt/placedMessage';
import type { ConfigDocument } from '../../configDocument';
import type { Problem, Rule } from '../../rule';

/** A server reads no file that has a field or a name which its own model_config.proto has not. Told when the release is known. */
export const newerField: Rule<ConfigDocument> = {
  code: 'triton/newer-field',
  severity: 'error',
  *check({ root, release, platform, name }) {
    if (release === undefined) {
      return;
    }
    yield* newerIn(root, release);
    if (platform === 'torch_aoti' && release < '26.03') {
      yield {
        range: root.at('platform'),
        message: newerMessage(platform, '26.03', release),
        triton: `unexpected platform type 'torch_aoti' for ${name}`,
      };
    }
  },
};

function* newerIn(message: PlacedMessage, release: string): Iterable<Problem> {
  for (const field of message.fieldNames) {
    const since = fieldSince(message.type, field) ?? '';
    if (since > release) {
      yield {
        range: message.nameAt(field),
        message: newerMessage(field, since, release),
        triton: `Message type "inference.${message.type}" has no field named "${field}".`,
      };
      continue;
    }
    const value = message.word(field);
    const valueIsSince = value === undefined ? '' : (valueSince(message.type, field, value) ?? '');
    if (valueIsSince > release) {
      yield {
        range: message.at(field),
        message: newerMessage(value ?? '', valueIsSince, release),
        triton: `Unknown enumeration value of "${value ?? ''}" for field "${field}".`,
      };
    }
    for (const inner of message.inside(field)) {
      yield* newerIn(inner, release);
    }
  }
}

function newerMessage(what: string, since: string, release: string): string {
  return l10n.t('Triton knows {0} since {1}; release {2} refuses the whole file. Remove it, or use a newer release.', what, since, release);
}
