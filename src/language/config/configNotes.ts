import * as l10n from '@vscode/l10n';
import type { PbtxtMessage } from '../../documents/pbtxt/pbtxtDocument';
import type { InlineNote } from '../answers';
import type { ConfigModel } from './configModel';
import { fieldOf } from './configTree';

/** The shape that goes over the wire behind the dims of every input and output: `→ [-1, 3, 224, 224]`. */
export function shapeNotes({ nodes, document: { config } }: ConfigModel): InlineNote[] {
  const isBatched = config.maxBatchSize > 0;
  return nodes.flatMap(({ path, element }) => {
    if ((path !== 'input' && path !== 'output') || element?.kind !== 'message') {
      return [];
    }
    const dims = fieldOf(element, 'dims');
    const shape = numbersIn(element, 'dims');
    if (dims?.value === undefined || shape.length === 0) {
      return [];
    }
    const whole = `[${[...(isBatched ? ['-1'] : []), ...shape].join(', ')}]`;
    const tooltip = path === 'input' ? inputText(whole, config.maxBatchSize) : l10n.t('A client gets this output as {0}.', whole);
    const inner = reshaped(element);
    return [
      {
        offset: dims.value.range.end,
        text: `→ ${whole}`,
        tooltip:
          inner === undefined
            ? tooltip
            : `${tooltip} ${l10n.t('The model itself has {0}.', `[${[...(isBatched ? ['-1'] : []), ...inner].join(', ')}]`)}`,
      },
    ];
  });
}

function inputText(whole: string, maxBatchSize: number): string {
  return maxBatchSize > 0
    ? l10n.t('A request sends this input as {0}. The first dimension is the batch, from 1 to {1}.', whole, maxBatchSize)
    : l10n.t('A request sends this input as {0}. max_batch_size is 0, so there is no batch dimension.', whole);
}

function reshaped(tensor: PbtxtMessage): readonly string[] | undefined {
  const reshape = fieldOf(tensor, 'reshape')?.value;
  return reshape?.kind === 'message' ? numbersIn(reshape, 'shape') : undefined;
}

/** The numbers of every field of this name, as they are written; none when one of them is no number. */
function numbersIn(message: PbtxtMessage, name: string): string[] {
  const values = message.fields
    .filter((field) => field.name === name)
    .flatMap(({ value }) => (value === undefined ? [] : value.kind === 'list' ? value.items : [value]));
  const numbers = values.flatMap((value) => (value.kind === 'integer' ? [`${value.negative ? '-' : ''}${value.digits}`] : []));
  return numbers.length === values.length ? numbers : [];
}
