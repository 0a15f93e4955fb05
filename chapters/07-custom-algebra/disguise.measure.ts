import { each, measurement } from '#report/measurement';
import { phi, times } from './operations.ts';

const [A, B] = [2, 2];

/** One composition by the invented rule, and the same one by factors. */
export const inventedSquare = measurement({
  id: 'invented-square',
  kinds: each('exact', 'numbers', 'factors', 'product', 'result'),
  async measure() {
    const [x, y] = [phi.to(A), phi.to(B)];
    return { numbers: [A, B], factors: [x, y], product: x * y, result: times(A, B) };
  },
});
