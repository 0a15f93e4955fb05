import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entropy } from '#numerics/entropy';
import { entropyBounds } from '#numerics/entropy-bounds';
import { orderOf } from '../../chapters/01-logits-logprobs-softmax/predict-next-token.ts';

describe('the order of a prediction', () => {
  it('ids with equal logits are ordered by id', () => {
    expect([...orderOf(Float32Array.of(1, 3, 3, 2, 3))]).toEqual([1, 2, 4, 3, 0]);
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

/** All ways to spread `units` over so many tokens, none of which takes more than `most`. */
function* spreads(units: number, tokens: number, most: number): Generator<number[]> {
  if (tokens === 0) {
    if (units === 0) yield [];
    return;
  }
  for (let first = 0; first <= Math.min(units, most); first++)
    for (const rest of spreads(units - first, tokens - 1, most)) yield [first, ...rest];
}

describe('a list of the likeliest tokens', () => {
  it('bounds the entropy of whatever it hides', () => {
    fc.assert(
      fc.property(somePrediction, ({ probabilities, shown }) => {
        const list = probabilities.slice(0, shown).map(Math.log);
        const { atLeast, atMost } = entropyBounds(list, probabilities.length);
        expect(entropy(probabilities)).toBeGreaterThanOrEqual(atLeast - 1e-12);
        expect(entropy(probabilities)).toBeLessThanOrEqual(atMost + 1e-12);
      }),
    );
  });

  it('has an upper bound that a prediction reaches, and a lower one that is missed by little', () => {
    const [unit, shown] = [1 / 60, [20, 14, 7]];
    const [tokens, last] = [5, 7];
    const hidden = 60 - shown.reduce((sum, units) => sum + units, 0);
    const entropies = [...spreads(hidden, tokens, last)].map((rest) =>
      entropy([...shown, ...rest].map((units) => units * unit)),
    );
    expect(entropies.length).toBeGreaterThan(1000);
    const list = shown.map((units) => Math.log(units * unit));
    const { atLeast, atMost } = entropyBounds(list, shown.length + tokens);
    const [lowest, highest] = [Math.min(...entropies), Math.max(...entropies)];
    expect(lowest).toBeGreaterThanOrEqual(atLeast);
    expect(lowest - atLeast).toBeLessThan((last * unit) / Math.E);
    expect(highest).toBeLessThanOrEqual(atMost);
    // Nineteen units do not go into five tokens evenly, so the bound is missed by a little.
    expect(atMost - highest).toBeLessThan(0.01);
  });

  it('leaves nothing open if it shows every token', () => {
    const { atLeast, atMost } = entropyBounds([0.5, 0.25, 0.25].map(Math.log), 3);
    expect(atLeast).toBeCloseTo(1.5 * Math.LN2, 12);
    expect(atMost).toBeCloseTo(1.5 * Math.LN2, 12);
    // These add up to a little less than one, and no token is left to hold the rest.
    expect(entropyBounds([0.575, 0.425].map(Math.log), 2).atMost).toBeCloseTo(entropy([0.575, 0.425]), 12);
  });
});

const readJson = (name: string) =>
  JSON.parse(
    readFileSync(new URL(`../../chapters/01-logits-logprobs-softmax/${name}`, import.meta.url), 'utf8'),
  );

describe('the sentences and reviews that the chapter tests a model on', () => {
  it('have each of two confusable words once as the right one, so that no word wins by being common', () => {
    const sentences = readJson('confusable-words.json') as string[][];
    const pairs = sentences.map(([, right, wrong]) => `${right} ${wrong}`);
    expect(new Set(pairs).size).toBe(60);
    for (const [, right, wrong] of sentences) expect(pairs).toContain(`${wrong} ${right}`);
  });

  it('have as many positive as negative reviews in each part, and no review twice', () => {
    const parts = Object.values(readJson('reviews.json') as Record<string, string[][]>);
    expect(parts.map((reviews) => reviews.length)).toEqual([4, 8, 20]);
    for (const reviews of parts) {
      expect(reviews.filter(([, label]) => label === 'positive')).toHaveLength(reviews.length / 2);
      expect(reviews.filter(([, label]) => label === 'negative')).toHaveLength(reviews.length / 2);
    }
    const texts = parts.flat().map(([review]) => review);
    expect(new Set(texts).size).toBe(texts.length);
  });
});
