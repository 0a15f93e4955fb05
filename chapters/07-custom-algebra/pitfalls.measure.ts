import { compose, composeFactors, decode, encode, K } from '#numerics/custom-algebra';
import { measurement } from '#report/measurement';
import { stepAbove } from './float-steps.ts';

const TRIED = { from: -8, to: 8, by: 0.1 };

const POINTS = Array.from({ length: 161 }, (_, index) => (index - 80) / 10);

const TINY = [1e-3, 1e-9, 1e-17];

const PAIR = [0.9, 0.1] as const;

const STEP = stepAbove(K);

export const absorbingInFloats = measurement({
  id: 'absorbing-in-floats',
  kinds: {
    points: { b: 'exact', form: 'exact', off: 'float64' },
    tried: 'exact',
    from: 'exact',
    to: 'exact',
    by: 'exact',
    wrong: 'exact',
    productWrong: 'exact',
    example: { b: 'exact', result: 'float64' },
    outcome: 'exact',
    small: { size: 'exact', sum: 'float64', product: 'float64' },
  },
  async measure() {
    const off = (rule: typeof compose) =>
      POINTS.map((b) => ({ b, result: rule(-4, b) })).map(({ b, result }) => ({
        b,
        result,
        off: (result + 4) / STEP,
      }));
    const [sum, product] = [off(compose), off(composeFactors)];
    const wrong = sum.filter((point) => point.result !== -4);
    const productWrong = product.filter((point) => point.result !== -4).length;
    const first = wrong[0] ?? { b: 0, result: -4 };
    const outcome: 'sum fails' | 'other' = wrong.length > 0 && productWrong === 0 ? 'sum fails' : 'other';
    return {
      points: [
        ...sum.map(({ b, off: steps }) => ({ b, form: 'as a sum', off: steps })),
        ...product.map(({ b, off: steps }) => ({ b, form: 'as a product', off: steps })),
      ],
      tried: POINTS.length,
      ...TRIED,
      wrong: wrong.length,
      productWrong,
      example: { b: first.b, result: first.result },
      outcome,
      small: TINY.map((size) => ({
        size,
        sum: compose(size, size),
        product: composeFactors(size, size),
      })),
    };
  },
});

export const meansOnScales = measurement({
  id: 'means-on-scales',
  kinds: { pair: 'exact', mean: 'float64', byLogs: 'float64', byScale: 'float64', naive: 'float64' },
  async measure() {
    const [p, q] = PAIR;
    const half = (encode(p) + encode(q)) / 2;
    return {
      pair: PAIR,
      mean: (p + q) / 2,
      byLogs: Math.sqrt(p * q),
      byScale: decode(half),
      naive: decode(encode(p) + encode(q)),
    };
  },
});
