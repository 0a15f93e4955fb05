import { auroc } from '#numerics/auroc';
import { clusteredBootstrapInterval, pairedDifferenceInterval } from '#numerics/clustered-bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { statisticOf } from '#report/kind';
import { measurement } from '#report/measurement';
import { factScores, judged, TEST_ITEMS } from './fact-scores.measure.ts';
import { RELATION_NAMES, RELATIONS } from './facts.ts';
import { AUROC_BOOTSTRAP } from './separation.measure.ts';

const STATISTIC = statisticOf(TEST_ITEMS);

const OWN = 'confidence among the four';

const SUM = 'sum of the tokens';

const FIRST = 'first token';

const ENTROPY = 'entropy of the first token (minus)';

/** Two areas that differ by less than this are called level. */
const NEAR = 0.02;

interface Answer {
  readonly sum: number;
  readonly tokens: number;
  readonly bytes: number;
  readonly first: number;
  readonly least: number;
  readonly neutral: number;
}

interface ChosenAnswer {
  readonly id: string;
  readonly relation: string;
  readonly right: boolean;
  /** Whether all four answers begin with the same token. */
  readonly sharesFirst: boolean;
  readonly scores: Readonly<Record<string, number>>;
}

/** Every score of a chosen answer; larger means surer. */
function scoresOf(answer: Answer, sums: readonly number[], entropy: number, confidence: number) {
  const [best = 0, second = 0] = [...sums].sort((one, other) => other - one);
  return {
    [OWN]: confidence,
    [SUM]: answer.sum,
    'mean per token': answer.sum / answer.tokens,
    'mean per byte': answer.sum / answer.bytes,
    [FIRST]: answer.first,
    'least likely token': answer.least,
    PMI: answer.sum - answer.neutral,
    [ENTROPY]: -entropy,
    'margin of the first two': best - second,
  };
}

export const scoresCompared = measurement({
  id: 'scores-compared',
  needs: { scores: factScores },
  kinds: {
    premise: 'exact',
    n: 'exact',
    own: 'exact',
    rows: {
      name: 'exact',
      estimate: STATISTIC,
      low: STATISTIC,
      high: STATISTIC,
      difference: STATISTIC,
      differenceLow: STATISTIC,
      differenceHigh: STATISTIC,
      verdict: 'exact',
    },
    best: 'exact',
    second: 'exact',
    lead: { estimate: STATISTIC, low: STATISTIC, high: STATISTIC },
    bestIsClear: 'exact',
    sharedFirst: { n: 'rank', relations: 'exact', first: STATISTIC },
    ownFirst: { n: 'rank', first: STATISTIC, sum: STATISTIC, entropy: STATISTIC },
    artefact: 'exact',
  },
  async measure({ scores }) {
    const rows: ChosenAnswer[] = judged(scores.items, 'test').map(({ item, chosen, right, confidence }) => ({
      id: item.id,
      relation: item.relation,
      right,
      // The same token has the same log-probability, to the last bit; two tokens have not.
      sharesFirst: item.answers.every(({ first }) => first === at(item.answers, 0).first),
      scores: scoresOf(
        at(item.answers, chosen),
        item.answers.map(({ sum }) => sum),
        item.entropy,
        confidence,
      ),
    }));
    const aurocOf = (name: string) => (some: readonly ChosenAnswer[]) =>
      auroc(
        some.map((row) => row.scores[name] ?? Number.NaN),
        some.map((row) => row.right),
      );
    const options = () => ({
      rows,
      clusterOf: (row: ChosenAnswer) => row.id,
      random: seededRandom(AUROC_BOOTSTRAP.seed).next,
      resamples: AUROC_BOOTSTRAP.resamples,
    });
    const difference = (name: string, baseline: string) =>
      pairedDifferenceInterval({ ...options(), statistic: aurocOf(name), baseline: aurocOf(baseline) });
    const names = Object.keys(at(rows, 0).scores);
    const results = names.map((name) => {
      const area = clusteredBootstrapInterval({ ...options(), statistic: aurocOf(name) });
      const against = difference(name, OWN);
      const verdict: 'own' | 'better' | 'worse' | 'level' =
        name === OWN ? 'own' : against.low > 0 ? 'better' : against.high < 0 ? 'worse' : 'level';
      return {
        name,
        ...area,
        difference: against.estimate,
        differenceLow: against.low,
        differenceHigh: against.high,
        verdict,
      };
    });
    results.sort((one, other) => other.estimate - one.estimate);
    const [sharing, others] = [
      rows.filter(({ sharesFirst }) => sharesFirst),
      rows.filter(({ sharesFirst }) => !sharesFirst),
    ];
    const [first, sum, entropy] = [FIRST, SUM, ENTROPY].map((name) => aurocOf(name)(others)) as [
      number,
      number,
      number,
    ];
    const artefact: 'yes' | 'no' = Math.abs(first - sum) < NEAR ? 'yes' : 'no';
    const [best, second] = [at(results, 0).name, at(results, 1).name];
    const lead = difference(best, second);
    const bestIsClear: 'yes' | 'no' = lead.low > 0 ? 'yes' : 'no';
    return {
      premise: scores.premise,
      n: rows.length,
      own: OWN,
      rows: results,
      best,
      second,
      lead,
      bestIsClear,
      sharedFirst: {
        n: sharing.length,
        relations: RELATION_NAMES.filter((name) => sharing.some(({ relation }) => relation === name)).map(
          (name) => RELATIONS[name].about as string,
        ),
        first: aurocOf(FIRST)(sharing),
      },
      ownFirst: { n: others.length, first, sum, entropy },
      artefact,
    };
  },
});
