import { at } from '#numerics/list';
import { softmax } from '#numerics/softmax';
import { each, measurement } from '#report/measurement';
import { asked, promptOf, sha256Of, testFacts } from './facts.ts';

export const FACTS_FILE = new URL('./facts.json', import.meta.url);
/** Half of the facts. */
export const TEST_ITEMS = 160;
/** The neutral premise of PMI, the same for all. */
const PREMISE = 'Answer:';

/**
 * The answer with the largest sum, whether it is right, and its share among all answers of its question. Of several
 * equal ones the first is taken, and is not right: the model did not choose it.
 */
export function judge(totals: readonly number[]) {
  const largest = Math.max(...totals);
  const chosen = totals.indexOf(largest);
  const tied = totals.lastIndexOf(largest) !== chosen;
  return { chosen, tied, right: chosen === 0 && !tied, confidence: Math.max(...softmax(totals)) };
}

export function judged<Item extends { readonly answers: readonly { readonly sum: number }[] }>(
  items: readonly Item[],
) {
  return items.map((item) => ({ item, ...judge(item.answers.map(({ sum }) => sum)) }));
}

/** The log-probabilities of the four answers to each test question, after the beginning of a statement. */
export const factScores = measurement({
  id: 'fact-scores',
  data: { facts: FACTS_FILE },
  kinds: {
    items: { answers: { tokens: 'exact', ...each('nats', 'sum', 'first', 'neutral') } },
    n: 'exact',
  },
  async measure({ lm, data }) {
    const facts = testFacts(data.facts);
    if (facts.length !== TEST_ITEMS) throw new RangeError(`there are ${facts.length} test items`);
    const choices = await lm.scoreChoices(
      facts.map((fact) => asked(lm, promptOf(fact, 'statement'), fact.answers)),
      { entropies: false },
    );
    const texts = [...new Set(facts.flatMap(({ answers }) => answers))];
    const { context, continuations } = asked(lm, PREMISE, texts);
    const neutral = await lm.scoreContinuations(context, continuations);
    const items = facts.map((fact, i) => ({
      id: fact.id,
      relation: fact.relation as string,
      prompt: promptOf(fact, 'statement'),
      answers: fact.answers.map((text, k) => {
        const { ids, logprobs, total } = at(at(choices, i).scores, k);
        return {
          text,
          tokens: ids.length,
          sum: total,
          first: at(logprobs, 0),
          neutral: at(neutral, texts.indexOf(text)).total,
        };
      }),
    }));
    return { sha256: sha256Of(data.facts), premise: PREMISE, n: items.length, items };
  },
});
