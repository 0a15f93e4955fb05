import {
  absorbingElement,
  compose,
  composeFactors,
  fromProbability,
  toProbability,
} from '#numerics/custom-algebra';
import { at } from '#numerics/list';
import { each, either, measurement } from '#report/measurement';
import { floatSteps } from './exact.ts';

const TRIED = { from: -8, to: 8 };
const POINTS = Array.from({ length: 161 }, (_, index) => (index - 80) / 10);
const TINY = [1e-9, 1e-17];
const PAIR = [0.9, 0.1] as const;

/** What rounding took from a + b (Knuth's two-sum): the exact sum is a + b plus this. */
function sumError(a: number, b: number): number {
  const sum = a + b;
  const kept = sum - a;
  return a - (sum - kept) + (b - kept);
}

export const absorbingInFloats = measurement({
  id: 'absorbing-in-floats',
  kinds: {
    points: { b: 'exact', off: 'exact' },
    ...each('exact', 'tried', 'from', 'to', 'wrong'),
    example: { b: 'exact', result: 'float64', rounded: 'float64' },
    small: { size: 'exact', sum: 'float64', product: 'float64' },
  },
  async measure() {
    const tried = (form: string, rule: typeof compose) =>
      POINTS.map((b) => ({ form, b, result: rule(absorbingElement(), b) }));
    const [sum, product] = [tried('as a sum', compose), tried('as a product', composeFactors)];
    const wrong = sum.filter(({ result }) => result !== absorbingElement());
    const { b, result } = at(wrong, 0);
    return {
      points: [...sum, ...product].map(({ b, form, result }) => {
        return { b, form, off: floatSteps(absorbingElement(), result) };
      }),
      tried: POINTS.length,
      ...TRIED,
      wrong: wrong.length,
      example: { b, result, rounded: Math.abs(sumError(absorbingElement(), b)) },
      where: either(
        wrong.every(({ b }) => b < 0),
        'below zero',
        'on both sides',
      ),
      small: TINY.map((size) => ({ size, sum: compose(size, size), product: composeFactors(size, size) })),
    };
  },
});

export const meansOnScales = measurement({
  id: 'means-on-scales',
  kinds: { pair: 'exact', mean: 'float64', byLogs: 'float64', byScale: 'float64', naive: 'float64' },
  async measure() {
    const [p, q] = PAIR;
    return {
      pair: PAIR,
      mean: (p + q) / 2,
      byLogs: Math.sqrt(p * q),
      byScale: toProbability((fromProbability(p) + fromProbability(q)) / 2),
      naive: toProbability(fromProbability(p) + fromProbability(q)),
    };
  },
});
