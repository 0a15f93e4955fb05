import type { LanguageModel } from '#lm/types';
import { at } from '#numerics/list';
import { plusAll } from '#numerics/semiring';
import { logSemiring } from '#numerics/semirings';
import { measurement } from '#report/measurement';

const ANSWER = 'Paris';

const PROMPTS = [
  { name: 'a sentence', prompt: 'The capital of France is' },
  { name: 'a list in small letters', prompt: 'France: paris, Italy: rome. Capital of France:' },
] as const;

const FORMS = [' Paris', ' paris', ' PARIS', 'Paris', 'paris', 'PARIS', '\nParis', ' "Paris'];

const YES = [' Yes', ' yes', ' YES', 'Yes', 'yes', '\nYes'];

const NO = [' No', ' no', ' NO', 'No', 'no', '\nNo'];

const QUESTIONS = [
  'Is the sky blue? Answer yes or no:',
  'Question: Is a whale a fish?\nAnswer:',
  'Can a penguin fly? Yes or no?',
  'Is ice hot? (yes/no)',
  'Is a tomato a fruit? Yes or no:',
];

/** The log-probabilities of several ways to write one answer, and their ⊕: none may be the beginning of another. */
// #region merge-forms
export async function mergeForms(lm: LanguageModel, prompt: string, forms: readonly string[]) {
  for (const form of forms) {
    const longer = forms.find((other) => other !== form && other.startsWith(form));
    if (longer !== undefined)
      throw new RangeError(`"${form}" is the beginning of "${longer}": ⊕ would count twice`);
  }
  const scores = await lm.scoreContinuations(
    lm.encode(prompt),
    forms.map((form) => lm.encode(form)),
  );
  const logprobs = scores.map(({ total }) => total);
  return { logprobs, tokens: scores.map(({ ids }) => ids.length), merged: plusAll(logSemiring, logprobs) };
}
// #endregion merge-forms

export const surfaceForms = measurement({
  id: 'surface-forms',
  kinds: {
    answer: 'exact',
    usual: 'exact',
    yes: 'exact',
    no: 'exact',
    yesForms: 'exact',
    prompts: {
      name: 'exact',
      merged: 'nats',
      missed: 'probability',
      usualShare: 'probability',
      forms: { form: 'exact', logprob: 'nats' },
    },
    table: { form: 'exact', tokens: 'exact', sentence: 'nats', list: 'nats' },
    sentence: { prompt: 'exact', gain: 'nats', missed: 'probability' },
    list: { prompt: 'exact', gain: 'nats', missed: 'probability' },
    questions: {
      asked: 'exact',
      single: 'nats',
      merged: 'nats',
      moved: 'nats',
    },
    furthest: { asked: 'exact', single: 'nats', merged: 'nats' },
    winners: 'exact',
  },
  async measure({ lm }) {
    const prompts = [];
    for (const { name, prompt } of PROMPTS) {
      const { logprobs, tokens, merged } = await mergeForms(lm, prompt, FORMS);
      const usual = at(logprobs, 0);
      prompts.push({
        name: name as string,
        prompt: prompt as string,
        usual,
        merged,
        gain: merged - usual,
        missed: -Math.expm1(usual - merged),
        forms: FORMS.map((form, index) => ({
          form,
          tokens: at(tokens, index),
          logprob: at(logprobs, index),
        })),
      });
    }
    const questions = [];
    for (const question of QUESTIONS) {
      const yes = await mergeForms(lm, question, YES);
      const no = await mergeForms(lm, question, NO);
      const single = at(yes.logprobs, 0) - at(no.logprobs, 0);
      const merged = yes.merged - no.merged;
      const asked = question.replaceAll('\n', ' ⏎ ');
      questions.push({ asked, single, merged, moved: merged - single });
    }
    const [sentence, list] = [at(prompts, 0), at(prompts, 1)];
    const furthest = at(
      [...questions].sort((a, b) => Math.abs(b.moved) - Math.abs(a.moved)),
      0,
    );
    const winners: 'stay' | 'change' = questions.every(({ single, merged }) => single > 0 === merged > 0)
      ? 'stay'
      : 'change';
    return {
      answer: ANSWER,
      usual: at(FORMS, 0),
      yes: at(YES, 0),
      no: at(NO, 0),
      yesForms: YES,
      prompts: prompts.map(({ name, usual, merged, missed, forms }) => ({
        name,
        merged,
        missed,
        usualShare: Math.exp(usual - merged),
        forms: forms.map(({ form, logprob }) => ({ form, logprob })),
      })),
      table: FORMS.map((form, index) => ({
        form,
        tokens: at(sentence.forms, index).tokens,
        sentence: at(sentence.forms, index).logprob,
        list: at(list.forms, index).logprob,
      })),
      sentence: { prompt: sentence.prompt, gain: sentence.gain, missed: sentence.missed },
      list: { prompt: list.prompt, gain: list.gain, missed: list.missed },
      questions,
      furthest: { asked: furthest.asked, single: furthest.single, merged: furthest.merged },
      winners,
    };
  },
});
