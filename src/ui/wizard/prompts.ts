import type { Back, Position } from './runWizard';

export interface Choice<T> {
  readonly label: string;
  readonly value: T;
  readonly description?: string;
  readonly detail?: string;
  /** A codicon's name. */
  readonly icon?: string;
}

/** A line between choices that cannot be chosen. */
export interface Separator {
  readonly separator: string;
}

export interface PickQuestion<T> {
  readonly placeholder: string;
  /** Can be chosen at once, while the others are looked up. */
  readonly first?: readonly Choice<T>[];
  /** Those that follow. The box is busy while they load; a failure ends the question with it. */
  readonly choices: (signal: AbortSignal) => Promise<readonly (Choice<T> | Separator)[]>;
  /** Which one is marked at first. */
  readonly isActive?: (value: T) => boolean;
}

export interface TextQuestion {
  readonly prompt: string;
  readonly value: string;
  /** Why the text cannot be used, in words; undefined when it can. Asked at each key press. */
  readonly validate: (text: string) => string | undefined;
}

/** A question that needs no looking up. */
export function asked(question: TextQuestion): (signal: AbortSignal) => Promise<TextQuestion> {
  return () => Promise.resolve(question);
}

/** How a wizard asks. A cancelled question rejects with Cancelled. */
export interface Prompts {
  pick<T>(position: Position, question: PickQuestion<T>): Promise<T | Back>;
  /** The box is there, busy, while the question itself has to be looked up. */
  text(position: Position, question: (signal: AbortSignal) => Promise<TextQuestion>): Promise<string | Back>;
}
