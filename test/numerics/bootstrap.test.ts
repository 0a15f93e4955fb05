import { describe, expect, it } from 'vitest';
import { bootstrapInterval, meanInterval } from '#numerics/bootstrap';
import { seededRandom } from '#numerics/seeded-random';
import { quantile } from '#numerics/statistics';
import { mean } from '#numerics/sum';

const randomOf = (seed: number) => seededRandom(seed).next;

/** "Random" numbers that make bootstrap draw every one of the nⁿ possible samples once. */
function everySample(n: number): () => number {
  let call = 0;
  return () => {
    const sample = Math.floor(call / n);
    const digit = Math.floor(sample / n ** (call % n)) % n;
    call++;
    return (digit + 0.5) / n;
  };
}
describe('bootstrapInterval', () => {
  it('cuts the tails off the statistics of all possible samples when it is given each of them once', () => {
    const four = [1, 2, 5, 11];
    const all = four
      .flatMap((a) => four.flatMap((b) => four.flatMap((c) => four.map((d) => (a + b + c + d) / 4))))
      .sort((a, b) => a - b);
    for (const level of [0.5, 0.8, 0.95]) {
      const interval = bootstrapInterval(four, mean, { random: everySample(4), resamples: 256, level });
      expect(interval.low).toBe(quantile(all, (1 - level) / 2));
      expect(interval.high).toBe(quantile(all, 1 - (1 - level) / 2));
    }
  });

  it('asks for n random numbers a sample, 10,000 samples unless told otherwise', () => {
    let calls = 0;
    const random = () => {
      calls++;
      return 0.5;
    };
    bootstrapInterval([1, 2, 3], mean, { random });
    expect(calls).toBe(30_000);
    calls = 0;
    bootstrapInterval([1, 2, 3], mean, { random, resamples: 11 });
    expect(calls).toBe(33);
  });

  it('gives NaN for no values, without calling the statistic or the generator', () => {
    const never = () => {
      throw new Error('called');
    };
    expect(bootstrapInterval([], never, { random: never })).toEqual({ low: NaN, high: NaN });
    expect(meanInterval([], { random: never })).toEqual({ low: NaN, high: NaN });
  });

  it('counts a sample without a statistic as beyond both ends, and gives NaN when they are too many', () => {
    const withNaN = (count: number) => {
      let call = 0;
      const statistic = () => (++call <= count ? NaN : call);
      return bootstrapInterval([1, 2], statistic, { random: randomOf(1), resamples: 101, level: 0.9 });
    };
    // The fifth of all from below and from above, where NaN is the lowest and the highest.
    const rounded = ({ low, high }: ReturnType<typeof withNaN>) => [Math.round(low), Math.round(high)];
    expect(rounded(withNaN(0))).toEqual([6, 96]);
    expect(rounded(withNaN(4))).toEqual([6, 100]);
    expect(withNaN(6)).toEqual({ low: NaN, high: NaN });
    expect(meanInterval([1, NaN, 3], { random: randomOf(1) })).toEqual({ low: NaN, high: NaN });
  });
});
