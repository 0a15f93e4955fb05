import { logAddExp } from '#numerics/log-add-exp';
import { each, measurement } from '#report/measurement';
import { runningProducts, ZERO_BELOW, zeroAt } from './underflow.measure.ts';

const MEAN = -3.5;
/** More tokens of that mean than float64 can multiply. */
const ENOUGH = 1000;
const EQUAL = -5;

export const jointExercises = measurement({
  id: 'joint-exercises',
  kinds: {
    ...each('exact', 'mean', 'tokens', 'equal'),
    ...each('float64', 'zeroBelow', 'quotient', 'twice'),
  },
  async measure() {
    const products = runningProducts(Array.from({ length: ENOUGH }, () => MEAN));
    return {
      mean: MEAN,
      zeroBelow: ZERO_BELOW,
      quotient: ZERO_BELOW / MEAN,
      tokens: zeroAt(products.map(({ float64 }) => float64)) ?? ENOUGH,
      equal: EQUAL,
      twice: logAddExp(EQUAL, EQUAL),
    };
  },
});
