import type { LanguageModel } from '#lm/types';
import { meanInterval } from '#numerics/bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { compensatedSum, mean } from '#numerics/sum';
import { each, either, measurement, statisticOf } from '#report/measurement';
import { FACTS_FILE, factScores, judge, judged, TEST_ITEMS } from './fact-scores.measure.ts';
import { aboutOf, asked, promptOf, RELATION_NAMES, readFacts } from './facts.ts';
import {
  correctedLevel,
  interval,
  orNull,
  PAIRED_OUTCOMES,
  pairedOutcomes,
  RARE,
  rightOf,
} from './statistics.ts';

interface AnswerScore {
  readonly text: string;
  readonly tokens: number;
  readonly sum: number;
  readonly first: number;
  readonly neutral: number;
}

/** What a choice among listed answers can go by. */
const RULES = {
  sum: ({ sum }: AnswerScore) => sum,
  'mean per token': ({ sum, tokens }: AnswerScore) => sum / tokens,
  'mean per character': ({ sum, text }: AnswerScore) => sum / [...text].length,
  'sum minus prior': ({ sum, neutral }: AnswerScore) => sum - neutral,
  'first token': ({ first }: AnswerScore) => first,
};

type RuleName = keyof typeof RULES;

const REMEDIES = ['mean per token', 'mean per character', 'sum minus prior', 'first token'] as const;
/** Each remedy is compared with the sum. */
const COMPARISONS = REMEDIES.length;
const STATISTIC = statisticOf(TEST_ITEMS);

/** Means of equal terms may differ in their last bits, which is no order. */
const withoutRounding = (score: number) => Number(score.toPrecision(12));

/** The choices that a rule makes, judged as those of the sum are: of equal scores none is chosen. */
function judgedBy<Item extends { readonly answers: readonly AnswerScore[] }>(
  name: RuleName,
  items: readonly Item[],
) {
  return items.map((item) => {
    const found = judge(item.answers.map((answer) => withoutRounding(RULES[name](answer))));
    const [truth, picked] = [at(item.answers, 0).tokens, at(item.answers, found.chosen).tokens];
    const side = found.tied || picked === truth ? 'neither' : either(picked < truth, 'shorter', 'longer');
    return { item, ...found, side };
  });
}

const RULE_KINDS = each('rank', 'n', 'right', 'shorter', 'longer');

