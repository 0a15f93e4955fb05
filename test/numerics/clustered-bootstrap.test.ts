import { describe, expect, it } from 'vitest';
import { clusteredBootstrapInterval } from '#numerics/clustered-bootstrap';
import { seededRandom } from '#numerics/seeded-random';
import { quantile } from '#numerics/statistics';
import { average } from './confidences-and-outcomes.ts';

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

  it('asks for one random number a cluster and sample, 10,000 samples unless told otherwise', () => {
    let calls = 0;
    const random = () => {
      calls++;
      return 0.5;
    };
    clusteredBootstrapInterval({ rows, clusterOf, statistic: meanA, random });
    expect(calls).toBe(30_000);
  });

  it('is NaN at both ends when the statistic is NaN for any sample', () => {
    const needsY = (sample: readonly Row[]) => (sample.some(({ question }) => question === 'y') ? 1 : NaN);
    const found = clusteredBootstrapInterval({ rows, clusterOf, statistic: needsY, random: randomOf(1) });
    expect(found).toEqual({ estimate: 1, low: NaN, high: NaN });
  });
});
