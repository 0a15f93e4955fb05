import { at } from '#numerics/list';
import {
  areaUnderRiskCoverage,
  type RiskCoveragePoint,
  riskCoverage,
  thresholdForRisk,
} from '#numerics/risk-coverage';
import { wilsonInterval } from '#numerics/wilson';
import { code, figure, table } from '#report/block';
import { choose } from '#report/claim';
import { statisticOf } from '#report/kind';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, given, percent, probability, ref, text } from '#report/values';
import { factScores, judged, TEST_ITEMS } from './fact-scores.ts';

/** The share of wrong answers that a service might accept. */
const ACCEPTED_RISK = 0.25;
/** Where the slider starts: near the threshold that dev gives. */
const SHOWN_THRESHOLD = 0.55;
const GRID = Array.from({ length: 15 }, (_, step) => (30 + step * 5) / 100).filter(
  (threshold) => threshold < 1,
);
const STATISTIC = statisticOf(TEST_ITEMS);

// #region cautious-threshold
/** The lowest threshold at which even the upper end of the risk's Wilson interval stays within what is accepted. */
export function cautiousThreshold(
  points: readonly RiskCoveragePoint[],
  items: number,
  maximalRisk: number,
): number | null {
  const cautious = points.map((point) => {
    const answered = Math.round(point.coverage * items);
    return { ...point, risk: wilsonInterval(Math.round(point.risk * answered), answered).high };
  });
  return thresholdForRisk(cautious, maximalRisk);
}
// #endregion cautious-threshold

export const confidenceThresholds = measurement({
  id: 'confidence-thresholds',
  needs: { scores: factScores },
  kinds: {
    accepted: 'exact',
    rules: {
      name: 'exact',
      threshold: 'probability',
      devAnswered: 'rank',
      devWrong: 'rank',
      answered: 'rank',
      wrong: 'rank',
      coverage: STATISTIC,
      risk: statisticOf(50),
      low: statisticOf(50),
      high: statisticOf(50),
      verdict: 'exact',
    },
    all: { risk: STATISTIC, n: 'exact' },
    curve: { coverage: STATISTIC, risk: statisticOf(20), half: 'exact' },
    area: STATISTIC,
    slider: { threshold: 'exact', fate: 'exact', place: 'exact', n: 'rank' },
    half: {
      threshold: 'exact',
      rightAnswered: 'rank',
      wrongAnswered: 'rank',
      rightWithheld: 'rank',
      wrongWithheld: 'rank',
    },
  },
  async measure({ scores }) {
    const half = (name: 'dev' | 'test') => {
      const rows = judged(scores.items, name);
      return { confidences: rows.map((row) => row.confidence), outcomes: rows.map((row) => row.right) };
    };
    const [dev, test] = [half('dev'), half('test')];
    const points = riskCoverage(dev.confidences, dev.outcomes);
    const countAt = ({ confidences, outcomes }: typeof dev, threshold: number) => {
      const shown = outcomes.filter((_, i) => at(confidences, i) >= threshold);
      return { answered: shown.length, wrong: shown.filter((right) => !right).length };
    };
    const rule = (name: string, threshold: number | null) => {
      if (threshold === null) throw new RangeError(`no threshold keeps the risk on dev: ${name}`);
      const onDev = countAt(dev, threshold);
      const { answered, wrong } = countAt(test, threshold);
      const { low, high } = wilsonInterval(wrong, answered);
      const verdict: 'below' | 'around' | 'above' =
        high < ACCEPTED_RISK ? 'below' : low > ACCEPTED_RISK ? 'above' : 'around';
      return {
        name,
        threshold,
        devAnswered: onDev.answered,
        devWrong: onDev.wrong,
        answered,
        wrong,
        coverage: answered / test.outcomes.length,
        risk: wrong / answered,
        low,
        high,
        verdict,
      };
    };
    const rules = [
      rule('risk on dev', thresholdForRisk(points, ACCEPTED_RISK)),
      rule('upper end of its interval', cautiousThreshold(points, dev.outcomes.length, ACCEPTED_RISK)),
    ];
    const fates = (limit: number) => {
      const number = (right: boolean, shown: boolean) =>
        test.outcomes.filter((outcome, i) => outcome === right && at(test.confidences, i) >= limit === shown)
          .length;
      return {
        threshold: limit,
        rightAnswered: number(true, true),
        wrongAnswered: number(false, true),
        rightWithheld: number(true, false),
        wrongWithheld: number(false, false),
      };
    };
    const curveOf = ({ confidences, outcomes }: typeof dev, name: string) =>
      riskCoverage(confidences, outcomes).map(({ coverage, risk }) => ({ coverage, risk, half: name }));
    return {
      accepted: ACCEPTED_RISK,
      rules,
      all: { risk: 1 - test.outcomes.filter(Boolean).length / test.outcomes.length, n: test.outcomes.length },
      curve: [...curveOf(dev, 'dev'), ...curveOf(test, 'test')],
      area: areaUnderRiskCoverage(test.confidences, test.outcomes),
      slider: GRID.flatMap((limit) => {
        const { rightAnswered, wrongAnswered, rightWithheld, wrongWithheld } = fates(limit);
        return [
          { threshold: limit, fate: 'answered, right', place: 1, n: rightAnswered },
          { threshold: limit, fate: 'answered, wrong', place: 2, n: wrongAnswered },
          { threshold: limit, fate: 'withheld, would be right', place: 3, n: rightWithheld },
          { threshold: limit, fate: 'withheld, would be wrong', place: 4, n: wrongWithheld },
        ];
      }),
      half: fates(SHOWN_THRESHOLD),
    };
  },
});

