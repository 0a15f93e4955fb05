import { compose, composeFactors, decode, encode, K } from '#numerics/custom-algebra';
import { each, either, measurement } from '#report/measurement';
import { stepAbove } from './exact.ts';

const TRIED = { from: -8, to: 8, by: 0.1 };
const POINTS = Array.from({ length: 161 }, (_, index) => (index - 80) / 10);
const TINY = [1e-3, 1e-9, 1e-17];
const PAIR = [0.9, 0.1] as const;

export const absorbingInFloats = measurement({
  id: 'absorbing-in-floats',
  kinds: {
    points: { b: 'exact', off: 'float64' },
    ...each('exact', 'tried', 'from', 'to', 'by', 'wrong', 'productWrong'),
    example: { b: 'exact', result: 'float64' },
    small: { size: 'exact', sum: 'float64', product: 'float64' },
  },
  async measure() {
    const tried = (form: string, rule: typeof compose) =>
      POINTS.map((b) => ({ form, b, result: rule(-4, b) }));
    const [sum, product] = [tried('as a sum', compose), tried('as a product', composeFactors)];
    const wrong = sum.filter(({ result }) => result !== -4);
    const productWrong = product.filter(({ result }) => result !== -4).length;
    const [first] = wrong;
    return {
      points: [...sum, ...product].map(({ b, form, result }) => {
        return { b, form, off: (result + 4) / stepAbove(K) };
      }),
      tried: POINTS.length,
      ...TRIED,
      wrong: wrong.length,
      productWrong,
      example: { b: first?.b ?? 0, result: first?.result ?? -4 },
      outcome: either(wrong.length > 0 && productWrong === 0, 'sum fails', 'other'),
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
