import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLanguageModel } from '#lm/open';
import type { LanguageModel } from '#lm/types';
import { textProduct } from '../../chapters/07-custom-algebra/floating-point.measure.ts';
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

  it('loses a product on the scale where the probability falls below 2⁻²¹⁶, and never as a factor', async () => {
    const text = readFileSync(PARAGRAPH, 'utf8');
    const found = (await textProduct.run({ lm, data: { text } })) as {
      total: number;
      stopped: number;
      sumAtStop: number;
      factorError: number;
      points: { stored: string; tokens: number; error: number }[];
    };
    const { tokens, totalLogprob } = await lm.score(lm.encode(text));
    expect(found.total).toBeCloseTo(totalLogprob, 9);
    let sum = 0;
    const below = tokens.slice(1).findIndex(({ logprob }) => {
      sum += logprob ?? 0;
      return sum < -216 * Math.LN2;
    });
    // Rounding on the way may stop it a few tokens earlier or later than the true product.
    expect(Math.abs(found.stopped - (below + 1))).toBeLessThanOrEqual(3);
    const untilStop = tokens.slice(1, found.stopped + 1);
    expect(found.sumAtStop).toBeCloseTo(
      untilStop.reduce((total, { logprob }) => total + (logprob ?? 0), 0),
      9,
    );
    expect(found.factorError).toBeLessThan(1e-11);
    for (const { stored, tokens, error } of found.points) {
      if (stored === 'factor') expect(error).toBeLessThan(1e-11);
      else if (tokens >= found.stopped) expect(error).toBe(1);
    }
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
