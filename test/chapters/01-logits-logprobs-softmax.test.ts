import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entropy } from '#numerics/entropy';
import { logSoftmax, softmax } from '#numerics/softmax';
import { massBeyond, orderOf, tokensHolding } from '../../chapters/01-logits-logprobs-softmax/prediction.ts';
import { type Entry, entropyBounds, readList } from '../../chapters/01-logits-logprobs-softmax/reading.ts';
import { naiveLogSoftmax, naiveSoftmax } from '../../chapters/01-logits-logprobs-softmax/shift.measure.ts';
import { toySoftmax } from '../../chapters/01-logits-logprobs-softmax/softmax-by-hand.measure.ts';
import { verdictOf } from '../../chapters/01-logits-logprobs-softmax/two-answers.measure.ts';

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
});

describe('what the chapter says of every prediction', () => {
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

describe('two choices', () => {
  it('of fourteen pairs, twelve are more than a coin would, eight are not, and two are fewer', () => {
    expect(verdictOf(12, 2)).toBe('the capital');
    expect(verdictOf(8, 6)).toBe('a coin');
    expect(verdictOf(2, 12)).toBe('the other city');
    expect(verdictOf(0, 0)).toBe('level');
    // By hand: C(14, 0) + C(14, 1) + C(14, 2) = 106 of 16,384 ways are as one-sided, twice.
    expect((2 * 106) / 2 ** 14).toBeLessThan(0.05);
  });
});

/** Probabilities as a whole prediction, the likeliest first, and how many of them a list shows. */
const somePrediction = fc
  .tuple(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 8 }), fc.nat())
  .map(([weights, at]) => {
    const sum = weights.reduce((total, weight) => total + weight, 0);
    const probabilities = weights.sort((a, b) => b - a).map((weight) => weight / sum);
    return { probabilities, shown: 1 + (at % (weights.length - 1)) };
  });

const tokenAt = (probabilities: readonly number[], place: number) => ({
  token: `t${place}`,
  logprob: Math.log(probabilities[place] ?? Number.NaN),
});

/** An entry of an API's answer: so many of the likeliest tokens, of which the likeliest was chosen. */
function entryOf(probabilities: readonly number[], shown: number): Entry {
  const list = probabilities.slice(0, shown).map((_, place) => tokenAt(probabilities, place));
  return { ...tokenAt(probabilities, 0), top_logprobs: list };
}

/** All ways to spread `units` over so many tokens, none of which takes more than `most`. */
function* spreads(units: number, tokens: number, most: number): Generator<number[]> {
  if (tokens === 0) {
    if (units === 0) yield [];
    return;
  }
  for (let first = 0; first <= Math.min(units, most); first++)
    for (const rest of spreads(units - first, tokens - 1, most)) yield [first, ...rest];
}

describe('what a list of the likeliest tokens tells', () => {
  it('hides what it does not show, never less than nothing', () => {
    expect(readList(entryOf([0.5, 0.3, 0.2], 2), []).hidden).toBeCloseTo(0.2, 12);
    // Log-probabilities of 0.5 and 0.5, rounded up.
    const rounded = [-0.69, -0.69].map((logprob) => ({ token: 'a', logprob }));
    expect(readList({ token: 'a', logprob: -0.69, top_logprobs: rounded }, []).hidden).toBe(0);
    const empty = { token: 'a', logprob: 0, top_logprobs: [] };
    expect(readList(empty, ['a'])).toEqual({ hidden: 1, atLeast: 0, atMost: 1 });
  });

  it('every label and the entropy lie within their bounds, wherever a server lists a chosen token that is not among the likeliest', () => {
    fc.assert(
      fc.property(somePrediction, fc.nat(), fc.nat(), (prediction, chosenAt, listedAt) => {
        const { probabilities, shown } = prediction;
        const chosen = tokenAt(probabilities, chosenAt % probabilities.length);
        const list = entryOf(probabilities, shown).top_logprobs.filter(({ token }) => token !== chosen.token);
        const before = listedAt % (list.length + 1);
        const entry = { ...chosen, top_logprobs: [...list.slice(0, before), chosen, ...list.slice(before)] };
        for (const [place, q] of probabilities.entries()) {
          const { atLeast, atMost } = readList(entry, [`t${place}`]);
          expect(q).toBeGreaterThanOrEqual(atLeast - 1e-12);
          expect(q).toBeLessThanOrEqual(atMost + 1e-12);
        }
        const { atLeast, atMost } = entropyBounds(entry, probabilities.length);
        expect(entropy(probabilities)).toBeGreaterThanOrEqual(atLeast - 1e-12);
        expect(entropy(probabilities)).toBeLessThanOrEqual(atMost + 1e-12);
      }),
    );
  });

  it('a token that was given no number is not taken for an impossible one', () => {
    const { token, logprob, top_logprobs } = entryOf([0.4, 0.3, 0.1, 0.1, 0.1], 3);
    const unlisted = { token: 'x', logprob: -9999 };
    const entry = { token, logprob, top_logprobs: [...top_logprobs, unlisted] };
    const same = { token, logprob, top_logprobs };
    expect(readList(entry, ['x'])).toEqual(readList(same, ['x']));
    expect(readList(entry, ['x']).atMost).toBeCloseTo(0.1, 12);
    expect(entropyBounds(entry, 5)).toEqual(entropyBounds(same, 5));
    expect(readList({ ...unlisted, top_logprobs: [...top_logprobs, unlisted] }, ['x']).atMost).toBeCloseTo(
      0.1,
      12,
    );
  });

  it('of all predictions with the same list, one reaches the upper bound, and none the lower by more than a part', () => {
    const [unit, shown] = [1 / 60, [20, 14, 7]];
    const [tokens, last] = [5, 7];
    const hidden = 60 - shown.reduce((sum, units) => sum + units, 0);
    const entropies = [...spreads(hidden, tokens, last)].map((rest) =>
      entropy([...shown, ...rest].map((units) => units * unit)),
    );
    expect(entropies.length).toBeGreaterThan(1000);
    const entry = entryOf(
      shown.map((units) => units * unit),
      shown.length,
    );
    const { atLeast, atMost } = entropyBounds(entry, shown.length + tokens);
    const [lowest, highest] = [Math.min(...entropies), Math.max(...entropies)];
    expect(lowest).toBeGreaterThanOrEqual(atLeast);
    expect(lowest - atLeast).toBeLessThan((last * unit) / Math.E);
    expect(highest).toBeLessThanOrEqual(atMost);
    // Nineteen units do not go into five tokens evenly, so the bound is missed by a little.
    expect(atMost - highest).toBeLessThan(0.01);
  });

  it('a list of everything leaves nothing open', () => {
    const all = [0.5, 0.25, 0.25];
    const { atLeast, atMost } = entropyBounds(entryOf(all, 3), 3);
    expect(atLeast).toBeCloseTo(1.5 * Math.LN2, 12);
    expect(atMost).toBeCloseTo(1.5 * Math.LN2, 12);
    // A rest of rounding, with no token left to hold it.
    const two = entryOf([0.575, 0.425], 2);
    expect(readList(two, []).hidden).toBeGreaterThan(0);
    expect(entropyBounds(two, 2).atMost).toBeCloseTo(entropy([0.575, 0.425]), 12);
  });
});
