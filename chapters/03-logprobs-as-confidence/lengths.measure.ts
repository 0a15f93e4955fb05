import type { LanguageModel } from '#lm/types';
import { at } from '#numerics/list';
import { each, measurement, statisticOf } from '#report/measurement';
import { FACTS_FILE, factScores, judge, judged, TEST_ITEMS } from './fact-scores.measure.ts';
import { asked, promptOf, testFacts } from './facts.ts';
import { correctedLevel, interval, meanDifference, rightOf } from './statistics.ts';

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

/** The choices that a rule makes, judged as those of the sum are: of equal scores none is chosen. */
function judgedBy<Item extends { readonly answers: readonly AnswerScore[] }>(
  name: RuleName,
  items: readonly Item[],
) {
  return items.map(({ answers }) => judge(answers.map((answer) => withoutRounding(RULES[name](answer)))));
}

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
    const bySum = judgedBy('sum', scores.items);
    const sumWins = rightOf(bySum);
    return {
      n: scores.n,
      level: correctedLevel(COMPARISONS),
      premise: scores.premise,
      rows: NAMES.map((rule, place) => {
        const wins = rightOf(judgedBy(rule, scores.items));
        const difference = meanDifference(
          wins.map((won, i) => Number(won) - Number(at(sumWins, i))),
          20 + place,
          correctedLevel(COMPARISONS),
        );
        return {
          rule: rule as string,
          right: wins.filter(Boolean).length,
          ...difference,
        };
      }),
    };
  },
});

/** What is shown where no question fits. */
const [ITEM, RIVAL] = ['author-the-time-machine', 'Jules Verne'];

/** Two answers to one question, added up token by token: the right one and another. */
async function addedUp(lm: LanguageModel, prompt: string, texts: readonly [right: string, rival: string]) {
  const { context, continuations } = asked(lm, prompt, texts);
  const scores = await lm.scoreContinuations(context, continuations);
  const [right, rival] = scores.map(({ ids, total }, k) => {
    return { text: at(texts, k), tokens: ids.length, sum: total };
  });
  if (!right || !rival) throw new RangeError('two answers are added up');
  const first = at(scores, 0).logprobs.slice(0, rival.tokens);
  return { prompt, right, rival, atEqualLength: first.reduce((sum, logprob) => sum + logprob, 0) };
}

type Pair = Awaited<ReturnType<typeof addedUp>>;

/**
 * A test question whose right answer is ahead where the chosen one ends, and loses by the tokens after that: of several
 * the one with most such tokens, then the one that was furthest ahead.
 */
export const twoAnswers = measurement({
  id: 'two-answers-token-by-token',
  data: { facts: FACTS_FILE },
  needs: { scores: factScores },
  kinds: {
    ...each({ tokens: 'exact', sum: 'nats' }, 'right', 'rival'),
    atEqualLength: 'nats',
  },
  async measure({ lm, data, scores }) {
    const outrun = judged(scores.items).flatMap(({ item, chosen, right, tied }) => {
      const [truth, picked] = [at(item.answers, 0), at(item.answers, chosen)];
      const isLonger = !right && !tied && truth.tokens > picked.tokens;
      return isLonger ? [{ prompt: item.prompt, texts: [truth.text, picked.text] as const }] : [];
    });
    const found: Pair[] = [];
    for (const { prompt, texts } of outrun) {
      const pair = await addedUp(lm, prompt, texts);
      if (pair.atEqualLength > pair.rival.sum && pair.right.sum < pair.rival.sum) found.push(pair);
    }
    const extra = ({ right, rival }: Pair) => right.tokens - rival.tokens;
    const lead = ({ atEqualLength, rival }: Pair) => atEqualLength - rival.sum;
    const best = found.sort((one, other) => extra(other) - extra(one) || lead(other) - lead(one))[0];
    const fact = testFacts(data.facts).find(({ id }) => id === ITEM);
    if (!fact?.answers.includes(RIVAL)) throw new RangeError(`no item ${ITEM} with the answer ${RIVAL}`);
    return best ?? (await addedUp(lm, promptOf(fact, 'statement'), [at(fact.answers, 0), RIVAL]));
  },
});
