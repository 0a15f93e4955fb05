import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { textProduct } from '../../chapters/07-custom-algebra/floating-point.measure.ts';
import { embeddedModel } from '../lm/embedded-model.ts';
import { resultOf } from './committed.ts';

const lm = await embeddedModel();

const PARAGRAPH = new URL('../../chapters/07-custom-algebra/texts/piano.txt', import.meta.url);

describe('chapter 7 on the embedded model', () => {
  it('loses a product on the scale where the probability falls below 2⁻²¹⁶, and never as a factor', async () => {
    const text = readFileSync(PARAGRAPH, 'utf8');
    const found = await resultOf(textProduct, { lm, data: { text } });
    const { tokens, totalLogprob } = await lm.score(lm.encode(text));
    expect(found.total).toBeCloseTo(totalLogprob, 9);
    let sum = 0;
    const sums = tokens.slice(1).map(({ logprob }) => (sum += logprob ?? 0));
    const place = (value: number | null) =>
      sums.findIndex((one) => Math.abs(one - (value ?? Number.NaN)) < 1e-9);
    // Rounding on the way may stop it a few tokens earlier or later than the true product.
    const below = sums.findIndex((one) => one < -216 * Math.LN2);
    expect(Math.abs(place(found.sumAtZero) - below)).toBeLessThanOrEqual(3);
    expect(place(found.sumAtTenth)).toBeLessThan(place(found.sumAtZero));
    // 100 roundings of a factor, or of a sum up to 512, and their comparison.
    expect(found.largestFactorError).toBeLessThan(1e-13);
    expect(found.largestLogError).toBeLessThan(3e-12);
    const numbers = found.points.filter(({ stored }) => stored === 'number').map(({ error }) => error);
    expect(numbers.slice(place(found.sumAtZero)).every((error) => error === 1)).toBe(true);
    expect(numbers[place(found.sumAtTenth) - 1]).toBeLessThanOrEqual(0.1);
  });
});
