import { logAddExp } from '#numerics/log-add-exp';
import { logSubExp } from '#numerics/log-sub-exp';
import { log1mExp } from '#numerics/log1m-exp';
import { pow } from '#numerics/pow';
import { measurement } from '#report/measurement';

/** Its exponential is too large for a float. */
export const OVERFLOW = 1000;

const naive1mExp = (x: number) => Math.log(1 - Math.exp(x));

/** Ways to compute ln(1 - exp(x)). */
const COMPLEMENTS = {
  'as the formula stands': naive1mExp,
  'log1p(-exp(x))': (x: number) => Math.log1p(-Math.exp(x)),
  'log(-expm1(x))': (x: number) => Math.log(-Math.expm1(x)),
};
export const FORMULAS = Object.keys(COMPLEMENTS);

/** The relative error of a value, against one that is right to the last digits. */
function relativeError(value: number, right: number): number | null {
  const error = Math.abs((value - right) / right);
  return Number.isFinite(error) && error > 0 ? error : null;
}

type Operation<A extends number[]> = (...args: A) => number;

/** Makes rows of one function: an expression, by the formula as it is and by ours. */
function rowsOf<A extends number[]>(name: string, naive: Operation<A>, stable: Operation<A>) {
  return (...args: A) => ({
    expression: `${name}(${args.join(', ')})`,
    naive: naive(...args),
    stable: stable(...args),
  });
}

export const logSums = measurement({
  id: 'log-sums',
  kinds: {
    rows: { naive: 'float64', stable: 'float64' },
    twice: 'float64',
    change: 'float64',
    errors: { distance: 'float64', error: 'float64' },
  },
  async measure() {
    const add = rowsOf('logAddExp', (a, b) => Math.log(Math.exp(a) + Math.exp(b)), logAddExp);
    const sub = rowsOf('logSubExp', (a, b) => Math.log(Math.exp(a) - Math.exp(b)), logSubExp);
    const oneMinus = rowsOf('log1mExp', naive1mExp, log1mExp);
    const distances = Array.from({ length: 73 }, (_, index) => pow(10, -16 + index * 0.25));
    return {
      rows: [
        add(-1, -2),
        add(-1000, -1000),
        add(OVERFLOW, 0),
        add(0, Number.NEGATIVE_INFINITY),
        add(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY),
        sub(-1000, -1001),
        sub(-3, -3),
        oneMinus(-1e-20),
        oneMinus(-50),
        oneMinus(0),
      ],
      twice: logAddExp(-1000, -1000),
      change: Math.LN2,
      errors: distances.flatMap((distance) =>
        Object.entries(COMPLEMENTS).map(([formula, complement]) => ({
          distance,
          formula,
          error: relativeError(complement(-distance), log1mExp(-distance)),
        })),
      ),
    };
  },
});
