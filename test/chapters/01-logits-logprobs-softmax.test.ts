import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entropy } from '#numerics/entropy';
import { logSoftmax, softmax } from '#numerics/softmax';
import { ladder } from '../../chapters/01-logits-logprobs-softmax/log-probabilities.measure.ts';
import { massBeyond, orderOf, tokensHolding } from '../../chapters/01-logits-logprobs-softmax/prediction.ts';
import { naiveLogSoftmax, naiveSoftmax } from '../../chapters/01-logits-logprobs-softmax/shift.measure.ts';
import { shareOf } from '../../chapters/01-logits-logprobs-softmax/sigmoid.measure.ts';
import { toySoftmax } from '../../chapters/01-logits-logprobs-softmax/softmax-by-hand.measure.ts';
import { courseOf } from '../../chapters/01-logits-logprobs-softmax/temperature.measure.ts';

const someLogits = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 2, maxLength: 20 });

describe('softmax by hand', () => {
  it('gives the published probabilities and log-probabilities of [2, 1, 0.1]', async () => {
    const { rows } = (await toySoftmax.run({})) as { rows: { probability: number; logprob: number }[] };
    const probabilities = [0.6590011389, 0.2424329707, 0.0985658904];
    const logprobs = [-0.4170300163, -1.4170300163, -2.3170300163];
    for (const [index, row] of rows.entries()) {
      expect(row.probability).toBeCloseTo(probabilities[index] ?? Number.NaN, 10);
      expect(row.logprob).toBeCloseTo(logprobs[index] ?? Number.NaN, 10);
    }
    expect(rows).toHaveLength(3);
  });

  it('gives the published probabilities of [1, 2, 3] at a temperature of 2', () => {
    const expected = [0.1863237, 0.3071959, 0.5064804];
    for (const [index, probability] of softmax([1, 2, 3], 2).entries()) {
      expect(probability).toBeCloseTo(expected[index] ?? Number.NaN, 7);
    }
  });
});

describe('the ladder of log-probabilities', () => {
  it('has the percentages that a reader learns by heart', async () => {
    const { rows, oneNat } = (await ladder.run({})) as {
      rows: { logprob: number; probability: number }[];
      oneNat: number;
    };
    const percentages = rows.map(({ probability }) => Number((probability * 100).toPrecision(2)));
    expect(rows.map(({ logprob }) => logprob)).toEqual([-0.1, -0.69, -1, -2.3, -4.6, -6.9]);
    expect(percentages).toEqual([90, 50, 37, 10, 1, 0.1]);
    expect(oneNat).toBeCloseTo(Math.E, 12);
  });
});

describe('the naive formulas', () => {
  it('agree with the stable ones on small logits', () => {
    fc.assert(
      fc.property(someLogits, (logits) => {
        const [stable, stableLog] = [softmax(logits), logSoftmax(logits)];
        for (const [index, value] of naiveSoftmax(logits).entries()) {
          expect(value).toBeCloseTo(stable[index] ?? Number.NaN, 12);
        }
        for (const [index, value] of naiveLogSoftmax(logits).entries()) {
          expect(value).toBeCloseTo(stableLog[index] ?? Number.NaN, 9);
        }
      }),
    );
  });

  it('break as the chapter says when a thousand is added', () => {
    expect(naiveSoftmax([1000, 1001])).toEqual([Number.NaN, Number.NaN]);
    expect(naiveLogSoftmax([1000, 1001])).toEqual([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  });
});

describe('what the chapter says of every prediction', () => {
  it('the entropy is at most ln V', () => {
    fc.assert(
      fc.property(someLogits, (logits) => {
        expect(entropy(softmax(logits))).toBeLessThanOrEqual(Math.log(logits.length) + 1e-12);
      }),
    );
    expect(Math.log(49152)).toBeCloseTo(10.802673, 6);
  });

  it('a wider temperature never lowers the entropy, and the likeliest stays the likeliest', () => {
    const temperature = fc.double({ min: 0.2, max: 20, noNaN: true });
    fc.assert(
      fc.property(someLogits, temperature, temperature, (logits, one, other) => {
        const [cooler, warmer] = [Math.min(one, other), Math.max(one, other)];
        const [cool, warm] = [softmax(logits, cooler), softmax(logits, warmer)];
        expect(entropy(warm)).toBeGreaterThanOrEqual(entropy(cool) - 1e-12);
        const best = logits.indexOf(Math.max(...logits));
        expect(warm[best]).toBe(Math.max(...warm));
      }),
    );
  });

  it('the slope of the surprisal of token t in logit j is p_j - [j = t]', () => {
    const step = 1e-5;
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 2, maxLength: 6 }),
        fc.nat(),
        fc.nat(),
        (logits, a, b) => {
          const [target, moved] = [a % logits.length, b % logits.length];
          const surprisalAt = (change: number) =>
            -(
              logSoftmax(logits.map((logit, index) => (index === moved ? logit + change : logit)))[target] ??
              Number.NaN
            );
          const slope = (surprisalAt(step) - surprisalAt(-step)) / (2 * step);
          const expected = (softmax(logits)[moved] ?? Number.NaN) - (moved === target ? 1 : 0);
          expect(slope).toBeCloseTo(expected, 8);
        },
      ),
    );
  });

  it('the mass beyond k and the mass up to k make one, and a share is held by no fewer tokens than needed', () => {
    fc.assert(
      fc.property(someLogits, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (list, share) => {
        const logits = Float32Array.from(list);
        const prediction = { logits, logprobs: logSoftmax(logits), order: orderOf(logits) };
        const needed = tokensHolding(prediction, share);
        expect(massBeyond(prediction, needed)).toBeLessThanOrEqual(1 - share + 1e-12);
        expect(massBeyond(prediction, needed - 1)).toBeGreaterThan(1 - share - 1e-12);
      }),
    );
  });

  it('ids with equal logits are ordered by id', () => {
    expect([...orderOf(Float32Array.of(1, 3, 3, 2, 3))]).toEqual([1, 2, 4, 3, 0]);
  });
});

describe('degenerate predictions', () => {
  it('two probabilities that float64 shows as zero have no share', () => {
    expect(shareOf(0, 0)).toBeNull();
    expect(shareOf(0.3, 0.1)).toBeCloseTo(0.75, 12);
    expect(shareOf(0, 0.1)).toBe(0);
  });

  it('the course of entropy tells a flat curve from one that reaches its ends', () => {
    const course = (...entropies: number[]) =>
      courseOf(
        entropies.map((entropy) => ({ entropy })),
        5,
        true,
      );
    expect(course(5, 5, 5)).toBe('flat');
    expect(course(0.01, 2, 4.9)).toBe('everywhere');
    expect(course(2, 3, 4.9)).toBe('in part');
    expect(course(0.01, 1, 2)).toBe('in part');
  });
});
