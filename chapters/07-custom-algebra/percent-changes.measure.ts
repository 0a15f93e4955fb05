import { compose } from '#numerics/custom-algebra';
import { each, measurement } from '#report/measurement';

const GROWTH = [0.1, 0.2] as const;
/** The probability with which each of two tests catches a bug. */
const CAUGHT = 0.9;
const MISSED = 0.1;
const INVENTED = [2, 2] as const;

export const threeRules = measurement({
  id: 'three-rules',
  kinds: {
    growth: { ...each('exact', 'first', 'second'), ...each('float64', 'sum', 'composed', 'factors') },
    tests: { ...each('exact', 'caught', 'missed'), ...each('float64', 'sum', 'together', 'bothMiss') },
    invented: each('exact', 'a', 'b', 'composed'),
  },
  async measure() {
    const [first, second] = GROWTH;
    const [a, b] = INVENTED;
    return {
      growth: {
        first,
        second,
        sum: first + second,
        composed: compose(first, second, 1),
        factors: [1 + first, 1 + second],
      },
      tests: {
        caught: CAUGHT,
        missed: MISSED,
        sum: CAUGHT + CAUGHT,
        together: compose(CAUGHT, CAUGHT, -1),
        bothMiss: MISSED * MISSED,
      },
      invented: { a, b, composed: compose(a, b) },
    };
  },
});
