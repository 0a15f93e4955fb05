import type { LanguageModel } from '#lm/types';
import { at } from '#numerics/list';
import { plusAll } from '#numerics/semiring';
import { logSemiring } from '#numerics/semirings';
import { each, either, measurement } from '#report/measurement';

const ANSWER = 'Paris';

const PROMPTS = [
  { name: 'a sentence', prompt: 'The capital of France is' },
  { name: 'a list in small letters', prompt: 'France: paris, Italy: rome. Capital of France:' },
];

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

/** A factor of ten: more is likelier by far. */
const FAR = Math.LN10;
/** Who misses more than this misses nearly everything; odds that move by fewer nats hardly move. */
const [NEARLY_ALL, HARDLY] = [0.995, 0.05];

/** The log-probabilities of several ways to write one answer, and their ⊕: none may be the beginning of another. */
export async function mergeForms(lm: LanguageModel, prompt: string, forms: readonly string[]) {
  for (const form of forms) {
    const longer = forms.find((other) => other !== form && other.startsWith(form));
    if (longer !== undefined)
      throw new RangeError(`"${form}" is the beginning of "${longer}": ⊕ would count twice`);
  }
  const ids = forms.map((form) => lm.encode(form));
  const scores = await lm.scoreContinuations(lm.encode(prompt), ids);
  const logprobs = scores.map(({ total }) => total);
  return { logprobs, tokens: ids.map(({ length }) => length), merged: plusAll(logSemiring, logprobs) };
}

export const surfaceForms = measurement({
  id: 'surface-forms',
  kinds: {
    prompts: { merged: 'nats', ...each('probability', 'missed', 'usualShare'), forms: { logprob: 'nats' } },
    table: { tokens: 'exact', sentence: 'nats', list: 'nats' },
    ...each({ gain: 'nats', missed: 'probability' }, 'sentence', 'list'),
    questions: each('nats', 'single', 'merged', 'moved'),
    furthest: each('nats', 'single', 'merged'),
  },
  async measure({ lm }) {
    const prompts = [];
    for (const { name, prompt } of PROMPTS) {
      const { logprobs, tokens, merged } = await mergeForms(lm, prompt, FORMS);
      const usual = at(logprobs, 0);
      const [gain, missed] = [merged - usual, -Math.expm1(usual - merged)];
      prompts.push({ name, prompt, logprobs, tokens, usual, merged, gain, missed });
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
    const { moved: farthest, ...furthest } = questions.reduce((most, one) =>
      Math.abs(one.moved) > Math.abs(most.moved) ? one : most,
    );
    const hardly = Math.abs(farthest) < HARDLY;
    const stay = questions.every(({ single, merged }) => single > 0 === merged > 0);
    return {
      answer: ANSWER,
      usual: at(FORMS, 0),
      yes: at(YES, 0),
      no: at(NO, 0),
      yesForms: YES,
      prompts: prompts.map(({ name, usual, merged, missed, logprobs }) => ({
        name,
        merged,
        missed,
        usualShare: Math.exp(usual - merged),
        forms: FORMS.map((form, index) => ({ form, logprob: at(logprobs, index) })),
      })),
      table: FORMS.map((form, index) => ({
        form,
        tokens: at(sentence.tokens, index),
        sentence: at(sentence.logprobs, index),
        list: at(list.logprobs, index),
      })),
      sentence: { prompt: sentence.prompt, gain: sentence.gain, missed: sentence.missed },
      list: { prompt: list.prompt, gain: list.gain, missed: list.missed },
      questions,
      furthest,
      misses: either(Math.min(sentence.missed, list.missed) > NEARLY_ALL, 'nearly all', 'a part'),
      winners: hardly ? ('hardly move' as const) : either(stay, 'stay', 'change'),
      usualHas: either(sentence.missed < 0.1, 'nearly all', 'a part'),
      smallIs: either(at(list.logprobs, 1) - at(sentence.logprobs, 1) > FAR, 'far', 'near'),
    };
  },
});