export const thresholds = section({
  id: 'confidence-thresholds',
  title: prose`Where to draw the line`,
  needs: { m: confidenceThresholds },
  write({ m }) {
    const [optimist, cautious] = [at(m.rules, 0), at(m.rules, 1)];
    return [
      prose`
        A program that shows answers to people can hold some of them back: “I am not sure, please check”. It answers only
        above a *threshold* of confidence. Two things then matter: how many questions it still answers, the *coverage*, and
        how many of those answers are wrong, the *risk*. Every threshold trades one for the other.
      `,
      prose`Which trades are on offer? ${ref('risk-coverage')} starts at the left with the surest answers only.`,
      figure({
        id: 'risk-coverage',
        caption: prose`
          The risk of the surest answers, for every coverage, on dev and on test. At the right end every question is
          answered. Diamonds: what the two thresholds below lead to on test.
        `,
        alt: prose`
          Two ragged curves that rise to the right. On test, all questions answered have a risk of ${percent(m.all.risk)};
          at the optimist's threshold, marked, ${percent(optimist.coverage)} are answered, with a risk of
          ${percent(optimist.risk)}.
        `,
        data: {
          rows: m.curve.map((point) => ({ ...point })),
          accepted: [{ risk: m.accepted, label: 'accepted risk' }],
          chosen: m.rules.map(({ coverage, risk, name }) => ({ coverage, risk, name })),
        },
        spec: {
          height: 260,
          layer: [
            {
              mark: { type: 'line', strokeWidth: 2 },
              encoding: {
                x: { field: 'coverage', type: 'quantitative', title: 'coverage', axis: { format: '%' } },
                y: { field: 'risk', type: 'quantitative', title: 'risk', axis: { format: '%' } },
                color: { field: 'half', type: 'nominal', title: null, sort: ['dev', 'test'] },
                strokeDash: {
                  field: 'half',
                  type: 'nominal',
                  title: null,
                  scale: {
                    domain: ['dev', 'test'],
                    range: [
                      [6, 4],
                      [1, 0],
                    ],
                  },
                },
              },
            },
            {
              data: { name: 'chosen' },
              mark: { type: 'point', shape: 'diamond', size: 130, color: '$ink', strokeWidth: 2 },
              encoding: {
                x: { field: 'coverage', type: 'quantitative' },
                y: { field: 'risk', type: 'quantitative' },
              },
            },
            {
              data: { name: 'accepted' },
              mark: { type: 'rule', style: 'reference' },
              encoding: { y: { field: 'risk', type: 'quantitative' } },
            },
            {
              data: { name: 'accepted' },
              mark: { type: 'text', style: 'annotation', align: 'left', dx: 6, dy: -8 },
              encoding: {
                x: { value: 0 },
                y: { field: 'risk', type: 'quantitative' },
                text: { field: 'label', type: 'nominal' },
              },
            },
          ],
        },
      }),
      prose`
        What to see: on the left, where only a few answers count, the curves jump about, for each item weighs much. At the right
        end, where every question is answered, lies the risk without any threshold: ${percent(m.all.risk)} on test. The mean
        height of the test curve, the area under it, is ${probability(m.area)}; answering in random order would lie flat at
        ${probability(m.all.risk)}.
      `,
      prose`
        Say that one wrong answer in four is acceptable. There is no magic number for that, least of all one from another model
        or another kind of question. Read it off dev, the items on which one may choose. The simplest rule takes the smallest
        threshold whose risk on dev is within ${given(m.accepted)}:
      `,
      code('#numerics/risk-coverage', 'threshold-for-risk'),
      prose`
        That rule is an optimist. Of all places where the jagged dev curve touches the line it takes the last, a lucky dip. A
        cautious rule asks more: the upper end of the risk's Wilson interval must be within ${given(m.accepted)}.
      `,
      code('#chapters/03-logprobs-as-confidence/thresholds', 'cautious-threshold'),
      table({
        id: 'threshold-table',
        caption: prose`Two rules for choosing a threshold on dev, and what came of it on test, with Wilson intervals of the risk.`,
        rows: m.rules,
        columns: [
          { head: prose`within the accepted risk`, cell: (row) => prose`${text(row.name)}` },
          { head: prose`threshold`, align: 'right', cell: (row) => prose`${percent(row.threshold)}` },
          {
            head: prose`dev: wrong of answered`,
            align: 'right',
            cell: (row) => prose`${count(row.devWrong)} of ${count(row.devAnswered)}`,
          },
          {
            head: prose`test: wrong of answered`,
            align: 'right',
            cell: (row) => prose`${count(row.wrong)} of ${count(row.answered)}`,
          },
          { head: prose`risk on test`, align: 'right', cell: (row) => prose`${percent(row.risk)}` },
          { head: prose`from`, align: 'right', cell: (row) => prose`${percent(row.low)}` },
          { head: prose`to`, align: 'right', cell: (row) => prose`${percent(row.high)}` },
        ],
      }),
      prose`
        What to see: the optimist's threshold of ${percent(optimist.threshold)} answers ${percent(optimist.coverage)} of the test
        items, with a risk of ${percent(optimist.risk)}. ${choose(optimist.verdict, {
          below: prose`Its interval lies below what was accepted: the promise is kept.`,
          around: prose`Its interval holds what was accepted: the test items neither confirm nor refute the promise.`,
          above: prose`Its interval lies above what was accepted: the promise is broken.`,
        })} The cautious threshold of ${percent(cautious.threshold)} answers ${percent(cautious.coverage)}, with a risk of
        ${percent(cautious.risk)}. ${choose(cautious.verdict, {
          below: prose`Its interval lies below what was accepted. Caution has its price in coverage.`,
          around: prose`Its interval holds what was accepted, too; caution has its price in coverage.`,
          above: prose`Its interval lies above what was accepted: the dev items misled even the cautious rule.`,
        })}
      `,
      prose`
        Try other thresholds under ${ref('threshold-slider')}. It sorts all test items into four fates.
      `,
      figure({
        id: 'threshold-slider',
        caption: prose`
          What happens to the test items at a threshold of your choice. Without the slider, the figure shows a threshold of
          ${given(m.half.threshold)}.
        `,
        alt: prose`
          Four bars. At a threshold of ${given(m.half.threshold)}, ${count(m.half.rightAnswered)} answers are shown and
          right, ${count(m.half.wrongAnswered)} shown and wrong; ${count(m.half.rightWithheld)} right and
          ${count(m.half.wrongWithheld)} wrong ones are withheld.
        `,
        data: m.slider.map((row) => ({ ...row })),
        spec: {
          height: { step: 34 },
          params: [
            {
              name: 'threshold',
              value: SHOWN_THRESHOLD,
              bind: { input: 'range', min: 0.3, max: 0.95, step: 0.05, name: 'answer above a confidence of' },
            },
          ],
          transform: [{ filter: 'abs(datum.threshold - threshold) < 0.001' }],
          encoding: {
            y: {
              field: 'fate',
              type: 'nominal',
              sort: null,
              title: null,
              axis: { labelLimit: 200 },
            },
            x: {
              field: 'n',
              type: 'quantitative',
              title: 'number of test items',
              scale: { domain: [0, 140] },
            },
          },
          layer: [
            {
              mark: 'bar',
              encoding: {
                color: {
                  field: 'fate',
                  type: 'nominal',
                  legend: null,
                  scale: {
                    domain: [
                      'answered, right',
                      'answered, wrong',
                      'withheld, would be right',
                      'withheld, would be wrong',
                    ],
                    range: ['$blue', '$orange', '$soft', '$soft'],
                  },
                },
              },
            },
            {
              mark: { type: 'text', style: 'label', align: 'left', dx: 5 },
              encoding: { text: { field: 'n', type: 'quantitative' } },
            },
          ],
        },
      }),
      prose`
        What to see: raising the threshold takes away wrong answers, but right ones go with them, and some wrong ones stay to
        the end. Those are the next question.
      `,
    ];
  },
});
