import { absorbing, compose, composeFactors, decode, encode, K } from '#numerics/custom-algebra';
import { at } from '#numerics/list';
import { each, measurement } from '#report/measurement';
import { stepAbove } from './exact.ts';

const TRIED = { from: -8, to: 8 };
const POINTS = Array.from({ length: 161 }, (_, index) => (index - 80) / 10);
const TINY = [1e-9, 1e-17];
const PAIR = [0.9, 0.1] as const;

export const absorbingInFloats = measurement({
  id: 'absorbing-in-floats',
  kinds: {
    points: { b: 'exact', off: 'float64' },
    ...each('exact', 'tried', 'from', 'to', 'wrong'),
    example: { b: 'exact', result: 'float64' },
    small: { size: 'exact', sum: 'float64', product: 'float64' },
  },
  async measure() {
    const tried = (form: string, rule: typeof compose) =>
      POINTS.map((b) => ({ form, b, result: rule(absorbing(), b) }));
    const [sum, product] = [tried('as a sum', compose), tried('as a product', composeFactors)];
    const wrong = sum.filter(({ result }) => result !== absorbing());
    const { b, result } = at(wrong, 0);
    return {
      points: [...sum, ...product].map(({ b, form, result }) => {
        return { b, form, off: (result - absorbing()) / stepAbove(K) };
      }),
      tried: POINTS.length,
      ...TRIED,
      wrong: wrong.length,
      example: { b, result },
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
      byScale: decode((encode(p) + encode(q)) / 2),
      naive: decode(encode(p) + encode(q)),
    };
  },
});
