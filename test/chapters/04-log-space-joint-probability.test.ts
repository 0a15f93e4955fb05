import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LanguageModel } from '#lm/types';
import { complements } from '../../chapters/04-log-space-joint-probability/complement.measure.ts';
import { ranksOf, tokensAfter } from '../../chapters/04-log-space-joint-probability/endings.measure.ts';
import { sumsInUse } from '../../chapters/04-log-space-joint-probability/log-sum-exp.measure.ts';
import { tiesByNoise } from '../../chapters/04-log-space-joint-probability/ranking-rules.measure.ts';
import { splitAtSharedToken } from '../../chapters/04-log-space-joint-probability/token-boundaries.measure.ts';
import {
  continued,
  narrow,
  runningProducts,
  underflowSwap,
} from '../../chapters/04-log-space-joint-probability/underflow.measure.ts';

describe('an underflow that swaps two answers', () => {
  /** What one factor makes of m steps of the smallest float64, in whole numbers, a tie to the even one. */
  function stepsAfter(m: bigint, factor: number): bigint {
    const whole = BigInt(factor * 2 ** 60);
    const [twice, unit] = [2n * m * whole, 2n ** 60n];
    const down = (m * whole) / unit;
    const over = twice - 2n * down * unit;
    return over > unit || (over === unit && down % 2n === 1n) ? down + 1n : down;
  }

  it('is what whole numbers give: neither answer is zero, and the unlikely one is larger', async () => {
    const { long, short, factor } = (await underflowSwap.run({})) as {
      long: { tokens: number; each: number; product: number; after: number };
      short: { each: number; after: number };
      factor: number;
    };
    let steps = 2n;
    for (let token = 0; token < long.tokens; token++) steps = stepsAfter(steps, long.each);
    expect(long.after).toBe(Number(steps) * Number.MIN_VALUE);
    expect(short.after).toBe(Number(stepsAfter(2n, short.each)) * Number.MIN_VALUE);
    expect(short.after).toBeGreaterThan(0);
    expect(long.after).toBeGreaterThan(short.after);
    expect(long.product).toBeCloseTo(0.011529215, 9);
    expect(factor).toBeCloseTo(60.71532, 4);
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
        const [float64, float32] = [(x: number) => x, Math.fround].map((rounded) =>
          runningProducts(list, rounded),
        );
        let logSum = 0;
        for (const [index, logprob] of list.entries()) {
          logSum += logprob;
          if (logSum > -700) expect(Math.abs(Math.log(float64?.[index] ?? 0) - logSum)).toBeLessThan(1e-11);
          if (logSum > -85) expect(Math.abs(Math.log(float32?.[index] ?? 0) - logSum)).toBeLessThan(1e-5);
        }
      }),
    );
  });

  it('are rounded to a narrow format as the hardware rounds to float32, down to its smallest numbers', () => {
    const logarithm = fc.double({ min: -110, max: 0, noNaN: true });
    fc.assert(
      fc.property(logarithm, (log) => {
        expect(narrow(24, -149)(Math.exp(log))).toBe(Math.fround(Math.exp(log)));
      }),
    );
    // A tenth as NumPy and PyTorch print it, and half of the smallest float16, which goes to the even zero.
    expect([narrow(11, -24)(0.1), narrow(8, -133)(0.1)]).toEqual([0.0999755859375, 0.10009765625]);
    expect([narrow(11, -24)(2 ** -25), narrow(11, -24)(1.01 * 2 ** -25)]).toEqual([0, 2 ** -24]);
  });
});

describe('the awkward cases of log-space', () => {
  it('have the published values', async () => {
    const { rows } = (await complements.run({})) as { rows: { expression: string; stable: number }[] };
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
    const found = { before: -10, rows };
    const sums = await sumsInUse.run({ lm, data: { story: 'A story.' }, found });
    expect(sums).toMatchObject({
      whole: expect.closeTo(-10 + Math.log(0.5), 12),
      added: expect.closeTo(Math.log(1.5), 12),
      together: expect.closeTo(-10 + Math.log(0.75), 12),
      neither: expect.closeTo(Math.log(0.25), 12),
    });
  });
});

describe('ties by noise', () => {
  it('allow a sum the error of each of its tokens, a mean that of one, and PMI that of two sums', async () => {
    const scores = (tokens: number, sum: number) => ({
      tokens,
      sum,
      perToken: sum / tokens,
      perByte: sum / 8,
      pmi: sum,
    });
    const found = { rows: [scores(1, -8), scores(8, -8.5), scores(1, -7.8)] };
    expect(await tiesByNoise.run({ found })).toEqual({
      sum: ['=', '=', ''],
      perToken: ['', '', ''],
      perByte: ['=', '=', ''],
      pmi: ['=', '=', '='],
    });
  });
});

describe('ranks by a rule', () => {
  it('begin with the highest score, and scores that differ by rounding share one', () => {
    expect(ranksOf([-3, -1, -2, -1])).toEqual([4, 1, 3, 1]);
    expect(ranksOf([-5.6, -5.6 + 1e-15, -5.6 + 2e-9])).toEqual([2, 2, 1]);
    expect(ranksOf([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY])).toEqual([1, 1]);
  });
});

describe('the boundary between two texts', () => {
  /** A tokenizer of single characters that has one token for “ab”. */
  const encode = (text: string) =>
    (text.match(/ab|./gs) ?? []).map((piece) => (piece === 'ab' ? 1000 : piece.charCodeAt(0)));

  it('leaves the end its tokens in the whole text, or its own where the whole text merges across it', () => {
    expect(tokensAfter({ encode }, 'x', 'ab')).toEqual([1000]);
    expect(tokensAfter({ encode }, 'xa', 'bc')).toEqual([98, 99]);
  });

  it('moves back to where the prompt and every whole text stop sharing tokens', () => {
    const [x, a, b] = [120, 97, 98];
    expect(splitAtSharedToken(encode, 'xa', ['a'])).toEqual({ context: [x, a], rests: [[a]] });
    expect(splitAtSharedToken(encode, 'xa', ['a', 'b'])).toEqual({ context: [x], rests: [[a, a], [1000]] });
    expect(splitAtSharedToken(encode, 'xx', ['b', 'b'])).toEqual({ context: [x, x], rests: [[b], [b]] });
    expect(splitAtSharedToken(encode, 'a', ['b'])).toEqual({ context: [], rests: [[1000]] });
  });
});
