import { describe, expect, it } from 'vitest';
import { bootstrapInterval } from '#numerics/bootstrap';
import { clusteredBootstrapInterval, pairedDifferenceInterval } from '#numerics/clustered-bootstrap';
import { seededRandom } from '#numerics/seeded-random';
import { quantile } from '#numerics/statistics';
import { average } from './judged.ts';

interface Row {
  readonly question: string;
  readonly a: number;
  readonly b: number;
}

/** Three questions with three, one and two rows, not in order. */
const rows: readonly Row[] = [
  { question: 'x', a: 1, b: 2 },
  { question: 'y', a: 10, b: 9 },
  { question: 'x', a: 3, b: 1 },
  { question: 'z', a: 0, b: 5 },
  { question: 'z', a: 6, b: 6 },
  { question: 'x', a: 4, b: 0 },
];
const clusterOf = ({ question }: Row) => question;
const meanA = (sample: readonly Row[]) => average(sample.map(({ a }) => a));
const meanB = (sample: readonly Row[]) => average(sample.map(({ b }) => b));
const randomOf = (seed: number) => seededRandom(seed).next;

/** All 27 ways to draw three of the three questions, each with all its rows. */
const everySample: Row[][] = ['x', 'y', 'z'].flatMap((first) =>
  ['x', 'y', 'z'].flatMap((second) =>
    ['x', 'y', 'z'].map((third) =>
      [first, second, third].flatMap((drawn) => rows.filter(({ question }) => question === drawn)),
    ),
  ),
);

/** "Random" numbers that draw each of those once. */
function everySampleInTurn(): () => number {
  let call = 0;
  return () => {
    const sample = Math.floor(call / 3);
    const digit = Math.floor(sample / 3 ** (call % 3)) % 3;
    call++;
    return (digit + 0.5) / 3;
  };
}

function middleOf(values: readonly number[], level: number) {
  const rising = values.toSorted((a, b) => a - b);
  return {
    low: expect.closeTo(quantile(rising, (1 - level) / 2), 12),
    high: expect.closeTo(quantile(rising, (1 + level) / 2), 12),
  };
}

describe('clusteredBootstrapInterval', () => {
  it('cuts the tails off all possible draws of whole questions when it is given each of them once', () => {
    for (const level of [0.5, 0.8, 0.95]) {
      const random = everySampleInTurn();
      const found = clusteredBootstrapInterval({
        rows,
        clusterOf,
        statistic: meanA,
        random,
        resamples: 27,
        level,
      });
      expect(found).toEqual({ estimate: 4, ...middleOf(everySample.map(meanA), level) });
    }
  });

  it('is the plain bootstrap when each row is a cluster of its own', () => {
    let number = 0;
    const options = { rows, clusterOf: () => number++, statistic: meanA, random: randomOf(3) };
    const { low, high } = clusteredBootstrapInterval(options);
    expect({ low, high }).toEqual(bootstrapInterval(rows, meanA, { random: randomOf(3) }));
  });

  it('has no width when all rows belong together', () => {
    const found = clusteredBootstrapInterval({
      rows,
      clusterOf: () => 0,
      statistic: meanA,
      random: randomOf(3),
    });
    expect(found).toEqual({ estimate: 4, low: 4, high: 4 });
  });

  it('does not shrink when every row is there nine times, where the plain one shrinks to a third', () => {
    const numbers = Array.from({ length: 30 }, (_, i) => ({ question: `q${i}`, a: Math.sin(i), b: 0 }));
    const ninefold = numbers.flatMap((row) => Array.from({ length: 9 }, () => row));
    const widthOf = ({ low, high }: { low: number; high: number }) => high - low;
    const clustered = (sample: readonly Row[]) =>
      widthOf(clusteredBootstrapInterval({ rows: sample, clusterOf, statistic: meanA, random: randomOf(5) }));
    expect(clustered(ninefold)).toBeCloseTo(clustered(numbers), 12);
    const plain = widthOf(bootstrapInterval(ninefold, meanA, { random: randomOf(5) }));
    expect(plain / clustered(numbers)).toBeCloseTo(1 / 3, 1);
  });

  it('asks for one random number a cluster and sample, 2000 samples unless told otherwise', () => {
    let calls = 0;
    const random = () => {
      calls++;
      return 0.5;
    };
    clusteredBootstrapInterval({ rows, clusterOf, statistic: meanA, random });
    expect(calls).toBe(6000);
  });

  it('is NaN at both ends when the statistic is NaN for any sample', () => {
    const needsY = (sample: readonly Row[]) => (sample.some(({ question }) => question === 'y') ? 1 : NaN);
    const found = clusteredBootstrapInterval({ rows, clusterOf, statistic: needsY, random: randomOf(1) });
    expect(found).toEqual({ estimate: 1, low: NaN, high: NaN });
  });

  it('refuses no rows, and numbers of samples or levels that mean nothing', () => {
    const options = { rows, clusterOf, statistic: meanA, random: randomOf(1) };
    expect(() => clusteredBootstrapInterval({ ...options, rows: [] })).toThrow(
      new RangeError('rows must not be empty'),
    );
    expect(() => clusteredBootstrapInterval({ ...options, resamples: 0 })).toThrow(
      new RangeError('resamples must be a positive integer, got 0'),
    );
    expect(() => clusteredBootstrapInterval({ ...options, level: 1 })).toThrow(
      new RangeError('level must be above 0 and below 1, got 1'),
    );
  });
});

describe('pairedDifferenceInterval', () => {
  const options = { rows, clusterOf, statistic: meanA, baseline: meanB };

  it('takes both statistics on each of all possible draws when it is given each of them once', () => {
    const found = pairedDifferenceInterval({
      ...options,
      random: everySampleInTurn(),
      resamples: 27,
      level: 0.8,
    });
    const differences = everySample.map((sample) => meanA(sample) - meanB(sample));
    expect(found).toEqual({ estimate: expect.closeTo(4 - 23 / 6, 12), ...middleOf(differences, 0.8) });
  });

  it('is 0, without width, for a statistic less itself', () => {
    const found = pairedDifferenceInterval({ ...options, baseline: meanA, random: randomOf(1) });
    expect(found).toEqual({ estimate: 0, low: 0, high: 0 });
  });

  it('turns round when the two change places', () => {
    const forth = pairedDifferenceInterval({ ...options, random: randomOf(8) });
    const back = pairedDifferenceInterval({
      ...options,
      statistic: meanB,
      baseline: meanA,
      random: randomOf(8),
    });
    expect(back.estimate).toBe(-forth.estimate);
    expect(back.low).toBeCloseTo(-forth.high, 12);
    expect(back.high).toBeCloseTo(-forth.low, 12);
  });

  it('is far narrower than the two apart when they share most of what varies', () => {
    const shared = Array.from({ length: 40 }, (_, i) => {
      const hard = 10 * Math.sin(i * 7);
      return { question: `q${i}`, a: hard + 1 + 0.1 * Math.cos(i), b: hard };
    });
    const difference = pairedDifferenceInterval({ ...options, rows: shared, random: randomOf(2) });
    const alone = clusteredBootstrapInterval({ ...options, rows: shared, random: randomOf(2) });
    expect(difference.low).toBeGreaterThan(0.9);
    expect(difference.high).toBeLessThan(1.1);
    expect(alone.high - alone.low).toBeGreaterThan(3);
  });
});
