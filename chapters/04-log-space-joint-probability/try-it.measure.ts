import { logAddExp } from '#numerics/log-add-exp';
import { either, measurement } from '#report/measurement';
import { isEmbedded } from '../about-model.ts';
import { runningProducts, zeroAt } from './running-product.measure.ts';

const MEAN = -3.5;
/** More tokens of that mean than float64 can multiply. */
const ENOUGH = 1000;
const FLOAT64_FLOOR = Math.log(Number.MIN_VALUE);
const EQUAL = -5;

export const jointExercises = measurement({
  id: 'joint-exercises',
  kinds: {
    mean: 'exact',
    floor: 'float64',
    quotient: 'float64',
    tokens: 'exact',
    equal: 'exact',
    twice: 'float64',
  },
  async measure({ lm }) {
    const products = runningProducts(Array.from({ length: ENOUGH }, () => MEAN));
    return {
      known: either(isEmbedded(lm), 'embedded', 'another'),
      mean: MEAN,
      floor: FLOAT64_FLOOR,
      quotient: FLOAT64_FLOOR / MEAN,
      tokens: zeroAt(products.map(({ float64 }) => float64)) ?? ENOUGH,
      equal: EQUAL,
      twice: logAddExp(EQUAL, EQUAL),
    };
  },
});
