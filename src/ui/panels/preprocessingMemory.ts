import { DecodeError, Fields } from '../../base/decode';
import { scalings } from '../../inference/picture/preprocessing';
import type { PreprocessingChoice } from '../../protocol/invokePanel';

/** Where choices are kept between sessions; VS Code's Memento fits. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

type Decoded = Partial<PreprocessingChoice>;

/** What may stand in each field. The first is what is shown before anything is known. */
export const choiceValues: { readonly [K in keyof PreprocessingChoice]: readonly PreprocessingChoice[K][] } = {
  scaling: scalings,
  layout: ['CHW', 'HWC'],
  channelOrder: ['RGB', 'BGR'],
  fit: ['stretch', 'fit', 'crop'],
  orientation: ['upright', 'stored'],
};

/** Decodes what a page or an older session sent: the fields that are there, each one of its values. */
export function choiceFrom(raw: unknown, path: string): Decoded {
  const fields = Fields.of(raw, path);
  const one = (name: keyof PreprocessingChoice): Decoded => {
    const text = fields.optionalText(name);
    const value = choiceValues[name].find((known) => known === text);
    if (text !== undefined && value === undefined) {
      throw new DecodeError(`${path}.${name}`, `one of ${choiceValues[name].join(', ')}`, text);
    }
    return value === undefined ? {} : { [name]: value };
  };
  return { ...one('scaling'), ...one('layout'), ...one('channelOrder'), ...one('fit'), ...one('orientation') };
}

/** What the user chose for this model; undefined when nothing is kept, or what is kept is of another version of this extension. */
export function rememberedChoice(memory: Memory, model: string): Decoded | undefined {
  const kept = memory.get(keyOf(model));
  if (kept === undefined) {
    return undefined;
  }
  try {
    return choiceFrom(kept, 'choice');
  } catch (error) {
    if (error instanceof DecodeError) {
      return undefined;
    }
    throw error;
  }
}

export async function rememberChoice(memory: Memory, model: string, choice: Decoded): Promise<void> {
  await memory.update(keyOf(model), choice);
}

function keyOf(model: string): string {
  return `invoke.preprocessing:${model}`;
}
