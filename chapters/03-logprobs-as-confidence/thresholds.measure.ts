import type { Interval } from '#numerics/interval';
import { at } from '#numerics/list';
import {
  answeredAt,
  areaUnderRiskCoverage,
  cautiousThreshold,
  type RiskCoveragePoint,
  riskCoverage,
  thresholdForRisk,
} from '#numerics/risk-coverage';
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

const placeOf = ({ low, high }: Interval) =>
  high < ACCEPTED_RISK ? ('below' as const) : either(low > ACCEPTED_RISK, 'above', 'around');

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
    const curveOf = (rows: typeof dev) => riskCoverage(confidencesOf(rows), rightOf(rows));
    const ofHalf = (rows: typeof dev, half: string) =>
      curveOf(rows).map(({ coverage, risk }) => ({ coverage, risk, half }));
    /** What a rule came to; null for what cannot be said where it answers nothing. */
    const rule = (label: string, name: string, threshold: number | null) => {
      const came = (rows: typeof dev) => answeredAt(confidencesOf(rows), rightOf(rows), threshold);
      const [onDev, onTest] = [came(dev), came(test)];
      const { answered, wrong, coverage, risk } = onTest;
      return {
        name,
        label,
        threshold,
        devAnswered: onDev.answered,
        devWrong: onDev.wrong,
        devCoverage: onDev.coverage,
        devRisk: onDev.risk?.estimate ?? null,
        answered,
        wrong,
        coverage,
        risk: risk?.estimate ?? null,
        low: risk?.low ?? null,
        high: risk?.high ?? null,
        verdict: risk ? placeOf(risk) : either(threshold === null, 'no threshold', 'no answer'),
      };
    };
    const devCurve = curveOf(dev);
    const simple = thresholdForRisk(devCurve, ACCEPTED_RISK);
    const cautious = cautiousThreshold(devCurve, dev.length, ACCEPTED_RISK);
    const rules = [
      rule('simple', 'risk on dev', simple),
      rule('cautious', 'upper end of its interval', cautious),
    ];
    const answersAll = simple === at(devCurve, devCurve.length - 1).threshold;
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
    const wrongs = confidencesOf(test.filter(({ right }) => !right));
    const surestWrong = wrongs.length > 0 ? Math.max(...wrongs) : null;
    const clean = test.filter(({ confidence }) => confidence > (surestWrong ?? -1)).length;
    const share = 1 - clean / test.length;
    const allRisk = 1 - shareRight(rightOf(test)).accuracy;
    const areaOf = (rows: typeof dev) => areaUnderRiskCoverage(confidencesOf(rows), rightOf(rows));
    const area = areaOf(test);
    const falls = (rows: typeof dev) => {
      const risk = 1 - shareRight(rightOf(rows)).accuracy;
      return areaOf(rows) < risk - 0.02;
    };
    const fallen = [dev, test].filter(falls).length;
    const shown = [...ALWAYS_SHOWN, SHOWN_THRESHOLD].sort((one, other) => one - other).map(fates);
    const isOpen = rules.every(({ verdict }) => verdict === 'around');
    return {
      clean: {
        answered: clean,
        withheld: test.length - clean,
        share,
        surestWrong,
        size:
          surestWrong === null
            ? ('none' as const)
            : clean === 0
              ? ('all' as const)
              : either(share > 0.9, 'nearly all', 'some'),
        surest: either((surestWrong ?? 0) >= 0.9, 'high', 'not high'),
      },
      accepted: ACCEPTED_RISK,
      promise: rules.every(({ answered }) => answered === 0)
        ? ('silent' as const)
        : either(isOpen, 'open', 'settled'),
      slope: fallen === 1 ? ('in part' as const) : either(fallen === 2, 'falls', 'does not'),
      meetings: meetingsWith(ACCEPTED_RISK, devCurve),
      course: simple === null ? ('all above' as const) : either(answersAll, 'ends within', 'ends above'),
      rules,
      all: { risk: allRisk, n: test.length },
      ends: either(at(shown, shown.length - 1).wrongAnswered > 0, 'wrong ones left', 'none left'),
      curve: [...ofHalf(dev, 'dev'), ...ofHalf(test, 'test')],
      area,
      slider: GRID.map(fates),
      shown,
    };
  },
});
