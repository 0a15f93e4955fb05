import { either, measurement } from '#report/measurement';

/** The smallest numbers above zero; below the smallest normal one a float has fewer than its usual bits. */
export const SMALLEST = {
  float32: 1.401298464324817e-45,
  normal: 2.2250738585072014e-308,
  normalFloat32: 1.1754943508222875e-38,
  float64: Number.MIN_VALUE,
};
/** Nats per token by which a model does worse than one that finds all tokens equally likely. */
const CLEARLY = 0.01;
/** The curve of the sum is drawn for so many times the tokens that a float64 lasts: beyond, the others are specks. */
const TIMES_FLOAT64 = 3;
const FORMATS = ['float32', 'float64'] as const;

/** The factor at which a running product first is zero, from one; null for never. */
export function zeroAt(products: readonly number[]): number | null {
  const index = products.indexOf(0);
  return index < 0 ? null : index + 1;
}

// #region running-products
/** Running products of probabilities, in float64, in float32 (each step rounded), and as running sums of logs. */
export function runningProducts(logprobs: readonly number[]) {
  let [float64, float32, logSum] = [1, 1, 0];
  return logprobs.map((logprob) => {
    const q = Math.exp(logprob);
    float64 *= q;
    float32 = Math.fround(float32 * Math.fround(q));
    logSum += logprob;
    return { float64, float32, logSum };
  });
}
// #endregion running-products

const ENDS = { float32: 'rank', float64: 'rank' } as const;

export const runningProduct = measurement({
  id: 'running-product',
  data: { text: new URL('./texts/ferry.txt', import.meta.url) },
  kinds: {
    factors: 'exact',
    zero: ENDS,
    limits: { log: 'float64' },
    normalFloat32: 'float64',
    total: 'nats',
    powerOfTen: 'nats',
    last: { factors: 'rank', log: 'nats' },
    drawn: { factors: 'rank', logSum: 'nats' },
    curve: { factors: 'exact', float32: 'nats', float64: 'nats', logSum: 'nats' },
  },
  async measure({ lm, data }) {
    const ids = lm.encode(data.text);
    const { tokens } = await lm.score(ids.slice(0, lm.contextLength), [], { entropies: false });
    const logprobs = tokens.flatMap(({ logprob }) => (logprob === null ? [] : [logprob]));
    const products = runningProducts(logprobs);
    const logOf = (value: number): number | null => (value === 0 ? null : Math.log(value));
    const total = products.at(-1)?.logSum ?? 0;
    const running = {
      float32: products.map(({ float32 }) => float32),
      float64: products.map(({ float64 }) => float64),
    };
    const zero = { float32: zeroAt(running.float32), float64: zeroAt(running.float64) };
    const drawn = products.slice(0, TIMES_FLOAT64 * (zero.float64 ?? products.length));
    return {
      read: either(ids.length <= lm.contextLength, 'whole', 'beginning'),
      factors: logprobs.length,
      zero,
      limits: [
        { name: 'smallest float32', log: Math.log(SMALLEST.float32) },
        { name: 'smallest normal float64', log: Math.log(SMALLEST.normal) },
        { name: 'smallest float64', log: Math.log(SMALLEST.float64) },
      ],
      normalFloat32: Math.log(SMALLEST.normalFloat32),
      both:
        zero.float32 === null
          ? ('none dies' as const)
          : either(zero.float64 === null, 'one dies', 'both die'),
      curves: either(zero.float32 === 1 || zero.float64 === 1, 'not all', 'all'),
      total,
      blame: either(total / logprobs.length < -Math.log(lm.vocabularySize) - CLEARLY, 'in part', 'no'),
      powerOfTen: total / Math.LN10,
      last: FORMATS.flatMap((format) => {
        const alive = running[format].filter((product) => product > 0);
        const last = alive.at(-1);
        if (last === undefined || alive.length === products.length) return [];
        return [{ format, factors: alive.length, log: Math.log(last) }];
      }),
      drawn: { factors: drawn.length, logSum: drawn.at(-1)?.logSum ?? 0 },
      extent: either(drawn.length === products.length, 'all', 'first'),
      curve: drawn.map((product, index) => ({
        factors: index + 1,
        float32: logOf(product.float32),
        float64: logOf(product.float64),
        logSum: product.logSum,
      })),
    };
  },
});

/** Two answers, by the probabilities of their tokens, after a text whose product is the smallest float64. */
const LONG = Array.from({ length: 10 }, () => 0.6);
const SHORT = [0.45];

/** A float64 product that goes on from another one. */
export const continued = (product: number, factors: readonly number[]) =>
  factors.reduce((running, factor) => running * factor, product);

export const underflowSwap = measurement({
  id: 'underflow-swap',
  kinds: {
    long: { tokens: 'exact', each: 'exact', product: 'float64', after: 'float64' },
    short: { each: 'exact', after: 'float64' },
    factor: 'float64',
  },
  async measure() {
    return {
      long: {
        tokens: LONG.length,
        each: LONG[0] ?? 0,
        product: continued(1, LONG),
        after: continued(SMALLEST.float64, LONG),
      },
      short: { each: SHORT[0] ?? 0, after: continued(SMALLEST.float64, SHORT) },
      factor: continued(1, SHORT) / continued(1, LONG),
    };
  },
});
