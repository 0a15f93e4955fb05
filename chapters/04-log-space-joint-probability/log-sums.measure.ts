import { logAddExp } from '#numerics/log-add-exp';
import { logSubExp } from '#numerics/log-sub-exp';
import { log1mExp } from '#numerics/log1m-exp';
import { measurement } from '#report/measurement';

/** Its exponential is too large for a float. */
export const OVERFLOW = 1000;

/** The relative error of a value, against one that is right to the last digits. */
function relativeError(value: number, right: number): number | null {
  const error = Math.abs((value - right) / right);
  return Number.isFinite(error) && error > 0 ? error : null;
}

export const logSums = measurement({
  id: 'log-sums',
  kinds: {
    rows: { expression: 'exact', naive: 'float64', stable: 'float64' },
    twice: 'float64',
    change: 'float64',
    errors: { distance: 'float64', formula: 'exact', error: 'float64' },
  },
  async measure() {
    const naiveAdd = (a: number, b: number): number => Math.log(Math.exp(a) + Math.exp(b));
    const naiveSub = (a: number, b: number): number => Math.log(Math.exp(a) - Math.exp(b));
    const naive1m = (x: number): number => Math.log(1 - Math.exp(x));
    const add = (a: number, b: number) => ({
      expression: `logAddExp(${a}, ${b})`,
      naive: naiveAdd(a, b),
      stable: logAddExp(a, b),
    });
    const sub = (a: number, b: number) => ({
      expression: `logSubExp(${a}, ${b})`,
      naive: naiveSub(a, b),
      stable: logSubExp(a, b),
    });
    const oneMinus = (x: number) => ({
      expression: `log1mExp(${x})`,
      naive: naive1m(x),
      stable: log1mExp(x),
    });
    const distances = Array.from({ length: 73 }, (_, index) => 10 ** (-16 + index * 0.25));
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
      errors: distances.flatMap((distance) => [
        {
          distance,
          formula: 'as the formula stands',
          error: relativeError(naive1m(-distance), log1mExp(-distance)),
        },
        {
          distance,
          formula: 'log1p(-exp(x))',
          error: relativeError(Math.log1p(-Math.exp(-distance)), log1mExp(-distance)),
        },
        {
          distance,
          formula: 'log(-expm1(x))',
          error: relativeError(Math.log(-Math.expm1(-distance)), log1mExp(-distance)),
        },
      ]),
    };
  },
});
