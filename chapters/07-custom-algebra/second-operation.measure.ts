import { each, measurement } from '#report/measurement';
import { plus, times } from './operations.ts';

const [A, B, C] = [2, 4, 8];

/** Both sides of the distributive law, step by step. */
export const distributive = measurement({
  id: 'distributive',
  kinds: each('exact', 'a', 'b', 'c', 'sum', 'left', 'first', 'second', 'right', 'twoAndTwo'),
  async measure() {
    const [sum, first, second] = [plus(B, C), times(A, B), times(A, C)];
    return {
      a: A,
      b: B,
      c: C,
      sum,
      left: times(A, sum),
      first,
      second,
      right: plus(first, second),
      twoAndTwo: plus(2, 2),
    };
  },
});
