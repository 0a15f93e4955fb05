import { at } from '#numerics/list';
import { measurement, statisticOf } from '#report/measurement';
import { factScores, judge, TEST_ITEMS } from './fact-scores.measure.ts';
import { correctedLevel, interval, meanDifference } from './statistics.ts';

interface AnswerScore {
  readonly text: string;
  readonly tokens: number;
  readonly sum: number;
  readonly first: number;
  readonly neutral: number;
}

/** What a choice among listed answers can go by; the harness's names are in the table. */
const RULES = {
  sum: ({ sum }: AnswerScore) => sum,
  'mean per token': ({ sum, tokens }: AnswerScore) => sum / tokens,
  'mean per character': ({ sum, text }: AnswerScore) => sum / [...text].length,
  'sum minus prior': ({ sum, neutral }: AnswerScore) => sum - neutral,
};
type RuleName = keyof typeof RULES;
const NAMES = Object.keys(RULES) as RuleName[];
/** Each remedy is compared with the sum. */
const COMPARISONS = NAMES.length - 1;
const STATISTIC = statisticOf(TEST_ITEMS);

/** Means of equal terms may differ in their last bits, which is no order. */
const withoutRounding = (score: number) => Number(score.toPrecision(12));

/** Choices among four answers by the sum and by what is to make up for their lengths. */
export const answerLengths = measurement({
  id: 'choices-by-length',
  needs: { scores: factScores },
  kinds: {
    n: 'exact',
    level: 'float64',
    rows: { right: 'rank', ...interval('mean', STATISTIC) },
  },
  async measure({ scores }) {
    /** Which choices of a rule are right: of equal scores none is chosen. */
    const winsBy = (name: RuleName) =>
      scores.items.map(
        ({ answers }) => judge(answers.map((answer) => withoutRounding(RULES[name](answer)))).right,
      );
    const sumWins = winsBy('sum');
    return {
      n: scores.n,
      level: correctedLevel(COMPARISONS),
      premise: scores.premise,
      rows: NAMES.map((rule, place) => {
        const wins = winsBy(rule);
        const difference = meanDifference(
          wins.map((won, i) => Number(won) - Number(at(sumWins, i))),
          20 + place,
          correctedLevel(COMPARISONS),
        );
        return { rule: rule as string, right: wins.filter(Boolean).length, ...difference };
      }),
    };
  },
});
