import { each, measurement } from '#report/measurement';
import { times } from './operations.ts';

const MARKS = [-3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8];
/** Numbers that are combined with themselves. */
const LAID = [2, -2];

const position = (a: number) => Math.log1p(a / 4);

/** A ruler with each number at the logarithm of its factor, and lengths laid end to end along it. */
export const slideRule = measurement({
  id: 'slide-rule',
  kinds: {
    marks: { number: 'exact', position: 'float64' },
    lengths: { number: 'exact', ...each('float64', 'from', 'to') },
    results: each('exact', 'number', 'result'),
  },
  async measure() {
    return {
      marks: MARKS.map((number) => ({ number, position: position(number) })),
      lengths: LAID.flatMap((number) => [
        { number, from: position(0), to: position(number) },
        { number, from: position(number), to: position(times(number, number)) },
      ]),
      results: LAID.map((number) => ({ number, result: times(number, number) })),
    };
  },
});
