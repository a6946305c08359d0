/** What a step gives instead of an answer when the user goes one step back. */
export const back = Symbol('back');
export type Back = typeof back;

export interface Position {
  readonly title: string;
  /** From 1. */
  readonly step: number;
  readonly totalSteps: number;
  readonly canGoBack: boolean;
}

/** One question. `ask` rejects with Cancelled when the user leaves the wizard. */
export interface WizardStep<Answers> {
  /** Whether the question makes sense after what was answered before. */
  readonly applies: (answers: Answers) => boolean;
  /** Answers of later steps are there when the user came back: they are the values shown at first. */
  readonly ask: (answers: Answers, position: Position) => Promise<Answers | Back>;
}

/** Asks the steps in order. Nothing is done meanwhile, so that leaving leaves nothing half-made. */
export async function runWizard<Answers>(title: string, steps: readonly WizardStep<Answers>[], start: Answers): Promise<Answers> {
  const asked: WizardStep<Answers>[] = [];
  let answers = start;
  let ahead = steps.filter((step) => step.applies(answers));
  for (let current = ahead[0]; current; current = ahead[0]) {
    const position = { title, step: asked.length + 1, totalSteps: asked.length + ahead.length, canGoBack: asked.length > 0 };
    const answer = await current.ask(answers, position);
    if (answer === back) {
      const previous = asked.pop() ?? current;
      ahead = stepsFrom(steps, previous, answers);
    } else {
      answers = answer;
      asked.push(current);
      ahead = stepsFrom(steps, current, answers).filter((step) => step !== current);
    }
  }
  return answers;
}

/** `first` and those after it that make sense now. */
function stepsFrom<Answers>(steps: readonly WizardStep<Answers>[], first: WizardStep<Answers>, answers: Answers): WizardStep<Answers>[] {
  return steps.slice(steps.indexOf(first)).filter((step) => step === first || step.applies(answers));
}
