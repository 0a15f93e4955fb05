import { either, measurement } from '#report/measurement';

/** Below these a float is subnormal: it has fewer than its usual bits. */
const SMALLEST_NORMAL = { float32: 2 ** -126, float64: 2 ** -1022 };
/** Nats per token by which a model does worse than one that finds all tokens equally likely. */
const CLEARLY = 0.01;
const FORMATS = ['float32', 'float64'] as const;
type Format = (typeof FORMATS)[number];

/** Where a running product first becomes subnormal and first becomes zero: numbers of factors, or null for never. */
export function ends(products: readonly number[], smallestNormal: number) {
  const place = (test: (product: number) => boolean) => {
    const index = products.findIndex(test);
    return index < 0 ? null : index + 1;
  };
  return {
    subnormal: place((product) => product > 0 && product < smallestNormal),
    zero: place((product) => product === 0),
  };
}

// #region running-products
/** Running products of probabilities, in float64, in float32 (each step rounded), and as running sums of logs. */
export function runningProducts(logprobs: readonly number[]) {
  let [float64, float32, logSum] = [1, 1, 0];
  return logprobs.map((logprob) => {
    const p = Math.exp(logprob);
    float64 *= p;
    float32 = Math.fround(float32 * Math.fround(p));
    logSum += logprob;
    return { float64, float32, logSum };
  });
}
// #endregion running-products

const ENDS = { subnormal: 'rank', zero: 'rank' } as const;

export const runningProduct = measurement({
  id: 'running-product',
  data: { text: new URL('./texts/ferry.txt', import.meta.url) },
  kinds: {
    factors: 'exact',
    float32: ENDS,
    float64: ENDS,
    total: 'nats',
    mean: 'nats',
    powerOfTen: 'nats',
    last: { factors: 'rank', log: 'nats' },
    curve: { factors: 'exact', float32: 'nats', float64: 'nats', logSum: 'nats' },
  },
  async measure({ lm, data }) {
    const ids = lm.encode(data.text);
    const { tokens } = await lm.score(ids.slice(0, lm.contextLength), [], { entropies: false });
    const logprobs = tokens.flatMap(({ logprob }) => (logprob === null ? [] : [logprob]));
    const products = runningProducts(logprobs);
    const logOf = (value: number): number | null => (value === 0 ? null : Math.log(value));
    const total = products.at(-1)?.logSum ?? 0;
    const running = (format: Format) => products.map((product) => product[format]);
    const float32 = ends(running('float32'), SMALLEST_NORMAL.float32);
    const float64 = ends(running('float64'), SMALLEST_NORMAL.float64);
    return {
      beginning: data.text.slice(0, data.text.indexOf('.') + 1),
      read: either(ids.length <= lm.contextLength, 'whole', 'beginning'),
      factors: logprobs.length,
      float32,
      float64,
      both:
        float32.zero === null
          ? ('none dies' as const)
          : either(float64.zero === null, 'one dies', 'both die'),
      curves: either(float32.zero === 1 || float64.zero === 1, 'not all', 'all'),
      total,
      blame: either(total / logprobs.length < -Math.log(lm.vocabularySize) - CLEARLY, 'in part', 'no'),
      mean: total / logprobs.length,
      powerOfTen: total / Math.LN10,
      last: FORMATS.flatMap((format) => {
        const alive = running(format).filter((product) => product > 0);
        const last = alive.at(-1);
        if (last === undefined || alive.length === products.length) return [];
        return [{ format, factors: alive.length, log: Math.log(last) }];
      }),
      curve: products.map((product, index) => ({
        factors: index + 1,
        float32: logOf(product.float32),
        float64: logOf(product.float64),
        logSum: product.logSum,
      })),
    };
  },
});
