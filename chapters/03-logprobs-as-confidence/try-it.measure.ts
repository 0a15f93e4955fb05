import { sigmoid } from '#numerics/sigmoid';
import { each, measurement } from '#report/measurement';

const [FIRST, SECOND] = [-4.2, -5.2];
const PAIRS = { rights: [0.9, 0.6], wrongs: [0.8, 0.6] };

export const confidenceExercises = measurement({
  id: 'confidence-exercises',
  kinds: {
    ...each('exact', 'first', 'second', 'pairs', 'inOrder', 'ties'),
    ...each('float64', 'share', 'area'),
  },
  async measure() {
    const pairs = PAIRS.rights.flatMap((right) => PAIRS.wrongs.map((wrong) => Math.sign(right - wrong)));
    const inOrder = pairs.filter((sign) => sign > 0).length;
    const ties = pairs.filter((sign) => sign === 0).length;
    return {
      first: FIRST,
      second: SECOND,
      share: sigmoid(FIRST - SECOND),
      pairs: pairs.length,
      inOrder,
      ties,
      area: (inOrder + ties / 2) / pairs.length,
    };
  },
});
