import { each, measurement } from '#report/measurement';
import { phi, times } from './field.ts';

const NUMBERS = [1, -1, -4, -8];
/** The pair whose composition the square shows. */
const [A, B] = [2, 2];

export const copies = measurement({
  id: 'copies',
  kinds: {
    rows: each('exact', 'number', 'factor', 'two', 'three'),
    square: each('exact', 'numbers', 'factors', 'product', 'result'),
  },
  async measure() {
    const [x, y] = [phi.to(A), phi.to(B)];
    return {
      rows: NUMBERS.map((number) => {
        const two = times(number, number);
        return { number, factor: phi.to(number), two, three: times(two, number) };
      }),
      square: { numbers: [A, B], factors: [x, y], product: x * y, result: times(A, B) },
    };
  },
});
