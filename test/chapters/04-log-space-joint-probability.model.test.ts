import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLanguageModel } from '#lm/open';
import type { LanguageModel } from '#lm/types';
import { logSoftmax } from '#numerics/softmax';
import { greedyAgainstBest } from '../../chapters/04-log-space-joint-probability/best-pair.measure.ts';
import { candidates } from '../../chapters/04-log-space-joint-probability/candidates.measure.ts';
import { chainRule } from '../../chapters/04-log-space-joint-probability/chain-rule.measure.ts';
import { runningProduct } from '../../chapters/04-log-space-joint-probability/running-product.measure.ts';
import { tokenisations } from '../../chapters/04-log-space-joint-probability/tokenisations.measure.ts';

const STORY = new URL('../../chapters/04-log-space-joint-probability/texts/ferry.txt', import.meta.url);

describe('chapter 4 on the embedded model', () => {
  let lm: LanguageModel;
  beforeAll(async () => {
    lm = await openLanguageModel();
  });
  afterAll(async () => {
    await lm.close();
  });

  it('one pass over a sentence equals asking step by step', async () => {
    const { largestDifference } = (await chainRule.run({ lm, data: {} })) as { largestDifference: number };
    expect(largestDifference).toBeLessThan(1e-4);
  });

  it('the story has at least 300 tokens, and its float64 product dies where a second count says', async () => {
    const text = readFileSync(STORY, 'utf8');
    const found = (await runningProduct.run({ lm, data: { text } })) as {
      factors: number;
      total: number;
      float64: { zero: number | null };
    };
    expect(found.factors).toBeGreaterThanOrEqual(300);
    const { tokens, totalLogprob } = await lm.score(lm.encode(text));
    expect(found.total).toBeCloseTo(totalLogprob, 9);
    let sum = 0;
    const dead = tokens.slice(1).findIndex(({ logprob }) => {
      sum += logprob ?? 0;
      return sum < -745.14;
    });
    expect(Math.abs((found.float64.zero ?? 0) - (dead + 1))).toBeLessThanOrEqual(1);
  });

  it('the best pair is at least as likely as the greedy one, and its total is its true log-probability', async () => {
    const { rows } = (await greedyAgainstBest.run({ lm, data: {} })) as {
      rows: { prompt: string; best: string; bestTotal: number; greedyTotal: number }[];
    };
    for (const row of rows) {
      expect(row.bestTotal).toBeGreaterThanOrEqual(row.greedyTotal);
      const [scored] = await lm.scoreContinuations(lm.encode(row.prompt), [lm.encode(row.best)]);
      expect(scored?.total).toBeCloseTo(row.bestTotal, 4);
    }
  });

  it('the sums of the candidates are those of scoring each whole text', async () => {
    const { rows, prompt } = (await candidates.run({ lm, data: {} })) as {
      rows: { text: string; sum: number }[];
      prompt: string;
    };
    for (const { text, sum } of rows) {
      const whole = await lm.score(lm.encode(text), lm.encode(prompt));
      expect(Math.abs(whole.totalLogprob - sum)).toBeLessThan(1e-4);
    }
  });

  it("all cuts of a word together are at least as likely as the tokeniser's own, which is the model's next token", async () => {
    const found = (await tokenisations.run({ lm, data: {} })) as {
      own: number;
      all: number;
      prompt: string;
      word: string;
    };
    expect(found.all).toBeGreaterThanOrEqual(found.own);
    const { logits } = await lm.next(lm.encode(found.prompt));
    const [id] = lm.encode(found.word);
    expect(logSoftmax(logits)[id ?? -1]).toBeCloseTo(found.own, 4);
  });
});
