import { at } from '#numerics/list';
import { softmax } from '#numerics/softmax';
import { each, either, measurement } from '#report/measurement';
import {
  aboutOf,
  asked,
  type Half,
  keepsTokens,
  lengthsOf,
  promptOf,
  RELATION_NAMES,
  readFacts,
  sha256Of,
} from './facts.ts';

export const FACTS_FILE = new URL('./facts.json', import.meta.url);
/** The split is by hash, so these are counted, not chosen. */
export const [DEV_ITEMS, TEST_ITEMS] = [115, 205];
/** The neutral premise of PMI, the same for all. */
const PREMISE = 'Answer:';

// #region confidence
/** The share of each answer: softmax over the summed log-probabilities of all answers of one question. */
export function shares(totals: readonly number[]): number[] {
  return [...softmax(totals)];
}

/** The confidence: the share of the chosen answer, which is the largest. */
export function confidenceOf(totals: readonly number[]): number {
  return Math.max(...shares(totals));
}
// #endregion confidence

/**
 * The answer that the sum picks, whether it is right, and how confident the model is in it. Of several equal ones the
 * first is taken, and is not right: the model did not choose it.
 */
export function judge(totals: readonly number[]) {
  const largest = Math.max(...totals);
  const chosen = totals.indexOf(largest);
  const tied = totals.lastIndexOf(largest) !== chosen;
  return { chosen, tied, right: chosen === 0 && !tied, confidence: confidenceOf(totals) };
}

export function judged<
  Item extends { readonly half: Half; readonly answers: readonly { readonly sum: number }[] },
>(items: readonly Item[], half: Half) {
  return items
    .filter((item) => item.half === half)
    .map((item) => ({ item, ...judge(item.answers.map(({ sum }) => sum)) }));
}

export const confidencesOf = (rows: readonly { readonly confidence: number }[]) =>
  rows.map(({ confidence }) => confidence);

export const factScores = measurement({
  id: 'fact-scores',
  data: { facts: FACTS_FILE },
  kinds: {
    items: {
      entropy: 'nats',
      answers: { ...each('exact', 'tokens', 'bytes'), ...each('nats', 'sum', 'first', 'least', 'neutral') },
    },
    counts: each('exact', 'all', 'dev', 'test', 'varied'),
  },
  async measure({ lm, data }) {
    const facts = readFacts(data.facts);
    const questions = facts.map((fact) => asked(lm, promptOf(fact, 'statement'), fact.answers));
    const choices = await lm.scoreChoices(questions);
    const texts = [...new Set(facts.flatMap(({ answers }) => answers))];
    const { context, continuations } = asked(lm, PREMISE, texts);
    const neutral = await lm.scoreContinuations(context, continuations);
    const items = facts.map((fact, i) => {
      const { entropy, scores } = at(choices, i);
      return {
        id: fact.id,
        relation: fact.relation as string,
        half: fact.half,
        lengths: lengthsOf(scores.map(({ ids }) => ids.length)),
        prompt: promptOf(fact, 'statement'),
        entropy: entropy ?? Number.NaN,
        answers: fact.answers.map((text, k) => {
          const { ids, logprobs, total } = at(scores, k);
          return {
            text,
            tokens: ids.length,
            bytes: new TextEncoder().encode(` ${text}`).length,
            sum: total,
            first: at(logprobs, 0),
            least: Math.min(...logprobs),
            neutral: at(neutral, texts.indexOf(text)).total,
          };
        }),
      };
    });
    const marksHold = facts.every(({ lengths }, i) => lengths === at(items, i).lengths);
    const areKept = facts.every((fact) =>
      fact.answers.every((answer) => keepsTokens(lm, promptOf(fact, 'statement'), answer)),
    );
    const inHalf = (half: Half) => items.filter((item) => item.half === half).length;
    if (inHalf('dev') !== DEV_ITEMS || inHalf('test') !== TEST_ITEMS)
      throw new RangeError(`the halves have ${inHalf('dev')} and ${inHalf('test')} items`);
    return {
      sha256: sha256Of(data.facts),
      premise: PREMISE,
      relations: RELATION_NAMES.map((name) => {
        const example = facts.filter(({ relation }) => relation === name);
        const { answers } = at(example, 0);
        const prompt = promptOf(at(example, 0), 'statement');
        return { name: name as string, about: aboutOf(name), prompt, answers };
      }),
      items,
      counts: {
        all: items.length,
        dev: DEV_ITEMS,
        test: TEST_ITEMS,
        varied: items.filter(({ lengths }) => lengths === 'varied').length,
      },
      marks: either(marksHold, 'hold', 'do not hold'),
      promptTokens: either(areKept, 'kept', 'changed'),
    };
  },
});
