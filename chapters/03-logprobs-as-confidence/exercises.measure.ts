import { upperBound } from '#numerics/binomial';
import { each, measurement } from '#report/measurement';

const PAIRS = { rights: [0.9, 0.6], wrongs: [0.8, 0.6] };

export const confidenceExercises = measurement({
  id: 'confidence-exercises',
  kinds: { ...each('exact', 'pairs', 'inOrder', 'ties'), ...each('float64', 'area', 'twenty') },
  async measure() {
    const pairs = PAIRS.rights.flatMap((right) => PAIRS.wrongs.map((wrong) => Math.sign(right - wrong)));
    const inOrder = pairs.filter((sign) => sign > 0).length;
    const ties = pairs.filter((sign) => sign === 0).length;
    return {
      pairs: pairs.length,
      inOrder,
      ties,
      area: (inOrder + ties / 2) / pairs.length,
      /** The upper bound of the risk when none of twenty is wrong. */
      twenty: upperBound(0, 20),
    };
  },
});
