import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLanguageModel } from '#lm/open';
import type { LanguageModel } from '#lm/types';
import { apiAnswer, hiddenMass } from '../../chapters/01-logits-logprobs-softmax/api-answer.measure.ts';
import { nextToken } from '../../chapters/01-logits-logprobs-softmax/next-token.measure.ts';
import { shiftedLogits } from '../../chapters/01-logits-logprobs-softmax/shift.measure.ts';
import { twoChoices } from '../../chapters/01-logits-logprobs-softmax/sigmoid.measure.ts';
import { temperatures } from '../../chapters/01-logits-logprobs-softmax/temperature.measure.ts';
import { tokensOfText } from '../../chapters/01-logits-logprobs-softmax/tokens.measure.ts';

describe('chapter 1 on the embedded model', () => {
  let lm: LanguageModel;
  beforeAll(async () => {
    lm = await openLanguageModel();
  });
  afterAll(async () => {
    await lm.close();
  });

  it('an emoji, 日 and ế are several byte tokens each, é is one', async () => {
    const { characters } = (await tokensOfText.run({ lm })) as {
      characters: { character: string; count: number }[];
    };
    const counts = new Map(characters.map(({ character, count }) => [character, count]));
    for (const character of ['🙂', '日', 'ế']) expect(counts.get(character)).toBeGreaterThan(1);
    expect(counts.get('é')).toBe(1);
  });

  it('exp is finite up to the published inputs, the naive formulas break at a thousand, the stable ones do not move', async () => {
    const found = (await shiftedLogits.run({ lm })) as {
      largestFloat64: number;
      largestFloat32: number;
      largestDifference: number;
      rows: { constant: number; naiveProbability: number; naiveLogprob: number; logprob: number }[];
    };
    expect(found.largestFloat64).toBe(709.782712893384);
    expect(found.largestFloat32).toBe(88.72283172607422);
    expect(found.largestDifference).toBe(0);
    const thousand = found.rows.find(({ constant }) => constant === 1000);
    expect(thousand?.naiveProbability).toBeNaN();
    expect(thousand?.naiveLogprob).toBe(Number.NEGATIVE_INFINITY);
    expect(thousand?.logprob).toBe(found.rows[0]?.logprob);
  });

  it('the prediction adds up: shares grow with rank, the entropy stays below ln V, the top ten and the rest make one', async () => {
    const found = (await nextToken.run({ lm })) as {
      top: { cumulative: number; logprob: number; probability: number }[];
      entropy: number;
      entropyBound: number;
      beyondTop: number;
      holding: { tokens: number }[];
    };
    expect(found.entropy).toBeGreaterThan(0);
    expect(found.entropy).toBeLessThan(found.entropyBound);
    expect((found.top.at(-1)?.cumulative ?? 0) + found.beyondTop).toBeCloseTo(1, 12);
    expect(found.holding.map(({ tokens }) => tokens)).toEqual(
      [...found.holding.map(({ tokens }) => tokens)].sort((a, b) => a - b),
    );
    for (const { logprob, probability } of found.top) expect(Math.exp(logprob)).toBe(probability);
  });

  it('two choices: the share of the first is the sigmoid of the difference of logits', async () => {
    const { largestDifference, pairs } = (await twoChoices.run({ lm })) as {
      largestDifference: number;
      pairs: { logitDifference: number; logprobDifference: number }[];
    };
    expect(largestDifference).toBeLessThan(1e-12);
    for (const pair of pairs) expect(pair.logitDifference).toBeCloseTo(pair.logprobDifference, 10);
  });

  it('entropy rises at every step of temperature, and the winner stays', async () => {
    const found = (await temperatures.run({ lm })) as { winnerChanges: string; curve: { entropy: number }[] };
    expect(found.winnerChanges).toBe('never');
    for (const [index, { entropy }] of found.curve.entries()) {
      if (index > 0) expect(entropy).toBeGreaterThan(found.curve[index - 1]?.entropy ?? Number.NaN);
    }
  });

  it('what a label really holds lies within its brackets', async () => {
    const { labels } = (await hiddenMass.run({ lm })) as {
      labels: { found: number; atMost: number; atMostSpelled: number; truth: number }[];
    };
    for (const { found, atMost, atMostSpelled, truth } of labels) {
      expect(truth).toBeGreaterThanOrEqual(found);
      expect(truth).toBeLessThanOrEqual(atMostSpelled);
      expect(atMostSpelled).toBeLessThanOrEqual(atMost);
    }
  });

  it('the answer in the format of an API decodes to its bytes', async () => {
    const { logprobs } = (await apiAnswer.run({ lm })) as {
      logprobs: { content: { token: string; bytes: number[]; top_logprobs: { logprob: number }[] }[] };
    };
    for (const { token, bytes, top_logprobs } of logprobs.content) {
      expect(new TextDecoder().decode(Uint8Array.from(bytes))).toBe(token);
      expect(top_logprobs.map(({ logprob }) => logprob)).toEqual(
        top_logprobs.map(({ logprob }) => logprob).sort((a, b) => b - a),
      );
    }
  });
});
