import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LanguageModel } from '#lm/types';
import { bestPair, searchEnd } from '../../chapters/04-log-space-joint-probability/best-pair.measure.ts';
import { places } from '../../chapters/04-log-space-joint-probability/candidates.measure.ts';
import { logSums } from '../../chapters/04-log-space-joint-probability/log-sums.measure.ts';
import { averages } from '../../chapters/04-log-space-joint-probability/pitfalls.measure.ts';
import {
  ends,
  runningProducts,
} from '../../chapters/04-log-space-joint-probability/running-product.measure.ts';
import { stuckProducts, untilRest } from '../../chapters/04-log-space-joint-probability/stuck.measure.ts';
import {
  segmentations,
  waysToWrite,
} from '../../chapters/04-log-space-joint-probability/tokenisations.measure.ts';
import { continuesWord } from '../../chapters/04-log-space-joint-probability/whole-words.measure.ts';

describe('products that come to rest', () => {
  it('stick above zero for large factors and reach zero for small ones, as published', async () => {
    const { rows } = (await stuckProducts.run({})) as {
      rows: { factor: number; steps64: number; rest64: number; steps32: number; rest32: number }[];
    };
    const byFactor = new Map(rows.map((row) => [row.factor, row]));
    expect(byFactor.get(0.9)?.rest64).toBe(2.5e-323);
    expect(byFactor.get(0.6)?.rest64).toBe(5e-324);
    expect(byFactor.get(0.5)).toMatchObject({ rest64: 0, steps64: 1075, rest32: 0, steps32: 150 });
    expect(byFactor.get(0.1)).toMatchObject({ rest64: 0, steps64: 324, rest32: 0, steps32: 46 });
  });

  it('really rest: one more factor changes nothing', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 0.95, noNaN: true }), (factor) => {
        const { product } = untilRest(factor, (x) => x);
        expect(product * factor).toBe(product);
      }),
    );
  });
});

describe('running products', () => {
  const logprobs = fc.array(fc.double({ min: -12, max: 0, noNaN: true }), { minLength: 1, maxLength: 60 });

  it('agree with the sum of logs as long as they are normal numbers', () => {
    fc.assert(
      fc.property(logprobs, (list) => {
        for (const { float64, float32, logSum } of runningProducts(list)) {
          if (logSum > -700) expect(Math.abs(Math.log(float64) - logSum)).toBeLessThan(1e-11);
          if (logSum > -85) expect(Math.abs(Math.log(float32) - logSum)).toBeLessThan(1e-5);
        }
      }),
    );
  });

  it('are found dead at the first zero and ill at the first subnormal', () => {
    expect(ends([1, 1e-300, 1e-310, 0, 0], 2 ** -1022)).toEqual({ subnormal: 3, zero: 4 });
    expect(ends([1, 0.5], 2 ** -1022)).toEqual({ subnormal: null, zero: null });
    expect(ends([1, 0, 0], 2 ** -1022)).toEqual({ subnormal: null, zero: 2 });
  });

  it('die where arithmetic says: 0.1 is zero in float32 after 46 factors', () => {
    const products = runningProducts(Array.from({ length: 60 }, () => Math.log(0.1)));
    expect(
      ends(
        products.map((product) => product.float32),
        2 ** -126,
      ).zero,
    ).toBe(46);
  });
});

describe('the awkward cases of log-space', () => {
  it('have the published values', async () => {
    const { rows, twice } = (await logSums.run({})) as {
      rows: { expression: string; stable: number }[];
      twice: number;
    };
    const stable = new Map(rows.map((row) => [row.expression, row.stable]));
    expect(twice).toBeCloseTo(-999.3068528194, 10);
    expect(stable.get('logAddExp(-Infinity, -Infinity)')).toBe(Number.NEGATIVE_INFINITY);
    expect(stable.get('logSubExp(-3, -3)')).toBe(Number.NEGATIVE_INFINITY);
    expect(stable.get('log1mExp(0)')).toBe(Number.NEGATIVE_INFINITY);
    expect(stable.get('log1mExp(-1e-20)')).toBeCloseTo(Math.log(1e-20), 10);
    expect((stable.get('log1mExp(-50)') ?? 0) / -Math.exp(-50)).toBeCloseTo(1, 12);
  });

  it('show the mean of the logs below the mean of the probabilities', async () => {
    const found = (await averages.run({})) as { mean: number; geometric: number; product: number };
    expect(found.geometric).toBeLessThan(found.mean);
    expect(found.geometric ** 3).toBeCloseTo(found.product, 12);
  });
});

