import { at } from '#numerics/list';
import { each, either, measurement, statisticOf } from '#report/measurement';
import { factScores, judged, TEST_ITEMS } from './fact-scores.measure.ts';
import { aboutOf, RELATION_NAMES } from './facts.ts';
import { aurocDifference, aurocOf, interval, intervalOf, orNull } from './statistics.ts';

const STATISTIC = statisticOf(TEST_ITEMS);
const OWN = 'confidence among the four';
const SUM = 'sum of the tokens';
const FIRST = 'first token';
const ENTROPY = 'entropy of the first token (minus)';

/** Means of equal terms may differ in their last bits, which is no order. */
const withoutRounding = (score: number) => Number(score.toPrecision(12));

export const scoresCompared = measurement({
  id: 'scores-compared',
  needs: { scores: factScores },
  kinds: {
    n: 'exact',
    rows: {
      ...interval('estimate', STATISTIC),
      ...each(STATISTIC, 'difference', 'differenceLow', 'differenceHigh'),
    },
    lead: interval('estimate', STATISTIC),
    sharedFirst: { n: 'rank', first: STATISTIC },
    ownFirst: { n: 'rank', first: STATISTIC, sum: STATISTIC, entropy: STATISTIC },
  },
  async measure({ lm, scores }) {
    const rows = judged(scores.items, 'test').map(({ item, chosen, right, confidence }) => {
      const answer = at(item.answers, chosen);
      const [best = 0, second = 0] = item.answers.map(({ sum }) => sum).sort((one, other) => other - one);
      /** Larger means surer. */
      const scoresOfAnswer: Readonly<Record<string, number>> = {
        [OWN]: confidence,
        [SUM]: answer.sum,
        'mean per token': withoutRounding(answer.sum / answer.tokens),
        'mean per byte': withoutRounding(answer.sum / answer.bytes),
        [FIRST]: answer.first,
        'least likely token': answer.least,
        PMI: answer.sum - answer.neutral,
        [ENTROPY]: -item.entropy,
        'margin of the first two': best - second,
      };
      // The same token has the same log-probability, to the last bit; two tokens have not.
      const sharesFirst = item.answers.every(({ first }) => first === at(item.answers, 0).first);
      return {
        id: item.id,
        relation: item.relation,
        right,
        answer: answer.text,
        sharesFirst,
        scores: scoresOfAnswer,
      };
    });
    const aurocBy = (name: string) => (some: readonly (typeof rows)[number][]) =>
      aurocOf(some.map((row) => ({ score: row.scores[name] ?? Number.NaN, right: row.right })));
    const results = Object.keys(at(rows, 0).scores).map((name) => {
      const against = aurocDifference(rows, aurocBy(name), aurocBy(OWN));
      const area = intervalOf(rows, aurocBy(name));
      const verdict: 'own' | 'better' | 'worse' | 'level' =
        name === OWN ? 'own' : against.low > 0 ? 'better' : against.high < 0 ? 'worse' : 'level';
      return {
        name,
        estimate: orNull(area.estimate),
        low: orNull(area.low),
        high: orNull(area.high),
        difference: orNull(against.estimate),
        differenceLow: orNull(against.low),
        differenceHigh: orNull(against.high),
        verdict,
      };
    });
    results.sort((one, other) => (other.estimate ?? 0) - (one.estimate ?? 0));
    const sharing = rows.filter(({ sharesFirst }) => sharesFirst);
    const others = rows.filter(({ sharesFirst }) => !sharesFirst);
    const sharingRelations = RELATION_NAMES.filter((name) => sharing.some((row) => row.relation === name));
    const [space] = lm.encode(' ');
    const isSpace = sharing.every(({ answer }) => lm.encode(` ${answer}`)[0] === space);
    const [first, sum] = [aurocBy(FIRST)(others), aurocBy(SUM)(others)];
    const [best, second] = [at(results, 0), at(results, 1)];
    const lead = aurocDifference(rows, aurocBy(best.name), aurocBy(second.name));
    return {
      premise: scores.premise,
      n: rows.length,
      own: OWN,
      rows: results,
      best: best.name,
      second: second.name,
      lead: { estimate: orNull(lead.estimate), low: orNull(lead.low), high: orNull(lead.high) },
      overlap: either(
        Math.max(...results.map(({ low }) => low ?? 0)) < Math.min(...results.map(({ high }) => high ?? 1)),
        'all',
        'not all',
      ),
      bestIsClear: either(lead.low > 0, 'yes', 'no'),
      sharedFirst: {
        n: sharing.length,
        extent: sharing.length === 0 ? ('none' as const) : either(others.length > 0, 'some', 'all'),
        token: either(isSpace, 'space', 'other'),
        relations: sharingRelations.map(aboutOf),
        first: orNull(aurocBy(FIRST)(sharing)),
      },
      ownFirst: {
        n: others.length,
        first: orNull(first),
        sum: orNull(sum),
        entropy: orNull(aurocBy(ENTROPY)(others)),
      },
      artefact: either(Math.abs(first - sum) < 0.02, 'yes', 'no'),
    };
  },
});
