import { answeredAt, cautiousThreshold, riskCoverage, thresholdForRisk } from '#numerics/risk-coverage';
import { sigmoid } from '#numerics/sigmoid';
import { wilsonInterval } from '#numerics/wilson';
import { each, either, measurement } from '#report/measurement';
import { freeAnswers } from './free-answers.measure.ts';

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
    calibrated: { risk: 'float64', ...each(RULE, 'simple', 'cautious'), n: 'exact', rightAtFirst: 'rank' },
  },
  async measure({ free }) {
    const pairs = PAIRS.rights.flatMap((right) => PAIRS.wrongs.map((wrong) => Math.sign(right - wrong)));
    const inOrder = pairs.filter((sign) => sign > 0).length;
    const ties = pairs.filter((sign) => sign === 0).length;
    const confidences = free.rows.map(({ sum }) => Math.exp(sum));
    const outcomes = free.rows.map(({ verdict }) => verdict === 'right');
    const curve = riskCoverage(confidences, outcomes);
    const rule = (threshold: number | null) => {
      const { answered, wrong } = answeredAt(confidences, outcomes, threshold);
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
        n: confidences.length,
        simple: rule(thresholdForRisk(curve, RISK)),
        cautious: rule(cautiousThreshold(curve, confidences.length, RISK)),
        /** The surest answers down to the first mistake. */
        rightAtFirst: answeredAt(confidences, outcomes, faultless).answered,
        beginsWith: either(faultless === null, 'a mistake', 'right answers'),
      },
    };
  },
});
