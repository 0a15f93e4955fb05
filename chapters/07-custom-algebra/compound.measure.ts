import { compose, phi } from '#numerics/custom-algebra';
import { each, measurement } from '#report/measurement';

const GROWTH = [0.1, 0.2] as const;
/** The probability with which each of two tests catches an error. */
const CAUGHT = 0.9;
const INVENTED = [2, 2] as const;

export const threeRules = measurement({
  id: 'three-rules',
  kinds: {
    growth: { ...each('exact', 'first', 'second'), ...each('float64', 'sum', 'composed', 'factors') },
    tests: { caught: 'exact', missed: 'exact', ...each('float64', 'sum', 'together', 'bothMiss') },
    invented: each('exact', 'a', 'b', 'composed', 'factors', 'product'),
  },
  async measure() {
    const [first, second] = GROWTH;
    const [a, b] = INVENTED;
    const missed = 0.1;
    return {
      growth: {
        first,
        second,
        sum: first + second,
        composed: compose(first, second, 1),
        factors: [phi(first, 1), phi(second, 1)],
      },
      tests: {
        caught: CAUGHT,
        missed,
        sum: CAUGHT + CAUGHT,
        together: compose(CAUGHT, CAUGHT, -1),
        bothMiss: missed * missed,
      },
      invented: {
        a,
        b,
        composed: compose(a, b),
        factors: [phi(a), phi(b)],
        product: phi(a) * phi(b),
      },
    };
  },
});
