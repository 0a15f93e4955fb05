import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auroc } from '#numerics/auroc';
import { aurocInterval } from '#numerics/auroc-interval';
import { clusteredBootstrapInterval } from '#numerics/clustered-bootstrap';
import { seededRandom } from '#numerics/seeded-random';

interface Row {
  readonly id: string;
  readonly score: number;
  readonly right: boolean;
}

const row = (id: string, score: number, right: boolean): Row => ({ id, score, right });

/** One to thirty rows of up to eight ids, whose scores tie often. */
const someRows = fc.array(
  fc.record({
    id: fc.nat(7).map(String),
    score: fc.oneof(fc.nat(4), fc.double({ noNaN: true })),
    right: fc.boolean(),
  }),
  { minLength: 1, maxLength: 30 },
);

/** Gives these numbers in turn. */
function inTurn(numbers: readonly number[]): () => number {
  let call = 0;
  return () => numbers[call++] ?? Number.NaN;
}

describe('aurocInterval', () => {
  it('of all draws of two right rows and a wrong one spans the AUROCs that pairs give', () => {
    const rows = [row('a', 3, true), row('b', 1, true), row('c', 2, false)];
    // Draws of a c c, of b c c, and of a b c: every pair in order, none, one of two.
    const random = inTurn([0, 2, 2, 1, 2, 2, 0, 1, 2].map((place) => (place + 0.5) / 3));
    const found = aurocInterval(rows, { random, resamples: 3, level: 0.5 });
    expect(found).toEqual({ estimate: 0.5, low: 0.25, high: 0.75 });
  });

  it('is, to the last bit, what a bootstrap of whole ids gives for the AUROC', () => {
    fc.assert(
      fc.property(someRows, fc.integer(), (rows, seed) => {
        const drawing = () => ({ random: seededRandom(seed).next, resamples: 40 });
        const statistic = (sample: readonly Row[]) =>
          auroc(
            sample.map(({ score }) => score),
            sample.map(({ right }) => right),
          );
        const byTheBook = clusteredBootstrapInterval({
          rows,
          clusterOf: ({ id }) => id,
          statistic,
          ...drawing(),
        });
        expect(aurocInterval(rows, drawing())).toEqual(byTheBook);
      }),
    );
  });

  it('is NaN where nothing is wrong, and has NaN ends where that is so in a sample', () => {
    expect(aurocInterval([row('a', 1, true), row('b', 2, true)])).toEqual({
      estimate: Number.NaN,
      low: Number.NaN,
      high: Number.NaN,
    });
    expect(aurocInterval([row('a', 1, true), row('b', 0, false)])).toEqual({
      estimate: 1,
      low: Number.NaN,
      high: Number.NaN,
    });
  });
});
