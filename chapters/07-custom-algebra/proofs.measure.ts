import { inverse } from '#numerics/custom-algebra';
import { measurement } from '#report/measurement';

const INVERTED = [1, 4, -8];

export const inverses = measurement({
  id: 'inverses',
  kinds: { rows: { a: 'exact', inverse: 'exact' } },
  async measure() {
    return { rows: INVERTED.map((a) => ({ a, inverse: inverse(a) })) };
  },
});
