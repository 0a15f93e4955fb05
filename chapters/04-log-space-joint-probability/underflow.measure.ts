import { at } from '#numerics/list';
import { pow } from '#numerics/pow';
import { each, measurement } from '#report/measurement';
import { scoreAfterStart } from '../02-cross-entropy-perplexity/texts.measure.ts';

/** Rounds to so many significant bits; the numbers nearest to zero are multiples of 2^least. A tie goes to the even one. */
export const narrow = (bits: number, least: number) => (x: number) => {
  const step = pow(2, Math.max(Math.floor(Math.log2(x)) - bits + 1, least));
  return (x / step + 2 ** 52 - 2 ** 52) * step; // so large a sum has no fraction
};

/** What each format makes of a number, and the powers of two of its smallest normal and its smallest number. */
const FORMATS = {
  float64: { rounded: (x: number) => x, normal: -1022, least: -1074 },
  float32: { rounded: Math.fround, normal: -126, least: -149 },
  bfloat16: { rounded: narrow(8, -133), normal: -126, least: -133 },
  float16: { rounded: narrow(11, -24), normal: -14, least: -24 },
};
export const FORMAT_NAMES = Object.keys(FORMATS);

/** Running products of probabilities; each factor and each product is rounded. */
export function runningProducts(logprobs: readonly number[], rounded: (x: number) => number) {
  let product = 1;
  return logprobs.map((logprob) => {
    product = rounded(product * rounded(Math.exp(logprob)));
    return product;
  });
}

export const runningProduct = measurement({
  id: 'running-product',
  data: { text: new URL('./texts/ferry.txt', import.meta.url) },
  kinds: {
    factors: 'exact',
    formats: {
      ...each('float64', 'normal', 'smallest', 'zeroBelow'),
      ...each('rank', 'zero', 'factors'),
      log: 'nats',
    },
    ...each('nats', 'total', 'powerOfTen', 'first', 'lineBreak', 'afterStart'),
    curve: { factors: 'exact', log: 'nats' },
  },
  async measure({ lm, data }) {
    const ids = lm.encode(data.text).slice(0, lm.contextLength - 2); // a start of one or two tokens
    const { tokens } = await lm.score(ids, [], { entropies: false });
    const afterStart = await scoreAfterStart(lm, ids);
    const logprobs = tokens.flatMap(({ logprob }) => (logprob === null ? [] : [logprob]));
    let total = 0;
    const curve = logprobs.map((logprob, index) => {
      total += logprob;
      return { factors: index + 1, log: total };
    });
    return {
      factors: logprobs.length,
      formats: Object.entries(FORMATS).map(([format, { rounded, normal, least }]) => {
        const products = runningProducts(logprobs, rounded);
        const factors = products.filter((product) => product > 0).length;
        /** The factor at which the product is zero, counted from one, and the last product before it. */
        const zero = factors < products.length ? factors + 1 : null;
        return {
          format,
          normal: normal * Math.LN2,
          smallest: least * Math.LN2,
          /** Half of the smallest number, and less, is rounded to zero. */
          zeroBelow: (least - 1) * Math.LN2,
          zero,
          factors,
          log: Math.log(products[factors - 1] ?? 1),
        };
      }),
      total,
      powerOfTen: total / Math.LN10,
      /** What the story scores with a start token, and of that its first token; its last token is a line break. */
      afterStart: afterStart.reduce((sum, logprob) => sum + logprob, 0),
      first: at(afterStart, 0),
      lineBreak: at(logprobs, logprobs.length - 1),
      curve,
    };
  },
});

/** Two answers, by the probabilities of their tokens, after a text whose product is twice the smallest float64. */
const START = 2 * Number.MIN_VALUE;
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
