import { auroc } from '#numerics/auroc';
import { at } from '#numerics/list';
import { softmax } from '#numerics/softmax';
import { fitTemperature } from '#numerics/temperature-scaling';
import { type Block, code, curious, figure, table } from '#report/block';
import { choose } from '#report/claim';
import { statisticOf } from '#report/kind';
import { measurement, type OutputsOf } from '#report/measurement';
import { prose } from '#report/prose';
import { count, math, nats, percent, points, real, ref, term, text } from '#report/values';
import { factScores, judged, TEST_ITEMS } from './fact-scores.ts';
import { meanDifference, meanDifferenceKinds } from './paired.ts';
import { DIAGONAL, RELIABILITY_KINDS, reliabilityOf, reliabilitySpec } from './reliability.ts';

const STATISTIC = statisticOf(TEST_ITEMS);
const SEED = 11;

export const temperatureScaling = measurement({
  id: 'temperature-scaling',
  needs: { scores: factScores },
  kinds: {
    temperature: 'perplexity',
    devLoss: { before: 'nats', after: 'nats' },
    rows: {
      name: 'exact',
      accuracy: STATISTIC,
      auroc: STATISTIC,
      ece: STATISTIC,
      chanceEce: STATISTIC,
      chanceVerdict: 'exact',
      brier: STATISTIC,
      logLoss: 'nats',
    },
    gain: meanDifferenceKinds(STATISTIC),
    scaled: RELIABILITY_KINDS,
    swaps: 'rank',
    pairs: 'rank',
  },
  async measure({ scores }) {
    const sumsOf = (half: 'dev' | 'test') =>
      judged(scores.items, half).map(({ item, right, chosen }) => ({
        sums: item.answers.map(({ sum }) => sum),
        right,
        chosen,
      }));
    const dev = sumsOf('dev').map(({ sums }) => sums);
    const fit = fitTemperature(
      dev,
      dev.map(() => 0),
    );
    const test = sumsOf('test');
    const outcomes = test.map(({ right }) => right);
    const at1 = test.map(({ sums, chosen }) => at(softmax(sums), chosen));
    const atT = test.map(({ sums, chosen }) => at(softmax(sums, fit.temperature), chosen));
    const summary = (name: string, confidences: readonly number[]) => {
      const { ece, chanceEce, brier, logLoss } = reliabilityOf(confidences, outcomes);
      return {
        name,
        accuracy: outcomes.filter(Boolean).length / outcomes.length,
        auroc: auroc(confidences, outcomes),
        ece,
        chanceEce: chanceEce.mean,
        chanceVerdict: ece > chanceEce.high ? ('beyond' as const) : ('within' as const),
        brier,
        logLoss,
      };
    };
    const brierOf = (confidence: number, i: number) => (confidence - Number(at(outcomes, i))) ** 2;
    const gain = meanDifference(
      atT.map((confidence, i) => brierOf(confidence, i) - brierOf(at(at1, i), i)),
      SEED,
    );
    let [swaps, compared] = [0, 0];
    for (let i = 0; i < test.length; i++) {
      for (let k = 0; k < i; k++) {
        compared += 1;
        if ((at(at1, i) - at(at1, k)) * (at(atT, i) - at(atT, k)) < 0) swaps += 1;
      }
    }
    return {
      temperature: fit.temperature,
      devLoss: { before: fit.lossAtOne, after: fit.loss },
      rows: [summary('as it is', at1), summary('scaled', atT)],
      scaled: reliabilityOf(atT, outcomes),
      gain,
      swaps,
      pairs: compared,
    };
  },
});

/** Folded: one parameter against overconfidence. */
export function scalingPart(m: OutputsOf<{ m: typeof temperatureScaling }>['m']): Block {
  const [before, after] = [at(m.rows, 0), at(m.rows, 1)];
  const level = (row: typeof before) =>
    prose`${choose(row.chanceVerdict, {
      beyond: prose`more than chance explains`,
      within: prose`within what chance explains`,
    })}`;
  return curious(prose`Can overconfidence be repaired with one number?`, [
    prose`
      A model that is too sure of itself can be told so. *Temperature scaling* divides all four sums by one number
      ${math`T`} before the ${term('softmax')}, the same ${term('temperature')} that flattens a prediction when a text is
      sampled. Which ${math`T`}? The one with the smallest
      ${term('cross-entropy')} on dev, where one may choose:
    `,
    code('#numerics/temperature-scaling', 'fit-temperature'),
    prose`
      On dev it comes out as ${math`T =`} ${real(m.temperature, 'perplexity')}, and the cross-entropy over the four answers falls from
      ${nats(m.devLoss.before)} to ${nats(m.devLoss.after)}. What does it do to the test items?
    `,
    table({
      id: 'scaling-table',
      caption: prose`The test items before and after temperature scaling.`,
      rows: m.rows,
      columns: [
        { head: prose`confidence`, cell: (row) => prose`${text(row.name)}` },
        { head: prose`right`, align: 'right', cell: (row) => prose`${percent(row.accuracy)}` },
        { head: prose`AUROC`, align: 'right', cell: (row) => prose`${real(row.auroc, 'statistic')}` },
        { head: prose`ECE, in points`, align: 'right', cell: (row) => prose`${points(row.ece)}` },
        {
          head: prose`ECE by chance, in points`,
          align: 'right',
          cell: (row) => prose`${points(row.chanceEce)}`,
        },
        { head: prose`Brier`, align: 'right', cell: (row) => prose`${real(row.brier, 'statistic')}` },
        {
          head: prose`surprisal at right or wrong`,
          align: 'right',
          cell: (row) => prose`${nats(row.logLoss)}`,
        },
      ],
    }),
    figure({
      id: 'reliability-scaled',
      caption: prose`
        The reliability diagram after temperature scaling. Points, thin lines, grey bars and the dashed line mean the same
        as in ${ref('reliability-diagram')}.
      `,
      alt: prose`
        Five points; the expected calibration error is ${points(after.ece)}, before it was ${points(before.ece)}.
      `,
      data: { rows: m.scaled.bins.map((bin) => ({ ...bin })), diagonal: DIAGONAL },
      spec: reliabilitySpec(),
    }),
    prose`
      What to see (${ref('scaling-table')}, ${ref('reliability-scaled')}): before, the calibration error of ${points(before.ece)}
      is ${level(before)}; after, at ${points(after.ece)}, it is ${level(after)}. The ${term('Brier score')} changes by
      ${real(m.gain.mean, 'statistic')} (${real(m.gain.low, 'statistic')} to ${real(m.gain.high, 'statistic')}; rounded after the
      difference was taken):
      ${choose(m.gain.verdict, {
        down: prose`a clear gain.`,
        up: prose`clear harm.`,
        'no clear effect': prose`no clear gain.`,
      })} The share of right choices cannot change: dividing all sums by the same number leaves the largest the largest.
    `,
    prose`
      And the ${term('AUROC')}? If confidence were a rising function of a *single* log-odds, its order could not change either. But the
      share of the best of *four* depends on all four. Two items can change places when ${math`T`} changes, and
      ${count(m.swaps)} of ${count(m.pairs)} pairs did. The AUROC went from ${real(before.auroc, 'statistic')} to
      ${real(after.auroc, 'statistic')}.
    `,
  ]);
}
