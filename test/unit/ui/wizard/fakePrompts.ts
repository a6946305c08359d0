import { Cancelled } from '../../../../src/base/errors';
import type { Choice, Prompts, Separator } from '../../../../src/ui/wizard/prompts';
import { back, type Back } from '../../../../src/ui/wizard/runWizard';

/** What a person does at one question: selects the row of that label or detail, types a text, takes what is offered, or goes back. */
export type Act = { readonly select: string } | { readonly type: string } | 'accept' | Back;

export interface FakePrompts extends Prompts {
  /** One line for each question, as a person saw it. */
  readonly seen: string[];
}

/** Answers questions as a person would: rows by their label, texts only when they are valid. Leaves when there is nothing more to do. */
export function fakePrompts(acts: readonly Act[]): FakePrompts {
  const seen: string[] = [];
  const left = [...acts];
  const next = (): Act => {
    const act = left.shift();
    if (act === undefined) {
      throw new Cancelled();
    }
    return act;
  };
  return {
    seen,
    pick: async (position, question) => {
      const rows = [...(question.first ?? []), ...(await question.choices(AbortSignal.timeout(1000)))];
      const choices = rows.filter(isChoice);
      const marked = choices.find(({ value }) => question.isActive?.(value)) ?? choices[0];
      seen.push(`${position.step}/${position.totalSteps} ${question.placeholder} [${marked?.label ?? ''}]`);
      const act = next();
      if (act === back) {
        return back;
      }
      const chosen =
        typeof act === 'object' && 'select' in act
          ? choices.find(({ label, detail }) => label === act.select || detail === act.select)
          : marked;
      if (!chosen) {
        throw new Error(`no such row among ${choices.map(({ label }) => label).join(', ')}`);
      }
      return chosen.value;
    },
    text: async (position, load) => {
      const question = await load(AbortSignal.timeout(1000));
      seen.push(`${position.step}/${position.totalSteps} ${question.prompt} [${question.value}]`);
      for (let act = next(); ; act = next()) {
        if (act === back) {
          return back;
        }
        const typed = typeof act === 'object' && 'type' in act ? act.type : question.value;
        const problem = question.validate(typed);
        if (problem === undefined) {
          return typed;
        }
        seen.push(problem);
      }
    },
  };
}

function isChoice<T>(row: Choice<T> | Separator): row is Choice<T> {
  return 'value' in row;
}
