import type { LanguageModel, Piece } from '#lm/types';
import { auroc } from '#numerics/auroc';
import { clusteredBootstrapInterval } from '#numerics/clustered-bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { compensatedSum } from '#numerics/sum';
import { statisticOf } from '#report/kind';
import { measurement } from '#report/measurement';
import { FACTS_FILE } from './fact-scores.measure.ts';
import type { Fact } from './facts.ts';
import { promptOf, readFacts } from './facts.ts';
import { aurocWithin, separates } from './separation.measure.ts';

const FREE_RELATIONS = ['capital', 'element'];

const FREE_ITEMS = 50;

export const MOST_TOKENS = 6;

const SHOWN = { right: 3, wrong: 5 };

const SEED = 4;

/** Forms that count as right besides the answer itself, listed before anything was generated. */
const OTHER_FORMS: Readonly<Record<string, readonly string[]>> = {
  aluminum: ['aluminium'],
  Brasilia: ['Brasília'],
  'New Delhi': ['Delhi'],
  sulfur: ['sulphur'],
  Bogota: ['Bogotá'],
  Yaounde: ['Yaoundé'],
};

// #region free-answer
/** The words of an answer: everything up to the first sign that ends it. */
export function answerTokens(pieces: readonly Piece[]): readonly Piece[] {
  const end = pieces.findIndex(({ text, special }) => special || /[.,;:!?()\n]/.test(text));
  return end < 0 ? pieces : pieces.slice(0, end);
}

/** Whether a free answer says one of the forms that count as right: it begins with it, and the word ends there. */
export function saysOneOf(answer: string, forms: readonly string[]): boolean {
  const said = answer.trim().toLowerCase().replace(/^the /, '');
  return forms.some(
    (form) => said.startsWith(form.toLowerCase()) && !/\p{L}/u.test(said.charAt(form.length)),
  );
}
// #endregion free-answer

/** The answers to a fact that count as right. */
export function formsOf({ answers }: Fact): string[] {
  const right = at(answers, 0);
  return [right, ...(OTHER_FORMS[right] ?? [])];
}

/** Test items whose answers are a name, so that a free answer can be judged. */
export function freeFacts(text: string, lm: LanguageModel): Fact[] {
  return readFacts(text, (some) => lm.encode(some)).filter(
    ({ half, relation }) => half === 'test' && FREE_RELATIONS.includes(relation),
  );
}

/** What a generation answered, and the log-probability of those words. */
export function answerOf(lm: LanguageModel, ids: readonly number[], logprobs: readonly number[]) {
  const pieces = answerTokens(lm.pieces(ids));
  return {
    text: lm.decode(ids.slice(0, pieces.length)).trim(),
    sum: compensatedSum(logprobs.slice(0, pieces.length)),
  };
}

export const freeAnswers = measurement({
  id: 'free-answers',
  data: { facts: FACTS_FILE },
  kinds: {
    n: 'exact',
    right: 'rank',
    accuracy: statisticOf(FREE_ITEMS),
    auroc: {
      estimate: statisticOf(FREE_ITEMS),
      low: statisticOf(FREE_ITEMS),
      high: statisticOf(FREE_ITEMS),
    },
    within: {
      estimate: statisticOf(FREE_ITEMS),
      low: statisticOf(FREE_ITEMS),
      high: statisticOf(FREE_ITEMS),
      verdict: 'exact',
    },
    rows: { id: 'exact', relation: 'exact', prompt: 'exact', answer: 'exact', sum: 'nats', verdict: 'exact' },
    examples: { prompt: 'exact', answer: 'exact', sum: 'nats', verdict: 'exact' },
    smallestMargin: 'nats',
  },
  async measure({ lm, data }) {
    const facts = freeFacts(data.facts, lm);
    if (facts.length !== FREE_ITEMS) throw new RangeError(`${facts.length} items are answered freely`);
    const generations = await lm.generate(
      facts.map((fact) => lm.encode(promptOf(fact, 'statement'))),
      { maxTokens: MOST_TOKENS, temperature: 0 },
    );
    const rows = facts.map((fact, i) => {
      const { ids, logprobs } = at(generations, i);
      const { text, sum } = answerOf(lm, ids, logprobs);
      const verdict: 'right' | 'wrong' = saysOneOf(text, formsOf(fact)) ? 'right' : 'wrong';
      return {
        id: fact.id,
        relation: fact.relation as string,
        prompt: promptOf(fact, 'statement'),
        answer: text,
        sum,
        verdict,
      };
    });
    const outcomes = rows.map(({ verdict }) => verdict === 'right');
    const bySum = [...rows].sort((one, other) => other.sum - one.sum);
    const first = (verdict: string, count: number) =>
      bySum.filter((row) => row.verdict === verdict).slice(0, count);
    const right = outcomes.filter(Boolean).length;
    type Row = (typeof rows)[number];
    const options = () => ({
      rows,
      clusterOf: ({ id }: Row) => id,
      random: seededRandom(SEED).next,
      resamples: 1000,
    });
    const within = clusteredBootstrapInterval({
      ...options(),
      statistic: (some) =>
        aurocWithin(
          some.map(({ relation, verdict, sum }) => ({
            group: relation,
            right: verdict === 'right',
            score: sum,
          })),
        ),
    });
    return {
      n: rows.length,
      right,
      accuracy: right / rows.length,
      auroc: clusteredBootstrapInterval({
        ...options(),
        statistic: (some) =>
          auroc(
            some.map(({ sum }) => sum),
            some.map(({ verdict }) => verdict === 'right'),
          ),
      }),
      within: { ...within, verdict: separates(within) },
      rows,
      examples: [...first('right', SHOWN.right), ...first('wrong', SHOWN.wrong)].map(
        ({ id, relation, ...row }) => row,
      ),
      smallestMargin: Math.min(...generations.map(({ smallestMargin }) => smallestMargin)),
    };
  },
});
