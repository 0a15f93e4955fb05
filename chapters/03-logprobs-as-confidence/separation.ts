import { auroc } from '#numerics/auroc';
import { clusteredBootstrapInterval } from '#numerics/clustered-bootstrap';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import { code, figure } from '#report/block';
import { choose, claim } from '#report/claim';
import { statisticOf } from '#report/kind';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, given, percent, real, ref, term } from '#report/values';
import { factScores, judged, TEST_ITEMS } from './fact-scores.ts';

const BINS = 10;
/** The seed and the number of draws of every bootstrap of the AUROC, so that equal questions get equal answers. */
export const AUROC_BOOTSTRAP = { seed: 3, draws: 1000 };
const STATISTIC = statisticOf(TEST_ITEMS);

/** The AUROC over pairs of one group only: how well confidence separates where the questions are of one kind. */
export function aurocWithin(
  rows: readonly { readonly group: string; readonly right: boolean; readonly confidence: number }[],
): number {
  let [inOrder, pairs] = [0, 0];
  for (const group of new Set(rows.map((row) => row.group))) {
    const own = rows.filter((row) => row.group === group);
    const rights = own.filter(({ right }) => right).length;
    const groupPairs = rights * (own.length - rights);
    if (groupPairs === 0) continue;
    pairs += groupPairs;
    inOrder +=
      groupPairs *
      auroc(
        own.map(({ confidence }) => confidence),
        own.map(({ right }) => right),
      );
  }
  return inOrder / pairs;
}

export const separationOfAnswers = measurement({
  id: 'confidence-separation',
  needs: { scores: factScores },
  kinds: {
    bars: { outcome: 'exact', low: 'exact', high: 'exact', n: 'rank', from: 'rank', to: 'rank' },
    right: { n: 'rank', mean: STATISTIC },
    wrong: { n: 'rank', mean: STATISTIC },
    auroc: { estimate: STATISTIC, low: STATISTIC, high: STATISTIC },
    within: STATISTIC,
    verdict: 'exact',
    pairs: 'rank',
  },
  async measure({ scores }) {
    const rows = judged(scores.items, 'test');
    const of = (outcome: boolean) =>
      rows.filter(({ right }) => right === outcome).map((row) => row.confidence);
    const bars = [true, false]
      .flatMap((outcome) =>
        Array.from({ length: BINS }, (_, bin) => {
          const inBin = (confidence: number) => Math.min(BINS - 1, Math.floor(confidence * BINS)) === bin;
          const n = of(outcome).filter(inBin).length;
          return {
            outcome: outcome ? 'right' : 'wrong',
            low: bin / BINS,
            high: (bin + 1) / BINS,
            n,
            from: 0,
            to: outcome ? n : -n,
          };
        }),
      )
      .filter(({ n }) => n > 0);
    const area = clusteredBootstrapInterval({
      rows,
      clusterOf: ({ item }) => item.id,
      statistic: (some) =>
        auroc(
          some.map((row) => row.confidence),
          some.map((row) => row.right),
        ),
      random: seededRandom(AUROC_BOOTSTRAP.seed).next,
      draws: AUROC_BOOTSTRAP.draws,
    });
    const verdict: 'separates' | 'does not' = area.low > 0.5 ? 'separates' : 'does not';
    const [right, wrong] = [of(true), of(false)];
    return {
      bars,
      right: { n: right.length, mean: mean(right) },
      wrong: { n: wrong.length, mean: mean(wrong) },
      auroc: area,
      within: aurocWithin(
        rows.map(({ item, right, confidence }) => ({ group: item.relation, right, confidence })),
      ),
      verdict,
      pairs: right.length * wrong.length,
    };
  },
});

export const separation = section({
  id: 'confidence-separation',
  title: prose`Is the model less sure where it is wrong?`,
  needs: { m: separationOfAnswers },
  write({ m }) {
    return [
      prose`
        If confidence is to be of use, wrong answers must come with less of it than right ones. ${ref('right-and-wrong')}
        sorts the test items by confidence: right choices above the line, wrong ones below.
      `,
      figure({
        id: 'right-and-wrong',
        caption: prose`How many test items were right (upwards) and wrong (downwards) at each level of confidence.`,
        alt: prose`
          A histogram with two sides. ${count(m.right.n)} right choices have a mean confidence of ${percent(m.right.mean)},
          ${count(m.wrong.n)} wrong ones of ${percent(m.wrong.mean)}; wrong choices occur at high confidence, too.
        `,
        data: {
          rows: m.bars.map((bar) => ({ ...bar })),
          sides: [
            { y: 45, label: 'right' },
            { y: -15, label: 'wrong' },
          ],
        },
        spec: {
          height: 260,
          layer: [
            {
              mark: { type: 'rect', stroke: '$paper' },
              encoding: {
                x: {
                  field: 'low',
                  type: 'quantitative',
                  title: 'confidence',
                  axis: { format: '%' },
                  scale: { domain: [0.2, 1] },
                },
                x2: { field: 'high' },
                y: {
                  field: 'from',
                  type: 'quantitative',
                  title: 'number of items',
                  axis: { labelExpr: 'format(abs(datum.value), "d")' },
                },
                y2: { field: 'to' },
                color: {
                  field: 'outcome',
                  type: 'nominal',
                  scale: { domain: ['right', 'wrong'], range: ['$blue', '$orange'] },
                  legend: null,
                },
              },
            },
            {
              data: { name: 'sides' },
              mark: { type: 'text', style: 'annotation', align: 'left', dx: 6 },
              encoding: {
                x: { value: 0 },
                y: { field: 'y', type: 'quantitative' },
                text: { field: 'label', type: 'nominal' },
              },
            },
          ],
        },
      }),
      prose`
        How well are the two sides apart? One number says it: take a right and a wrong choice at random; how often has the right
        one more confidence? That is the ${term('AUROC')}: one half for a coin, one for a perfect separation. A tie counts
        one half.
      `,
      code('#numerics/auroc', 'auroc'),
      prose`
        Of all ${count(m.pairs)} pairs of a right and a wrong choice, ${percent(m.auroc.estimate)} are in order: the AUROC is
        ${real(m.auroc.estimate, 'statistic')}. Drawing the test items anew again and again (a
        ${term('bootstrap')}), it stays between ${real(m.auroc.low, 'statistic')} and ${real(m.auroc.high, 'statistic')} in
        nineteen of twenty draws.
      `,
      prose`
        A part of that could be cheap: to separate easy relations from hard ones. Counting only pairs of one relation, the
        AUROC is ${real(m.within, 'statistic')}. ${claim({
          a: m.auroc.estimate,
          b: m.within,
          kind: STATISTIC,
          when: {
            greater: prose`So a good part of the separation is one between kinds of questions.`,
            less: prose`Within a relation confidence separates even better.`,
            tooClose: prose`So confidence separates within one kind of question about as well as over all.`,
          },
        })}
      `,
      choose(m.verdict, {
        separates: prose`
          What to see: the interval lies above ${given(0.5)}. Confidence does know something about being right. It does not
          know everything: below the line of the figure there are wrong choices at every level, at the highest, too.
        `,
        'does not': prose`
          What to see: the interval holds ${given(0.5)}. On these items, confidence cannot be told from a coin.
        `,
      }),
    ];
  },
});
