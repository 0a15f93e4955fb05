import { at } from '#numerics/list';
import { softmax } from '#numerics/softmax';
import { measurement } from '#report/measurement';
import { type Fact, promptOf, RELATION_NAMES, RELATIONS, readFacts, sha256Of } from './facts.ts';

export const FACTS_FILE = new URL('./facts.json', import.meta.url);

/** How many items each half has; the split is by hash, so these are counted, not chosen. */
export const DEV_ITEMS = 115;
export const TEST_ITEMS = 205;

/** What the neutral premise of PMI is: the same for all. */
export const PREMISE = 'Answer:';

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

/** The place of the largest number; the first of several. */
export function placeOfLargest(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}

/** The answer that the sum picks, whether it is right, and how confident the model is in it. */
export function judge(totals: readonly number[]): { chosen: number; right: boolean; confidence: number } {
  const chosen = placeOfLargest(totals);
  return { chosen, right: chosen === 0, confidence: confidenceOf(totals) };
}

/** One fact's answers as the model scored them, the right one first. */
export interface ScoredFact {
  readonly id: string;
  readonly half: 'dev' | 'test';
  readonly answers: readonly { readonly sum: number }[];
}

/** The items of one half, judged: what reliability, thresholds and all statistics start from. */
export function judged<Item extends ScoredFact>(items: readonly Item[], half: 'dev' | 'test') {
  return items
    .filter((item) => item.half === half)
    .map((item) => ({ item, ...judge(item.answers.map(({ sum }) => sum)) }));
}

/** The scores of all facts, computed once for the whole chapter. */
export const factScores = measurement({
  id: 'fact-scores',
  data: { facts: FACTS_FILE },
  kinds: {
    sha256: 'exact',
    premise: 'exact',
    relations: { name: 'exact', about: 'exact', prompt: 'exact', answers: 'exact' },
    items: {
      id: 'exact',
      relation: 'exact',
      half: 'exact',
      lengths: 'exact',
      prompt: 'exact',
      entropy: 'nats',
      answers: {
        text: 'exact',
        tokens: 'exact',
        bytes: 'exact',
        sum: 'nats',
        first: 'nats',
        least: 'nats',
        neutral: 'nats',
      },
    },
    counts: { all: 'exact', dev: 'exact', test: 'exact', varied: 'exact' },
  },
  async measure({ lm, data }) {
    const facts = readFacts(data.facts, (text) => lm.encode(text));
    const idsOf = (answer: string) => lm.encode(` ${answer}`);
    const choices = await lm.scoreChoices(
      facts.map((fact) => ({
        context: lm.encode(promptOf(fact, 'statement')),
        continuations: fact.answers.map(idsOf),
      })),
    );
    const texts = [...new Set(facts.flatMap(({ answers }) => answers))];
    const neutral = await lm.scoreContinuations(lm.encode(PREMISE), texts.map(idsOf));
    const neutralOf = new Map(texts.map((text, i) => [text, at(neutral, i).total]));
    const items = facts.map((fact, i) => {
      const { entropy, scores } = at(choices, i);
      return {
        id: fact.id,
        relation: fact.relation as string,
        half: fact.half,
        lengths: fact.lengths,
        prompt: promptOf(fact, 'statement'),
        entropy,
        answers: fact.answers.map((text, k) => {
          const { ids, logprobs, total } = at(scores, k);
          return {
            text,
            tokens: ids.length,
            bytes: new TextEncoder().encode(` ${text}`).length,
            sum: total,
            first: at(logprobs, 0),
            least: Math.min(...logprobs),
            neutral: neutralOf.get(text) ?? Number.NaN,
          };
        }),
      };
    });
    const inHalf = (half: 'dev' | 'test') => items.filter((item) => item.half === half).length;
    if (inHalf('dev') !== DEV_ITEMS || inHalf('test') !== TEST_ITEMS)
      throw new RangeError(`the halves have ${inHalf('dev')} and ${inHalf('test')} items`);
    return {
      sha256: sha256Of(data.facts),
      premise: PREMISE,
      relations: RELATION_NAMES.map((name) => exampleOf(name, facts)),
      items,
      counts: {
        all: items.length,
        dev: DEV_ITEMS,
        test: TEST_ITEMS,
        varied: items.filter(({ lengths }) => lengths === 'varied').length,
      },
    };
  },
});

/** A relation with the first of its items as an example. */
function exampleOf(name: Fact['relation'], facts: readonly Fact[]) {
  const fact = facts.find(({ relation }) => relation === name);
  if (fact === undefined) throw new RangeError(`no fact has the relation ${name}`);
  return {
    name: name as string,
    about: RELATIONS[name].about as string,
    prompt: promptOf(fact, 'statement'),
    answers: [...fact.answers],
  };
}
