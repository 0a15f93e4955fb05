import { sigmoid } from '#numerics/sigmoid';
import { measurement } from '#report/measurement';

const FIRST = -4.2;

const SECOND = -5.2;

const PAIRS = { rights: [0.9, 0.6], wrongs: [0.8, 0.6] };

export const confidenceExercises = measurement({
  id: 'confidence-exercises',
  kinds: {
    first: 'exact',
    second: 'exact',
    share: 'float64',
    pairs: 'exact',
    inOrder: 'exact',
    ties: 'exact',
    area: 'float64',
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
