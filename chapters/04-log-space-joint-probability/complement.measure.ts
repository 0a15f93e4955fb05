import { logAddExp } from '#numerics/log-add-exp';
import { logSubExp } from '#numerics/log-sub-exp';
import { log1mExp } from '#numerics/log1m-exp';
import { compensatedSum, mean } from '#numerics/sum';
import { each, measurement } from '#report/measurement';
import { logMeanExp, logSumExp } from './log-sum-exp-code.ts';

/** Its exponential is too large for a float. */
export const OVERFLOW = 1000;

/** Four values a decade, at about equal distances on a logarithmic scale. */
const STEPS = [1, 1.78, 3.16, 5.62];
const DECADES = Array.from({ length: 18 }, (_, index) => index - 16);
/** From nearly certain to nearly impossible: distances below zero, in nats. */
const DISTANCES = [...DECADES.flatMap((power) => STEPS.map((step) => Number(`${step}e${power}`))), 100];

const naive1mExp = (x: number) => Math.log(1 - Math.exp(x));

/** Ways to compute ln(1 - exp(x)). */
const COMPLEMENTS = {
  'plain formula': naive1mExp,
  'log1p(-exp(x))': (x: number) => Math.log1p(-Math.exp(x)),
  'log(-expm1(x))': (x: number) => Math.log(-Math.expm1(x)),
};
export const FORMULAS = Object.keys(COMPLEMENTS);

/** The relative error of a value, against one that is right to the last digits. */
function relativeError(value: number, right: number): number | null {
  const error = Math.abs((value - right) / right);
  return Number.isFinite(error) && error > 0 ? error : null;
}

type Operation<A extends unknown[]> = (...args: A) => number;

/** Makes rows of one function: an expression, by the formula as it is and by ours. */
function rowsOf<A extends unknown[]>(name: string, naive: Operation<A>, stable: Operation<A>) {
  return (...args: A) => ({
    expression: `${name}(${args.map((arg) => (Array.isArray(arg) ? `[${arg.join(', ')}]` : arg)).join(', ')})`,
    naive: naive(...args),
    stable: stable(...args),
  });
}

export const complements = measurement({
  id: 'log-sums',
  kinds: {
    rows: each('float64', 'naive', 'stable'),
    change: 'float64',
    errors: each('float64', 'distance', 'error'),
  },
  mayBeNaN: 'the logarithms of a NaN and of a mean of nothing are shown',
  async measure() {
    const add = rowsOf('logAddExp', (a, b) => Math.log(Math.exp(a) + Math.exp(b)), logAddExp);
    const sub = rowsOf('logSubExp', (a, b) => Math.log(Math.exp(a) - Math.exp(b)), logSubExp);
    const sum = rowsOf('logSumExp', (xs: number[]) => Math.log(compensatedSum(xs.map(Math.exp))), logSumExp);
    const average = rowsOf('logMeanExp', (xs: number[]) => Math.log(mean(xs.map(Math.exp))), logMeanExp);
    const oneMinus = rowsOf('log1mExp', naive1mExp, log1mExp);
    return {
      rows: [
        add(-1000, -1000),
        add(OVERFLOW, 0),
        add(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY),
        sub(-1000, -1001),
        oneMinus(-1e-20),
        oneMinus(-50),
        sum([Number.NEGATIVE_INFINITY, Number.NaN]),
        sum([]),
        average([]),
      ],
      change: Math.LN2,
      errors: DISTANCES.flatMap((distance) =>
        Object.entries(COMPLEMENTS).map(([formula, complement]) => ({
          distance,
          formula,
          error: relativeError(complement(-distance), log1mExp(-distance)),
        })),
      ),
    };
  },
});
