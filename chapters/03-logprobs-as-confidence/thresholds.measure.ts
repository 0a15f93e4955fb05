import { at } from '#numerics/list';
import {
  areaUnderRiskCoverage,
  type RiskCoveragePoint,
  riskCoverage,
  thresholdForRisk,
} from '#numerics/risk-coverage';
import { wilsonInterval } from '#numerics/wilson';
import { each, either, measurement, statisticOf } from '#report/measurement';
import { confidencesOf, DEV_ITEMS, factScores, judged, TEST_ITEMS } from './fact-scores.measure.ts';
import { interval, rightOf, shareRight } from './statistics.ts';

/** The share of wrong answers that a service might accept. */
const ACCEPTED_RISK = 0.25;
/** Where the slider starts: near the threshold that dev gives. */
export const SHOWN_THRESHOLD = 0.55;
/** The thresholds of the slider, and those that the figure always shows. */
export const SLIDER = { min: 0.3, max: 0.99, step: 0.01 };
const GRID = Array.from({ length: 70 }, (_, step) => (30 + step) / 100);
const ALWAYS_SHOWN = [0.3, 0.8, 0.95, 0.99];
const STATISTIC = statisticOf(TEST_ITEMS);
const FATES = {
  threshold: 'float64',
  ...each('rank', 'rightAnswered', 'wrongAnswered', 'rightWithheld', 'wrongWithheld'),
} as const;

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

/** How often a curve, read from left to right, comes from within a risk to above it. */
export const meetingsWith = (risk: number, points: readonly RiskCoveragePoint[]): number =>
  points.slice(1).filter((point, i) => point.risk > risk && at(points, i).risk <= risk).length;

export const confidenceThresholds = measurement({
  id: 'confidence-thresholds',
  needs: { scores: factScores },
  kinds: {
    accepted: 'float64',
    meetings: 'exact',
    rules: {
      threshold: 'probability',
      ...each('rank', 'devAnswered', 'devWrong', 'answered', 'wrong'),
      devCoverage: statisticOf(DEV_ITEMS),
      devRisk: statisticOf(20),
      coverage: STATISTIC,
      ...interval('risk', statisticOf(50)),
    },
    all: { risk: STATISTIC, n: 'exact' },
    clean: { answered: 'rank', withheld: 'rank', share: STATISTIC, surestWrong: 'probability' },
    curve: { coverage: STATISTIC, risk: statisticOf(20) },
    area: STATISTIC,
    slider: FATES,
    shown: FATES,
  },
  async measure({ scores }) {
    const [dev, test] = [judged(scores.items, 'dev'), judged(scores.items, 'test')];
    const countAt = (rows: typeof dev, threshold: number) => {
      const shown = rows.filter(({ confidence }) => confidence >= threshold);
      return { answered: shown.length, wrong: shown.filter(({ right }) => !right).length };
    };
    const curveOf = (rows: typeof dev) => riskCoverage(confidencesOf(rows), rightOf(rows));
    const ofHalf = (rows: typeof dev, half: string) =>
      curveOf(rows).map(({ coverage, risk }) => ({ coverage, risk, half }));
    const rule = (label: string, name: string, threshold: number | null) => {
      if (threshold === null) throw new RangeError(`no threshold keeps the risk on dev: ${name}`);
      const onDev = countAt(dev, threshold);
      const { answered, wrong } = countAt(test, threshold);
      const { low, high } = wilsonInterval(wrong, answered);
      const verdict: 'below' | 'around' | 'above' =
        high < ACCEPTED_RISK ? 'below' : low > ACCEPTED_RISK ? 'above' : 'around';
      return {
        name,
        label,
        threshold,
        devAnswered: onDev.answered,
        devWrong: onDev.wrong,
        devCoverage: onDev.answered / dev.length,
        devRisk: onDev.wrong / onDev.answered,
        answered,
        wrong,
        coverage: answered / test.length,
        risk: wrong / answered,
        low,
        high,
        verdict,
      };
    };
    const devCurve = curveOf(dev);
    const cautious = cautiousThreshold(devCurve, dev.length, ACCEPTED_RISK);
    const rules = [
      rule('simple', 'risk on dev', thresholdForRisk(devCurve, ACCEPTED_RISK)),
      rule('cautious', 'upper end of its interval', cautious),
    ];
    const fates = (limit: number) => {
      const number = (right: boolean, shown: boolean) =>
        test.filter((row) => row.right === right && row.confidence >= limit === shown).length;
      return {
        threshold: limit,
        rightAnswered: number(true, true),
        wrongAnswered: number(false, true),
        rightWithheld: number(true, false),
        wrongWithheld: number(false, false),
      };
    };
    const surestWrong = Math.max(...confidencesOf(test.filter(({ right }) => !right)));
    const clean = test.filter(({ confidence }) => confidence > surestWrong).length;
    const share = 1 - clean / test.length;
    const isOpen = rules.every(({ verdict }) => verdict === 'around');
    return {
      clean: {
        answered: clean,
        withheld: test.length - clean,
        share,
        surestWrong,
        size: either(share > 0.9, 'nearly all', 'some'),
      },
      accepted: ACCEPTED_RISK,
      promise: either(isOpen, 'open', 'settled'),
      meetings: meetingsWith(ACCEPTED_RISK, devCurve),
      rules,
      all: { risk: 1 - shareRight(rightOf(test)).accuracy, n: test.length },
      curve: [...ofHalf(dev, 'dev'), ...ofHalf(test, 'test')],
      area: areaUnderRiskCoverage(confidencesOf(test), rightOf(test)),
      slider: GRID.map(fates),
      shown: [...ALWAYS_SHOWN, SHOWN_THRESHOLD].sort((one, other) => one - other).map(fates),
    };
  },
});
