import { at } from '#numerics/list';
import {
  areaUnderRiskCoverage,
  type RiskCoveragePoint,
  riskCoverage,
  thresholdForRisk,
} from '#numerics/risk-coverage';
import { wilsonInterval } from '#numerics/wilson';
import { statisticOf } from '#report/kind';
import { measurement } from '#report/measurement';
import { DEV_ITEMS, factScores, judged, TEST_ITEMS } from './fact-scores.measure.ts';

/** The share of wrong answers that a service might accept. */
const ACCEPTED_RISK = 0.25;
/** Where the slider starts: near the threshold that dev gives. */
export const SHOWN_THRESHOLD = 0.55;
/** The thresholds of the slider, and those that the figure always shows. */
export const SLIDER = { min: 0.3, max: 0.99, step: 0.01 };
const GRID = Array.from({ length: 70 }, (_, step) => (30 + step) / 100);
const ALWAYS_SHOWN = [0.3, 0.8, 0.95, 0.99];
/** Withholding more than this share is called nearly all. */
const NEARLY_ALL = 0.9;
const STATISTIC = statisticOf(TEST_ITEMS);
const FATES_KINDS = {
  rightAnswered: 'rank',
  wrongAnswered: 'rank',
  rightWithheld: 'rank',
  wrongWithheld: 'rank',
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
export function meetingsWith(risk: number, points: readonly RiskCoveragePoint[]): number {
  return points.slice(1).filter((point, i) => point.risk > risk && at(points, i).risk <= risk).length;
}

export const confidenceThresholds = measurement({
  id: 'confidence-thresholds',
  needs: { scores: factScores },
  kinds: {
    accepted: 'float64',
    promise: 'exact',
    meetings: 'exact',
    rules: {
      name: 'exact',
      label: 'exact',
      threshold: 'probability',
      devAnswered: 'rank',
      devWrong: 'rank',
      devCoverage: statisticOf(DEV_ITEMS),
      devRisk: statisticOf(20),
      answered: 'rank',
      wrong: 'rank',
      coverage: STATISTIC,
      risk: statisticOf(50),
      low: statisticOf(50),
      high: statisticOf(50),
      verdict: 'exact',
    },
    all: { risk: STATISTIC, n: 'exact' },
    clean: {
      answered: 'rank',
      withheld: 'rank',
      share: STATISTIC,
      surestWrong: 'probability',
      size: 'exact',
    },
    curve: { coverage: STATISTIC, risk: statisticOf(20), half: 'exact' },
    area: STATISTIC,
    slider: { threshold: 'exact', ...FATES_KINDS },
    shown: { threshold: 'float64', ...FATES_KINDS },
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
        devCoverage: onDev.answered / dev.outcomes.length,
        devRisk: onDev.wrong / onDev.answered,
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
      rule('simple', 'risk on dev', thresholdForRisk(points, ACCEPTED_RISK)),
      rule(
        'cautious',
        'upper end of its interval',
        cautiousThreshold(points, dev.outcomes.length, ACCEPTED_RISK),
      ),
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
    const surestWrong = Math.max(...test.confidences.filter((_, i) => !at(test.outcomes, i)));
    const clean = test.confidences.filter((confidence) => confidence > surestWrong).length;
    const withheldShare = 1 - clean / test.outcomes.length;
    const size: 'nearly all' | 'some' = withheldShare > NEARLY_ALL ? 'nearly all' : 'some';
    const promise: 'open' | 'settled' = rules.every(({ verdict }) => verdict === 'around')
      ? 'open'
      : 'settled';
    return {
      clean: {
        answered: clean,
        withheld: test.outcomes.length - clean,
        share: withheldShare,
        surestWrong,
        size,
      },
      accepted: ACCEPTED_RISK,
      promise,
      meetings: meetingsWith(ACCEPTED_RISK, points),
      rules,
      all: { risk: 1 - test.outcomes.filter(Boolean).length / test.outcomes.length, n: test.outcomes.length },
      curve: [...curveOf(dev, 'dev'), ...curveOf(test, 'test')],
      area: areaUnderRiskCoverage(test.confidences, test.outcomes),
      slider: GRID.map(fates),
      shown: [...ALWAYS_SHOWN, SHOWN_THRESHOLD].sort((one, other) => one - other).map(fates),
    };
  },
});
