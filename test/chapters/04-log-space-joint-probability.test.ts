import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LanguageModel } from '#lm/types';
import { bestPair, searchEnd } from '../../chapters/04-log-space-joint-probability/best-pair.measure.ts';
import { winnerOf } from '../../chapters/04-log-space-joint-probability/candidates.measure.ts';
import { tokensAfter } from '../../chapters/04-log-space-joint-probability/continuation-tokens.ts';
import { logSpaceInUse, logSums } from '../../chapters/04-log-space-joint-probability/log-sums.measure.ts';
import {
  continued,
  runningProducts,
  underflowSwap,
} from '../../chapters/04-log-space-joint-probability/running-product.measure.ts';
import { continuesWord } from '../../chapters/04-log-space-joint-probability/whole-words.measure.ts';

describe('an underflow that swaps two answers', () => {
  /** What one factor makes of m steps of the smallest float64, in whole numbers, a tie to the even one. */
  function stepsAfter(m: bigint, factor: number): bigint {
    const whole = BigInt(factor * 2 ** 60);
    const [twice, unit] = [2n * m * whole, 2n ** 60n];
    const down = (m * whole) / unit;
    const over = twice - 2n * down * unit;
    return over > unit || (over === unit && down % 2n === 1n) ? down + 1n : down;
  }

  it('is what whole numbers give: the likely answer is zero, the unlikely one is not', async () => {
    const { long, short, factor } = (await underflowSwap.run({})) as {
      long: { tokens: number; each: number; product: number; after: number };
      short: { each: number; after: number };
      factor: number;
    };
    let steps = 1n;
    for (let token = 0; token < long.tokens; token++) steps = stepsAfter(steps, long.each);
    expect(long.after).toBe(Number(steps) * Number.MIN_VALUE);
    expect(short.after).toBe(Number(stepsAfter(1n, short.each)) * Number.MIN_VALUE);
    expect(long.after).toBeGreaterThan(short.after);
    expect(long.product).toBeCloseTo(0.0060466176, 12);
    expect(factor).toBeCloseTo(0.45 / 0.0060466176, 9);
  });

  it('follows whole numbers from any of the last steps on', () => {
    const steps = fc.integer({ min: 0, max: 1000 });
    const probability = fc.integer({ min: 0, max: 1024 }).map((part) => part / 1024);
    fc.assert(
      fc.property(steps, probability, (m, q) => {
        const expected = Number(stepsAfter(BigInt(m), q)) * Number.MIN_VALUE;
        expect(continued(m * Number.MIN_VALUE, [q])).toBe(expected);
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
});

describe('the awkward cases of log-space', () => {
  it('have the published values', async () => {
    const { rows } = (await logSums.run({})) as { rows: { expression: string; stable: number }[] };
    const stable = new Map(rows.map((row) => [row.expression, row.stable]));
    expect(stable.get('logAddExp(-1000, -1000)')).toBeCloseTo(-999.3068528194, 10);
    expect(stable.get('logAddExp(-Infinity, -Infinity)')).toBe(Number.NEGATIVE_INFINITY);
    expect(stable.get('log1mExp(-1e-20)')).toBeCloseTo(Math.log(1e-20), 10);
    expect((stable.get('log1mExp(-50)') ?? 0) / -Math.exp(-50)).toBeCloseTo(1, 12);
  });
});

describe('two mutually exclusive endings of one story', () => {
  const lm = {
    contextLength: 1000,
    encode: (text: string) => [...text].map((letter) => letter.charCodeAt(0)),
    scoreMany: async (items: readonly unknown[]) => items.map(() => ({ total: -8 })),
  } as unknown as LanguageModel;

  it('add their probabilities, each multiplied by that of the story', async () => {
    const rows = [
      { text: 'bread', sum: Math.log(0.5) },
      { text: 'fish', sum: Math.log(0.25) },
    ];
    const decision = { before: -10, read: 7, rows };
    const { whole, together } = (await logSpaceInUse.run({ lm, data: { story: 'A story.' }, decision })) as {
      whole: number;
      together: number;
    };
    expect(whole).toBeCloseTo(-10 + Math.log(0.5), 12);
    expect(together).toBeCloseTo(-10 + Math.log(0.75), 12);
  });
});

describe('scores of an answer', () => {
  it('are won by the highest, of equal ones by the first, rounding aside', () => {
    expect(winnerOf([-3, -1, -2, -1])).toBe(1);
    expect(winnerOf([-5.6, -5.6 + 1e-15, -5.6 - 1e-15])).toBe(0);
    // However the two lie to a grid of that width.
    for (let shift = 0; shift < 20; shift++) {
      const score = -5.6 + shift * 1e-10;
      expect(winnerOf([score, score + 2e-10])).toBe(0);
      expect(winnerOf([score, score + 2e-9])).toBe(1);
    }
    expect(winnerOf([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY])).toBe(0);
  });
});

describe('a seam between two texts', () => {
  /** A tokeniser of single characters that has one token for “ab”. */
  const lm = {
    encode: (text: string) =>
      (text.match(/ab|./gs) ?? []).map((piece) => (piece === 'ab' ? 1000 : piece.charCodeAt(0))),
  } as unknown as LanguageModel;

  it('keeps the tokens that the end has in the whole text', () => {
    expect(tokensAfter(lm, 'x', 'ab')).toEqual({ ids: [1000], isKept: true });
  });

  it('is reported where the whole text is cut across it', () => {
    expect(tokensAfter(lm, 'xa', 'bc')).toEqual({ ids: [98, 99], isKept: false });
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

describe('small rules', () => {
  it('a word goes on with letters and digits, with letters also behind an apostrophe or hyphen, and ends before anything else', () => {
    for (const piece of ['aco', 'é', "'s", '’s', '-like', '9', '\\xC3'])
      expect(continuesWord(piece)).toBe(true);
    expect(continuesWord('\\xE2')).toBe(true);
    for (const piece of [' a', '.', '\n', ',', ' ', "'.", "'", '-', '-9', '\\', '\\!'])
      expect(continuesWord(piece)).toBe(false);
  });
});
