import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cancelled } from '../../../../src/base/errors';
import { back, runWizard, type Back, type Position, type WizardStep } from '../../../../src/ui/wizard/runWizard';

interface Answers {
  readonly a?: string;
  readonly b?: string;
  readonly c?: string;
}

/** Asks by a script of replies and writes down where it was. */
function scripted(replies: readonly (string | Back)[]) {
  const seen: string[] = [];
  let next = 0;
  const step = (name: keyof Answers, applies: (answers: Answers) => boolean = () => true): WizardStep<Answers> => ({
    applies,
    ask: (answers, { step: number, totalSteps, canGoBack }: Position) => {
      seen.push(`${name} ${number}/${totalSteps}${canGoBack ? ' <' : ''} ${answers[name] ?? '-'}`);
      const reply = replies[next++];
      if (reply === undefined) {
        return Promise.reject(new Cancelled());
      }
      return Promise.resolve(reply === back ? back : { ...answers, [name]: reply });
    },
  });
  return { seen, step };
}

test('steps are asked in order and counted, and the first has no way back', async () => {
  const { seen, step } = scripted(['1', '2', '3']);
  assert.deepEqual(await runWizard('t', [step('a'), step('b'), step('c')], {}), { a: '1', b: '2', c: '3' });
  assert.deepEqual(seen, ['a 1/3 -', 'b 2/3 < -', 'c 3/3 < -']);
});

test('going back shows what was answered, and going on again does too', async () => {
  const { seen, step } = scripted(['1', '2', back, back, 'x', '2', '3']);
  assert.deepEqual(await runWizard('t', [step('a'), step('b'), step('c')], {}), { a: 'x', b: '2', c: '3' });
  assert.deepEqual(seen, ['a 1/3 -', 'b 2/3 < -', 'c 3/3 < -', 'b 2/3 < 2', 'a 1/3 1', 'b 2/3 < 2', 'c 3/3 < -']);
});

test('a step that makes no sense after an answer is left out, forwards and backwards', async () => {
  const { seen, step } = scripted(['skip', back, 'ask', '2', '3']);
  const steps = [step('a'), step('b', ({ a }) => a !== 'skip'), step('c')];
  assert.deepEqual(await runWizard('t', steps, {}), { a: 'ask', b: '2', c: '3' });
  assert.deepEqual(seen, ['a 1/3 -', 'c 2/2 < -', 'a 1/2 skip', 'b 2/3 < -', 'c 3/3 < -']);
});

test('leaving a step leaves the wizard', async () => {
  const { step } = scripted(['1']);
  await assert.rejects(runWizard('t', [step('a'), step('b')], {}), Cancelled);
});

test('nothing is asked when everything is known', async () => {
  const { seen, step } = scripted([]);
  assert.deepEqual(await runWizard('t', [step('a', () => false)], { a: 'known' }), { a: 'known' });
  assert.deepEqual(seen, []);
});
