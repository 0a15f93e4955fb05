import type { Interval } from '#numerics/interval';
import { answeredAt, cautiousThreshold, riskCoverage, thresholdForRisk } from '#numerics/risk-coverage';
import { wilsonInterval } from '#numerics/wilson';
import { each, either, measurement, statisticOf } from '#report/measurement';
import { confidencesOf, DEV_ITEMS, factScores, judged, TEST_ITEMS } from './fact-scores.measure.ts';
import { answersNeeded } from './labels-needed.measure.ts';
import { correctedLevel, interval, rightOf, shareRight } from './statistics.ts';

/** The share of wrong answers that a service might accept. */
const ACCEPTED_RISK = 0.25;
const RULES = 2;
/** Of so few answers each moves the risk by a tenth or more. */
const FEW = 10;
const STATISTIC = statisticOf(TEST_ITEMS);

const placeOf = ({ low, high }: Interval) =>
  high < ACCEPTED_RISK ? ('below' as const) : either(low > ACCEPTED_RISK, 'above', 'around');

export const confidenceThresholds = measurement({
  id: 'confidence-thresholds',
  needs: { scores: factScores },
  kinds: {
    ...each('float64', 'accepted', 'level'),
    rules: {
      threshold: 'probability',
      ...each('rank', 'devAnswered', 'devWrong', 'answered', 'wrong', 'needed'),
      devCoverage: statisticOf(DEV_ITEMS),
      devRisk: statisticOf(20),
      coverage: STATISTIC,
      ...interval('risk', statisticOf(50)),
    },
    all: { risk: STATISTIC, n: 'exact' },
    surest: each('rank', 'dev', 'test'),
    clean: { share: STATISTIC, surestWrong: 'probability' },
    curve: { threshold: 'probability', coverage: STATISTIC, risk: statisticOf(20) },
  },
  async measure({ scores }) {
    const [dev, test] = [judged(scores.items, 'dev'), judged(scores.items, 'test')];
    const curveOf = (rows: typeof dev) => riskCoverage(confidencesOf(rows), rightOf(rows));
    const ofHalf = (rows: typeof dev, half: string) => curveOf(rows).map((point) => ({ ...point, half }));
    const level = correctedLevel(RULES);
    /** What a rule came to; null for what cannot be said where it answers nothing. */
    const rule = (label: string, threshold: number | null) => {
      const came = (rows: typeof dev) => answeredAt(confidencesOf(rows), rightOf(rows), threshold);
      const [onDev, onTest] = [came(dev), came(test)];
      const { answered, wrong, coverage } = onTest;
      const risk = answered > 0 ? wilsonInterval(wrong, answered, level) : null;
      const needed = answered > 0 ? answersNeeded(wrong, ACCEPTED_RISK) : null;
      return {
        label,
        threshold,
        devAnswered: onDev.answered,
        devWrong: onDev.wrong,
        devCoverage: onDev.coverage,
        devRisk: onDev.risk?.estimate ?? null,
        answered,
        wrong,
        /** How many answers a promise takes with so many errors among them. */
        needed,
        checked: needed === null ? ('none' as const) : either(answered < needed, 'too few', 'enough'),
        coverage,
        risk: onTest.risk?.estimate ?? null,
        low: risk?.low ?? null,
        high: risk?.high ?? null,
        verdict: risk ? placeOf(risk) : either(threshold === null, 'no threshold', 'no answer'),
      };
    };
    const devCurve = curveOf(dev);
    const rules = [
      rule('simple', thresholdForRisk(devCurve, ACCEPTED_RISK)),
      rule('cautious', cautiousThreshold(devCurve, dev.length, ACCEPTED_RISK)),
    ];
    const wrongs = confidencesOf(test.filter(({ right }) => !right));
    const surestWrong = wrongs.length > 0 ? Math.max(...wrongs) : null;
    const clean = test.filter(({ confidence }) => confidence > (surestWrong ?? -1)).length;
    const share = 1 - clean / test.length;
    /** How many have the highest confidence of all: no threshold leaves fewer. */
    const surestOf = (rows: typeof dev) => {
      const confidences = confidencesOf(rows);
      const highest = Math.max(...confidences);
      return confidences.filter((one) => one === highest).length;
    };
    const surest = { dev: surestOf(dev), test: surestOf(test) };
    const isOpen = rules.every(({ verdict }) => verdict === 'around');
    return {
      clean: {
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
      level,
      promise: rules.every(({ answered }) => answered === 0)
        ? ('silent' as const)
        : either(isOpen, 'open', 'settled'),
      rules,
      surest: { ...surest, are: either(Math.max(surest.dev, surest.test) > FEW, 'many', 'few') },
      all: { risk: 1 - shareRight(rightOf(test)).accuracy, n: test.length },
      curve: [...ofHalf(dev, 'dev'), ...ofHalf(test, 'test')],
    };
  },
});
