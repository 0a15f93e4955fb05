import type { LanguageModel, Piece } from '#lm/types';
import { aurocDrawing } from '#numerics/auroc-interval';
import { clusteredBootstrapInterval } from '#numerics/clustered-bootstrap';
import { at } from '#numerics/list';
import { compensatedSum } from '#numerics/sum';
import { each, either, measurement, statisticOf } from '#report/measurement';
import { FACTS_FILE } from './fact-scores.measure.ts';
import { type Fact, promptOf, testFacts } from './facts.ts';
import {
  aurocInterval,
  aurocOf,
  correctedLevel,
  interval,
  orNull,
  verdictOf,
  withSeparation,
} from './statistics.ts';

export const FREE_RELATIONS = ['capital', 'element'];
const FREE_ITEMS = 50;
const STATISTIC = statisticOf(FREE_ITEMS);
export const MOST_TOKENS = 6;
const SHOWN = { right: 3, wrong: 5 };
const SEED = 4;
/** The sum is compared with the mean and with the agreement of samples. */
const COMPARED = 2;
/** Forms that count as right besides the answer itself, listed before anything was generated. */
const OTHER_FORMS: Readonly<Record<string, readonly string[]>> = {
  aluminum: ['aluminium'],
  Brasilia: ['Brasília'],
  'New Delhi': ['Delhi'],
  sulfur: ['sulphur'],
  Bogota: ['Bogotá'],
  Yaounde: ['Yaoundé'],
};

/** The words of an answer: everything up to the first sign that ends it. */
export function answerTokens(pieces: readonly Piece[]): readonly Piece[] {
  const end = pieces.findIndex(({ text, special }) => special || /[.,;:!?()\n]/.test(text));
  return end < 0 ? pieces : pieces.slice(0, end);
}

/** Whether a free answer says one of the forms that count as right: it begins with it, and the word ends there. */
export function beginsWithOneOf(answer: string, forms: readonly string[]): boolean {
  const said = answer.trim().toLowerCase().replace(/^the /, '');
  return forms.some(
    (form) => said.startsWith(form.toLowerCase()) && !/\p{L}/u.test(said.charAt(form.length)),
  );
}

export function formsOf({ answers }: Fact): string[] {
  const right = at(answers, 0);
  return [right, ...(OTHER_FORMS[right] ?? [])];
}

/** Test items whose answers are a name, so that a free answer can be judged. */
export function freeFacts(text: string): Fact[] {
  return testFacts(text).filter(({ relation }) => FREE_RELATIONS.includes(relation));
}

/** What a generation answered, and the log-probability of those words. */
export function answerOf(lm: LanguageModel, ids: readonly number[], logprobs: readonly number[]) {
  const { length } = answerTokens(lm.pieces(ids));
  const sum = compensatedSum(logprobs.slice(0, length));
  return { text: lm.decode(ids.slice(0, length)).trim(), tokens: length, sum };
}

/** An answer of one or two words: a name, and no phrase that goes on without answering. */
export const isName = (answer: string): boolean => /^\S+( \S+)?$/.test(answer);

type Rows = readonly {
  readonly id: string;
  readonly answer: string;
  readonly score: number;
  readonly right: boolean;
}[];

/** The AUROC of answers by their score, and that of names among themselves. */
export function separationsOf(rows: Rows) {
  const names = rows.filter(({ answer }) => isName(answer));
  const none = { estimate: Number.NaN, low: Number.NaN, high: Number.NaN };
  return {
    auroc: withSeparation(aurocInterval(rows, SEED)),
    ofNames: withSeparation(names.length === 0 ? none : aurocInterval(names, SEED)),
  };
}

/**
 * How much better one score of the same answers separates right from wrong than another, as a difference of AUROCs. Its
 * interval is one of two that hold together.
 */
export function advantage<Row extends { readonly id: string; readonly right: boolean }>(
  rows: readonly Row[],
  score: (row: Row) => number,
  other: (row: Row) => number,
) {
  const by = (of: (row: Row) => number) => (some: readonly Row[]) =>
    aurocOf(some.map((row) => ({ score: of(row), right: row.right })));
  const { estimate, low, high } = clusteredBootstrapInterval({
    rows,
    clusterOf: ({ id }) => id,
    statistic: (some) => by(score)(some) - by(other)(some),
    ...aurocDrawing(),
    level: correctedLevel(COMPARED),
  });
  return {
    estimate: orNull(estimate),
    low: orNull(low),
    high: orNull(high),
    verdict: Number.isNaN(low) ? ('no interval' as const) : verdictOf({ low, high }),
  };
}

export const SEPARATIONS = each(interval('estimate', STATISTIC), 'auroc', 'ofNames');

export const freeAnswers = measurement({
  id: 'free-answers',
  data: { facts: FACTS_FILE },
  kinds: {
    n: 'exact',
    right: 'rank',
    accuracy: STATISTIC,
    names: 'rank',
    wrong: each('rank', 'all', 'phrases'),
    ...SEPARATIONS,
    mean: { ...SEPARATIONS, advantage: interval('estimate', STATISTIC) },
    ...each({ sum: 'nats', tokens: 'rank' }, 'rows', 'examples'),
    smallestMargin: 'nats',
  },
  async measure({ lm, data }) {
    const facts = freeFacts(data.facts);
    if (facts.length !== FREE_ITEMS) throw new RangeError(`${facts.length} items are answered freely`);
    const generations = await lm.generate(
      facts.map((fact) => lm.encode(promptOf(fact, 'statement'))),
      { maxTokens: MOST_TOKENS, temperature: 0 },
    );
    const rows = facts.map((fact, i) => {
      const { ids, logprobs } = at(generations, i);
      const { text, tokens, sum } = answerOf(lm, ids, logprobs);
      return {
        id: fact.id,
        relation: fact.relation as string,
        prompt: promptOf(fact, 'statement'),
        answer: text,
        tokens,
        sum,
        verdict: either(beginsWithOneOf(text, formsOf(fact)), 'right', 'wrong'),
      };
    });
    const scored = rows.map(({ id, answer, sum, tokens, verdict }) => ({
      id,
      answer,
      score: sum,
      mean: tokens === 0 ? 0 : sum / tokens,
      right: verdict === 'right',
    }));
    const first = (verdict: 'right' | 'wrong') =>
      rows
        .filter((row) => row.verdict === verdict)
        .sort((one, other) => other.sum - one.sum)
        .slice(0, SHOWN[verdict]);
    const examples = [...first('right'), ...first('wrong')];
    const right = scored.filter((row) => row.right).length;
    const wrong = scored.filter((row) => !row.right);
    const phrases = wrong.filter(({ answer }) => answer !== '' && !isName(answer));
    return {
      n: rows.length,
      right,
      accuracy: right / rows.length,
      shown: either(examples.length === SHOWN.right + SHOWN.wrong, 'three and five', 'fewer'),
      wrongs: either(right < rows.length, 'some', 'none'),
      names: scored.filter(({ answer }) => isName(answer)).length,
      wrong: { all: wrong.length, phrases: phrases.length, phrase: phrases[0]?.answer ?? null },
      ...separationsOf(scored),
      mean: {
        ...separationsOf(scored.map((row) => ({ ...row, score: row.mean }))),
        advantage: advantage(
          scored,
          ({ score }) => score,
          ({ mean }) => mean,
        ),
      },
      rows,
      examples: examples.map(({ id, relation, ...row }) => row),
      smallestMargin: Math.min(...generations.map(({ smallestMargin }) => smallestMargin)),
    };
  },
});
