import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  endings,
  ranksOf,
  tokensAfter,
} from '../../chapters/04-log-space-joint-probability/endings.measure.ts';
import { sumsInUse } from '../../chapters/04-log-space-joint-probability/log-sum-exp.measure.ts';
import { splitAtSharedToken } from '../../chapters/04-log-space-joint-probability/token-boundaries.measure.ts';
import {
  continued,
  narrow,
  runningProducts,
  underflowSwap,
} from '../../chapters/04-log-space-joint-probability/underflow.measure.ts';
import { resultOf } from './committed.ts';

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
    const { long, short, factor } = await resultOf(underflowSwap);
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

describe('two mutually exclusive endings of one story', () => {
  it('add their probabilities, each multiplied by that of the story', async () => {
    const rows = [
      { text: 'bread', sum: Math.log(0.5) },
      { text: 'fish', sum: Math.log(0.25) },
    ];
    const wordings = [{ own: Math.log(0.9) }, { own: Math.log(0.1) }];
    const sums = await sumsInUse.run({ found: { before: -10, rows, wordings } });
    expect(sums).toMatchObject({
      whole: expect.closeTo(-10 + Math.log(0.5), 12),
      added: expect.closeTo(Math.log(1.5), 12),
      together: expect.closeTo(-10 + Math.log(0.75), 12),
      neither: expect.closeTo(Math.log(0.25), 12),
      mean: expect.closeTo(Math.log(0.5), 12),
      spam: expect.closeTo(0.002 / 0.00224, 12),
    });
  });
});

describe('ranks by a rule', () => {
  const ranked = (...scores: [score: number, error: number][]) =>
    ranksOf(scores.map(([score, error]) => ({ score, error }))).map(({ rank, tie }) => `${rank}${tie}`);

  it('put an answer behind all that lead it by more than the errors of both, and mark shared ranks', () => {
    expect(ranked([-3, 0.1], [-1, 0.1], [-2, 0.1], [-1.15, 0.1])).toEqual(['4', '1=', '3', '1=']);
    expect(ranked([-8, 0.06], [-8.5, 0.48], [-7.8, 0.06])).toEqual(['2=', '2=', '1']);
    expect(ranked([-8, 0], [-8, 0], [-9, 0])).toEqual(['1=', '1=', '3']);
    expect(ranked([Number.NEGATIVE_INFINITY, 0.06], [-1, 0.06])).toEqual(['2', '1']);
  });
});

describe('the four rules on a tokenizer of single letters', () => {
  /** Every token of an answer costs one nat, or a tenth of one where the context holds the answer. */
  const encode = (text: string) => [...text].map((letter) => letter.codePointAt(0) ?? 0);
  const spell = (ids: readonly number[]) => String.fromCodePoint(...ids);
  const lm = {
    id: 'letters',
    contextLength: 10_000,
    encode,
    pieces: (ids: readonly number[]) => ids.map((id) => ({ text: spell([id]) })),
    score: async (ids: readonly number[]) => ({ tokens: ids.map(() => ({ logprob: -1 })) }),
    scoreChoices: async (items: readonly { context: number[]; continuations: number[][] }[]) =>
      items.map(({ context, continuations }) => ({
        scores: continuations.map((ids) => {
          const logprobs = ids.map(() => (spell(context).includes(spell(ids)) ? -0.1 : -1));
          return { ids, logprobs, total: logprobs.reduce((sum, one) => sum + one, 0) };
        }),
      })),
  };

  it('score each wording with and without the story', async () => {
    const story = 'They buy the things that do not grow on rocks.';
    const found = await resultOf(endings, { lm, data: { story } });
    const letters = ' the things that do not grow on rocks'.length;
    expect(found.own.tokens).toBe(letters);
    expect(found.own.bytes).toBe(letters);
    expect(found.own.pmi).toBeCloseTo(0.9 * letters, 9);
    expect(found.own.perplexity).toBeCloseTo(Math.exp(0.1), 9);
    expect(found.winner.text).toBe('the things that do not grow on rocks');
    expect(found.rows.map(({ sum }) => sum)).toEqual(
      found.rows.map(({ sum }) => sum).toSorted((a, b) => b - a),
    );
    expect(found.held).toEqual({ of: 3, sum: 0, perToken: 3, perByte: 3, pmi: 3 });
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
