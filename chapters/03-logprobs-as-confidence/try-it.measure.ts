import { answeredAt, cautiousThreshold, riskCoverage, thresholdForRisk } from '#numerics/risk-coverage';
import { sigmoid } from '#numerics/sigmoid';
import { wilsonInterval } from '#numerics/wilson';
import { each, either, measurement } from '#report/measurement';
import { freeAnswers } from './free-answers.measure.ts';
import { hasWords } from './free-examples.measure.ts';

const [FIRST, SECOND] = [-4.2, -5.2];
const PAIRS = { rights: [0.9, 0.6], wrongs: [0.8, 0.6] };
/** The risk that the third exercise accepts. */
const RISK = 0.25;
const RULE = { answered: 'rank', wrong: 'rank' } as const;

export const confidenceExercises = measurement({
  id: 'confidence-exercises',
  needs: { free: freeAnswers },
  kinds: {
    ...each('exact', 'first', 'second', 'pairs', 'inOrder', 'ties'),
    ...each('float64', 'share', 'area', 'twenty'),
    calibrated: {
      risk: 'float64',
      ...each(RULE, 'simple', 'cautious'),
      n: 'exact',
      ...each('rank', 'rightAtFirst', 'wordless'),
    },
  },
  async measure({ free }) {
    const pairs = PAIRS.rights.flatMap((right) => PAIRS.wrongs.map((wrong) => Math.sign(right - wrong)));
    const inOrder = pairs.filter((sign) => sign > 0).length;
    const ties = pairs.filter((sign) => sign === 0).length;
    const rows = free.rows.filter(hasWords);
    const confidences = rows.map(({ sum }) => Math.exp(sum));
    const outcomes = rows.map(({ verdict }) => verdict === 'right');
    const curve = rows.length > 0 ? riskCoverage(confidences, outcomes) : [];
    const cameOf = (threshold: number | null) =>
      rows.length > 0 ? answeredAt(confidences, outcomes, threshold) : { answered: 0, wrong: 0 };
    const rule = (threshold: number | null) => {
      const { answered, wrong } = cameOf(threshold);
      return { answered, wrong, found: either(threshold === null, 'none', 'some') };
    };
    const faultless = thresholdForRisk(curve, 0);
    return {
      first: FIRST,
      second: SECOND,
      share: sigmoid(FIRST - SECOND),
      pairs: pairs.length,
      inOrder,
      ties,
      /** The upper end of the risk when none of twenty is wrong. */
      twenty: wilsonInterval(0, 20).high,
      area: (inOrder + ties / 2) / pairs.length,
      /** As `npm run calibrate` draws the line on the sample of free answers. */
      calibrated: {
        risk: RISK,
        n: rows.length,
        /** What the sample leaves out. */
        wordless: free.rows.length - rows.length,
        simple: rule(thresholdForRisk(curve, RISK)),
        cautious: rule(cautiousThreshold(curve, confidences.length, RISK)),
        /** The surest answers down to the first mistake. */
        rightAtFirst: cameOf(faultless).answered,
        beginsWith:
          rows.length === 0 ? ('nothing' as const) : either(faultless === null, 'a mistake', 'right answers'),
      },
    };
  },
});
