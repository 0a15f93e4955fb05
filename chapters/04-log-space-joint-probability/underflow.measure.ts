import { each, measurement } from '#report/measurement';

/** The smallest numbers above zero, and the smallest that have all their digits. */
const SMALLEST = {
  float32: 1.401298464324817e-45,
  normalFloat64: 2.2250738585072014e-308,
  float64: Number.MIN_VALUE,
};
const FORMATS = ['float32', 'float64'] as const;

/** The factor at which a running product first is zero, from one; null for never. */
function zeroAt(products: readonly number[]): number | null {
  const index = products.indexOf(0);
  return index < 0 ? null : index + 1;
}

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

export const runningProduct = measurement({
  id: 'running-product',
  data: { text: new URL('./texts/ferry.txt', import.meta.url) },
  kinds: {
    factors: 'exact',
    zero: each('rank', 'float32', 'float64'),
    limits: { log: 'float64' },
    total: 'nats',
    powerOfTen: 'nats',
    last: { factors: 'rank', log: 'nats' },
    curve: { factors: 'exact', logSum: 'nats' },
  },
  async measure({ lm, data }) {
    const ids = lm.encode(data.text);
    const { tokens } = await lm.score(ids.slice(0, lm.contextLength), [], { entropies: false });
    const logprobs = tokens.flatMap(({ logprob }) => (logprob === null ? [] : [logprob]));
    const products = runningProducts(logprobs);
    const total = products.at(-1)?.logSum ?? 0;
    const running = {
      float32: products.map(({ float32 }) => float32),
      float64: products.map(({ float64 }) => float64),
    };
    return {
      factors: logprobs.length,
      zero: { float32: zeroAt(running.float32), float64: zeroAt(running.float64) },
      limits: [
        { name: 'smallest float32', log: Math.log(SMALLEST.float32) },
        { name: 'smallest normal float64', log: Math.log(SMALLEST.normalFloat64) },
        { name: 'smallest float64', log: Math.log(SMALLEST.float64) },
      ],
      total,
      powerOfTen: total / Math.LN10,
      last: FORMATS.flatMap((format) => {
        const alive = running[format].filter((product) => product > 0);
        const last = alive.at(-1);
        if (last === undefined || alive.length === products.length) return [];
        return [{ format, factors: alive.length, log: Math.log(last) }];
      }),
      curve: products.map(({ logSum }, index) => ({ factors: index + 1, logSum })),
    };
  },
});

/** Two answers, by the probabilities of their tokens, after a text whose product is twice the smallest float64. */
const START = 2 * SMALLEST.float64;
const LONG = Array.from({ length: 20 }, () => 0.8);
const SHORT = [0.7];

/** A float64 product that goes on from another one. */
export const continued = (product: number, factors: readonly number[]) =>
  factors.reduce((running, factor) => running * factor, product);

export const underflowSwap = measurement({
  id: 'underflow-swap',
  kinds: {
    long: { ...each('exact', 'tokens', 'each'), ...each('float64', 'product', 'after') },
    short: { each: 'exact', after: 'float64' },
    factor: 'float64',
  },
  async measure() {
    return {
      long: {
        tokens: LONG.length,
        each: LONG[0] ?? 0,
        product: continued(1, LONG),
        after: continued(START, LONG),
      },
      short: { each: SHORT[0] ?? 0, after: continued(START, SHORT) },
      factor: continued(1, SHORT) / continued(1, LONG),
    };
  },
});