describe('the search for the best pair', () => {
  const table = fc.array(
    fc.array(fc.double({ min: -9, max: 0, noNaN: true }), { minLength: 3, maxLength: 3 }),
    {
      minLength: 1,
      maxLength: 6,
    },
  );

  it('finds what trying all pairs finds, and never looks at a first token that could not win', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.array(fc.double({ min: -9, max: 0, noNaN: true }), { minLength: 6, maxLength: 6 }),
        async (seconds, firstLogs) => {
          const firsts = seconds
            .map((_, id) => [id, firstLogs[id] ?? 0] as const)
            .sort((a, b) => b[1] - a[1]);
          const { best, expanded } = await bestPair(firsts, async (first) => {
            const row = seconds[first] ?? [];
            const logprob = Math.max(...row);
            return { id: row.indexOf(logprob), logprob };
          });
          const all = firsts.flatMap(([id, log]) => (seconds[id] ?? []).map((second) => log + second));
          expect(best.total).toBe(Math.max(...all));
          const skipped = firsts.slice(expanded.length);
          for (const [, log] of skipped) expect(log).toBeLessThanOrEqual(best.total);
        },
      ),
    );
  });
});

describe('a search for the best pair that ended', () => {
  const looked = (count: number) =>
    Array.from({ length: count }, (_, first) => ({ first, second: 0, total: -3 }));
  const firsts = [
    [0, -1],
    [1, -2],
    [2, -4],
  ] as const;
  const best = { first: 0, second: 0, total: -3 };

  it('is exact when the next first token could not win, or when there is none', () => {
    expect(searchEnd(firsts, { best, expanded: looked(2) })).toEqual({ skipped: 2, search: 'exact' });
    expect(searchEnd(firsts, { best, expanded: looked(3) })).toEqual({ skipped: null, search: 'exact' });
  });

  it('was given up when the next first token might have won', () => {
    expect(searchEnd(firsts, { best, expanded: looked(1) })).toEqual({ skipped: 1, search: 'stopped' });
  });
});

describe('cutting a word', () => {
  /** A vocabulary of the pieces named, of which the tokeniser uses those of `own`. */
  const modelWith = (texts: readonly string[], own: readonly number[]) =>
    ({
      vocabularySize: texts.length,
      encode: () => own,
      pieces: (ids: readonly number[]) => ids.map((id) => ({ id, text: texts[id], special: false })),
    }) as unknown as LanguageModel;

  it("has the tokeniser's own tokens, where two spell the same, and even where they spell other characters", () => {
    const twice = waysToWrite(modelWith(['a', 'b', 'a'], [0, 1]), 'ab');
    expect(twice).toEqual({ cuts: [['a', 'b']], ids: [[0, 1]], own: 0, missing: ['ab'] });
    const bytes = waysToWrite(modelWith(['\\xC3', '\\xA9'], [0, 1]), 'é');
    expect(bytes).toMatchObject({ cuts: [['\\xC3', '\\xA9']], ids: [[0, 1]], own: 0 });
  });

  it('in all ways gives a cut for each choice of borders when every piece is allowed', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom('a', 'b', ' ') }), (word) => {
        const cuts = segmentations(word, () => true);
        expect(cuts).toHaveLength(2 ** (word.length - 1));
        expect(new Set(cuts.map((cut) => cut.join('|'))).size).toBe(cuts.length);
        for (const cut of cuts) expect(cut.join('')).toBe(word);
      }),
    );
  });

  it('uses only pieces of the vocabulary', () => {
    const pieces = new Set(['ab', 'a', 'b', 'abc', 'c']);
    expect(segmentations('abc', (piece) => pieces.has(piece))).toEqual([
      ['abc'],
      ['ab', 'c'],
      ['a', 'b', 'c'],
    ]);
    expect(segmentations('abd', (piece) => pieces.has(piece))).toEqual([]);
  });
});

describe('small rules', () => {
  it('a word goes on with letters and digits, with letters also behind an apostrophe or hyphen, and ends before anything else', () => {
    for (const piece of ['aco', 'é', "'s", '’s', '-like', '9', '\\xC3'])
      expect(continuesWord(piece)).toBe(true);
    expect(continuesWord('\\xE2')).toBe(true);
    for (const piece of [' a', '.', '\n', ',', ' ', "'.", "'", '-', '-9', '\\', '\\!'])
      expect(continuesWord(piece)).toBe(false);
  });

  it('places count from one, by falling score, ties in the order given', () => {
    expect(places([-3, -1, -2, -1])).toEqual([4, 1, 3, 2]);
  });

  it('places see no difference where there is only rounding', () => {
    expect(places([-5.6, -5.6 + 1e-15, -5.6 - 1e-15])).toEqual([1, 2, 3]);
  });
});
