import { upperBound } from '#numerics/binomial';
import { sigmoid } from '#numerics/sigmoid';
import { each, measurement } from '#report/measurement';

const PAIRS = { rights: [0.9, 0.6], wrongs: [0.8, 0.6] };
const LEAD = 1;

export const confidenceExercises = measurement({
  id: 'confidence-exercises',
  kinds: { ...each('exact', 'pairs', 'inOrder', 'ties'), ...each('float64', 'share', 'area', 'twenty') },
  async measure() {
    const pairs = PAIRS.rights.flatMap((right) => PAIRS.wrongs.map((wrong) => Math.sign(right - wrong)));
    const inOrder = pairs.filter((sign) => sign > 0).length;
    const ties = pairs.filter((sign) => sign === 0).length;
    return {
      pairs: pairs.length,
      inOrder,
      ties,
      share: sigmoid(LEAD),
      area: (inOrder + ties / 2) / pairs.length,
      /** The upper bound of the risk when none of twenty is wrong. */
      twenty: upperBound(0, 20),
    };
  },
});
