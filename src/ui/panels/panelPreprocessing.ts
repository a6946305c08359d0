import * as l10n from '@vscode/l10n';
import type { Preprocessing } from '../../inference/picture/preprocessing';
import type { PreprocessingChoice } from '../../protocol/invokePanel';
import { choiceValues, rememberChoice, rememberedChoice, type Memory } from './preprocessingMemory';

/** How the present picture becomes a tensor, and why: what the user chose, what was kept for the model, what is guessed. */
export class PanelPreprocessing {
  private chosen: Partial<PreprocessingChoice> = {};
  private guessed: Partial<PreprocessingChoice> = {};
  private from: 'guess' | 'kept' | 'user' = 'guess';
  private model: string | undefined;

  constructor(private readonly memory: Memory) {}

  /** Everything, for the page. */
  get shown(): PreprocessingChoice {
    const first: PreprocessingChoice = {
      scaling: choiceValues.scaling[0] ?? 'inception',
      layout: 'CHW',
      channelOrder: 'RGB',
      fit: 'stretch',
      orientation: 'upright',
    };
    return { ...first, ...this.guessed, ...this.chosen };
  }

  /** What an invocation is told; the rest it reads from the model. */
  get forInvocation(): Partial<PreprocessingChoice> {
    return this.chosen;
  }

  get reason(): string {
    const model = this.model;
    switch (this.from) {
      case 'user':
        return model === undefined ? l10n.t('Your choice.') : l10n.t('Your choice, kept for {0}.', model);
      case 'kept':
        return l10n.t('Kept from the last time with {0}.', model ?? '');
      case 'guess':
        return l10n.t('Nothing in the model says how it was trained to be scaled; INCEPTION fits most models with such an input.');
    }
  }

  /** Another model: what was kept for it takes the place of what was chosen for the one before. */
  modelIs(model: string): void {
    if (model === this.model) {
      return;
    }
    const first = this.model === undefined;
    this.model = model;
    this.guessed = {};
    if (first && this.from === 'user') {
      return; // chosen before the server had told its model's name
    }
    const kept = rememberedChoice(this.memory, model);
    this.chosen = kept ?? {};
    this.from = kept === undefined ? 'guess' : 'kept';
  }

  async choose(choice: Partial<PreprocessingChoice>): Promise<void> {
    this.chosen = { ...this.chosen, ...choice };
    this.from = 'user';
    if (this.model !== undefined) {
      await rememberChoice(this.memory, this.model, this.chosen);
    }
  }

  /** What is right for the model where nothing was chosen. */
  usual(preprocessing: Preprocessing): void {
    this.guessed = preprocessing;
  }
}
