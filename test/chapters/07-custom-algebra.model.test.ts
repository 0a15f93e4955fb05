import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLanguageModel } from '#lm/open';
import type { LanguageModel } from '#lm/types';
import { tokenFold } from '../../chapters/07-custom-algebra/token-fold.measure.ts';
import { oneProbability } from '../../chapters/07-custom-algebra/which-scale.measure.ts';

const PARAGRAPH = new URL('../../chapters/07-custom-algebra/texts/piano.txt', import.meta.url);

describe('chapter 7 on the embedded model', () => {
  let lm: LanguageModel;
  beforeAll(async () => {
    lm = await openLanguageModel();
  });
  afterAll(async () => {
    await lm.close();
  });

  it('folds ten tokens to a millionth, and is stuck where the probability falls below 2⁻²¹⁶', async () => {
    const text = readFileSync(PARAGRAPH, 'utf8');
    const found = (await tokenFold.run({ lm, data: { text } })) as {
      tokens: number;
      total: number;
      noDigitFrom: number;
      stuckFrom: number;
      otherSign: { decoded: number };
      plain: { state: string; reach: number };
      agreesFor: number;
      errors: { tokens: number; error: number; state: string }[];
    };
    expect(found.tokens).toBeGreaterThanOrEqual(40);
    expect(found.agreesFor).toBeGreaterThanOrEqual(10);
    const { tokens, totalLogprob } = await lm.score(lm.encode(text));
    expect(found.total).toBeCloseTo(totalLogprob, 9);
    let sum = 0;
    const below = tokens.slice(1).findIndex(({ logprob }) => {
      sum += logprob ?? 0;
      return sum < -216 * Math.LN2;
    });
    // Rounding on the way may stop it a token or two earlier or later than the true product.
    expect(Math.abs(found.stuckFrom - (below + 1))).toBeLessThanOrEqual(3);
    expect(found.noDigitFrom).toBeLessThanOrEqual(found.stuckFrom);
    expect(found.otherSign.decoded).toBeCloseTo(totalLogprob, 6);
    // A product of probabilities is far from its own floor, at 0.
    expect(totalLogprob).toBeGreaterThan(-708);
    expect(found.plain.state).toBe('agrees');
    // As many tokens as would come to the smallest normal float, to the nearest ten.
    expect(Math.abs((found.plain.reach * totalLogprob) / found.tokens + 708.4)).toBeLessThan(25);
    // The factors p^(1/4), multiplied on the same grid by the definition of the rule.
    let value = 0;
    let log = 0;
    for (const [index, { error }] of found.errors.entries()) {
      const logprob = tokens[index + 1]?.logprob ?? 0;
      log += logprob;
      value = ((value + 4) * (4 * Math.expm1(logprob / 4) + 4)) / 4 - 4;
      const decoded = 4 * Math.log1p(value / 4);
      expect(error).toBeCloseTo(value === -4 ? 1 : Math.abs(Math.exp(decoded - log) - 1), 9);
    }
    const errors = found.errors.map(({ error }) => error);
    expect(errors.slice(0, found.agreesFor).every((error) => error < 1e-6)).toBe(true);
    expect(errors[found.agreesFor]).toBeGreaterThanOrEqual(1e-6);
    for (const { tokens, state } of found.errors)
      expect(state).toBe(tokens < found.stuckFrom ? 'moving' : 'stuck');
  });

  it('writes one probability of the model on every scale alike', async () => {
    const found = (await oneProbability.run({ lm, data: {} })) as {
      probability: number;
      nats: number;
      decibels: number;
      custom: number;
    };
    expect(Math.exp(found.nats)).toBeCloseTo(found.probability, 12);
    expect(found.decibels).toBeCloseTo(10 * Math.log10(found.probability / (1 - found.probability)), 9);
    expect(found.custom).toBeCloseTo(4 * (Math.sqrt(Math.sqrt(found.probability)) - 1), 12);
  });
});