export const answerLengths = measurement({
  id: 'answer-lengths',
  needs: { scores: factScores },
  kinds: {
    ...each('exact', 'n', 'comparisons'),
    ...each('float64', 'level', 'largestP'),
    sum: RULE_KINDS,
    byChance: { wrong: 'rank', shorter: STATISTIC, longer: STATISTIC },
    remedies: { ...RULE_KINDS, sum: 'rank', ...PAIRED_OUTCOMES, ...interval('difference', STATISTIC) },
    sharing: { n: 'rank' },
  },
  async measure({ lm, scores }) {
    const items = judged(scores.items, 'test').map(({ item }) => item);
    const firstToken = ({ text }: AnswerScore) => lm.encode(` ${text}`)[0];
    const sharesFirst = ({ answers }: (typeof items)[number]) => new Set(answers.map(firstToken)).size === 1;
    const [sharing, others] = [items.filter(sharesFirst), items.filter((item) => !sharesFirst(item))];
    const [space] = lm.encode(' ');
    const isSpace = sharing.every(({ answers }) => firstToken(at(answers, 0)) === space);
    const bySum = judgedBy('sum', items);
    type Rows = typeof bySum;
    const countOf = (rows: Rows, is: (row: Rows[number]) => boolean) => rows.filter(is).length;
    const summary = (rows: Rows) => {
      const [shorter, longer] = [
        countOf(rows, ({ side }) => side === 'shorter'),
        countOf(rows, ({ side }) => side === 'longer'),
      ];
      const lean: 'short' | 'long' | 'even' =
        shorter === longer ? 'even' : either(shorter > longer, 'short', 'long');
      return {
        n: rows.length,
        right: countOf(rows, ({ right }) => right),
        shorter,
        longer,
        lean,
      };
    };
    // Where the sum is wrong: how many choices to expect on either side if it had picked one of the wrong answers blindly.
    const wrongs = bySum.filter(({ right, tied }) => !right && !tied);
    const blindly = (is: (tokens: number, truth: number) => boolean) =>
      compensatedSum(
        wrongs.map(({ item }) => {
          const [truth, ...rest] = item.answers.map(({ tokens }) => tokens);
          return rest.filter((tokens) => is(tokens, truth ?? Number.NaN)).length / rest.length;
        }),
      );
    const ofSum = summary(bySum);
    const byChance = {
      shorter: blindly((tokens, truth) => tokens < truth),
      longer: blindly((tokens, truth) => tokens > truth),
    };
    const favoursShort = ofSum.shorter > byChance.shorter && ofSum.longer < byChance.longer;
    const remedies = REMEDIES.map((rule, place) => {
      // The first token is judged where it can choose.
      const compared = rule === 'first token' ? others : items;
      const [rows, sums] = [judgedBy(rule, compared), judgedBy('sum', compared)];
      const outcomes = pairedOutcomes(rightOf(sums), rightOf(rows), COMPARISONS);
      const differences = rows.map(({ right }, i) => Number(right) - Number(at(sums, i).right));
      const drawn =
        rows.length === 0
          ? { low: Number.NaN, high: Number.NaN }
          : meanInterval(differences, {
              random: seededRandom(20 + place).next,
              level: correctedLevel(COMPARISONS),
            });
      // Both must say so: the interval leaves out zero, and the exact test finds the direction too one-sided for a coin.
      const verdict: 'better' | 'worse' | 'not clear' =
        outcomes.verdict === 'up' && drawn.low > 0
          ? 'better'
          : either(outcomes.verdict === 'down' && drawn.high < 0, 'worse', 'not clear');
      // A question without a choice shows best what a score cannot do.
      const spoilt = judgedBy(rule, items)
        .map((row, i) => ({ ...row, before: at(bySum, i) }))
        .filter(({ right, before }) => before.right && !right)
        .sort(
          (one, other) =>
            Number(other.tied) - Number(one.tied) || other.before.confidence - one.before.confidence,
        )[0];
      return {
        rule: rule as (typeof REMEDIES)[number],
        ...summary(rows),
        sum: countOf(sums, ({ right }) => right),
        ...outcomes,
        difference: rows.length === 0 ? null : mean(differences),
        low: orNull(drawn.low),
        high: orNull(drawn.high),
        verdict,
        spoilt: spoilt
          ? {
              prompt: spoilt.item.prompt,
              chosen: at(spoilt.item.answers, spoilt.chosen).text,
              tied: either(spoilt.tied, 'yes', 'no'),
            }
          : null,
      };
    });
    return {
      premise: scores.premise,
      n: items.length,
      comparisons: COMPARISONS,
      level: correctedLevel(COMPARISONS),
      largestP: RARE / COMPARISONS,
      sum: ofSum,
      byChance: { wrong: wrongs.length, ...byChance, favours: either(favoursShort, 'short', 'no side') },
      remedies,
      sharing: {
        n: sharing.length,
        extent: sharing.length === 0 ? ('none' as const) : either(others.length > 0, 'some', 'all'),
        token: either(isSpace, 'space', 'other'),
        relations: RELATION_NAMES.filter((name) => sharing.some(({ relation }) => relation === name)).map(
          aboutOf,
        ),
      },
    };
  },
});

/** What is shown where no question fits. */
const [ITEM, RIVAL] = ['author-the-time-machine', 'Jules Verne'];

/** Two answers to one question, added up token by token: the right one and another. */
async function addedUp(lm: LanguageModel, prompt: string, texts: readonly [right: string, rival: string]) {
  const { context, continuations } = asked(lm, prompt, texts);
  const scores = await lm.scoreContinuations(context, continuations);
  const [right, rival] = scores.map(({ ids, logprobs, total }, k) => {
    let sum = 0;
    const steps = lm.pieces(ids).map(({ text }, i) => {
      const logprob = at(logprobs, i);
      sum += logprob;
      return { place: i + 1, token: text, logprob, sum };
    });
    return { text: at(texts, k), tokens: ids.length, sum: total, steps };
  });
  if (!right || !rival) throw new RangeError('two answers are added up');
  const atEqualLength = at(right.steps, Math.min(right.tokens, rival.tokens) - 1).sum;
  return { prompt, right, rival, atEqualLength };
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
    ...each(
      { tokens: 'exact', sum: 'nats', steps: { place: 'exact', logprob: 'nats', sum: 'nats' } },
      'right',
      'rival',
    ),
    atEqualLength: 'nats',
    candidates: 'rank',
  },
  async measure({ lm, data, scores }) {
    const outrun = judged(scores.items, 'test').flatMap(({ item, chosen, right, tied }) => {
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
    const fact = readFacts(data.facts).find(({ id }) => id === ITEM);
    if (!fact?.answers.includes(RIVAL)) throw new RangeError(`no item ${ITEM} with the answer ${RIVAL}`);
    const pair = best ?? (await addedUp(lm, promptOf(fact, 'statement'), [at(fact.answers, 0), RIVAL]));
    const { right, rival } = pair;
    return {
      ...pair,
      candidates: found.length,
      course: either(best !== undefined, 'overtaken', 'otherwise'),
      sumFavours:
        right.sum === rival.sum ? ('neither' as const) : either(right.sum > rival.sum, 'right', 'rival'),
    };
  },
});
