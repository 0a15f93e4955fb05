import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLanguageModel } from '#lm/open';
import type { LanguageModel } from '#lm/types';
import { logSoftmax } from '#numerics/softmax';
import { greedyAgainstBest } from '../../chapters/04-log-space-joint-probability/best-pair.measure.ts';
import { candidates } from '../../chapters/04-log-space-joint-probability/candidates.measure.ts';
import { chainRule, firstWords } from '../../chapters/04-log-space-joint-probability/chain-rule.measure.ts';

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
    const { sentence, rows, independent } = (await chainRule.run({ lm, data: {} })) as {
      sentence: string;
      rows: { logprob: number }[];
      independent: number;
    };
    const ids = lm.encode(sentence);
    expect(rows).toHaveLength(ids.length - 1);
    for (const [index, { logprob }] of rows.entries()) {
      const { logits } = await lm.next(ids.slice(0, index + 1));
      expect(logSoftmax(logits)[ids[index + 1] ?? -1]).toBeCloseTo(logprob, 4);
    }
    const alone = await lm.scoreContinuations(
      ids.slice(0, 1),
      ids.slice(1).map((id) => [id]),
    );
    expect(alone.reduce((sum, { total }) => sum + total, 0)).toBeCloseTo(independent, 3);
  });

  it('what stands before the first word counts as the whole text is cut', async () => {
    const found = (await firstWords.run({ lm, data: {} })) as {
      announcement: string;
      seams: string;
      rows: { probability: number }[];
    };
    expect(found.seams).toBe('kept');
    const { tokens } = await lm.score(lm.encode(`${found.announcement}\n\nOnce upon a time`));
    const upon = tokens.find(({ text }) => text === ' upon');
    expect(tokens.map(({ text }) => text)).toContain('Once');
    expect(found.rows.at(-1)?.probability).toBeCloseTo(Math.exp(upon?.logprob ?? Number.NaN), 4);
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

  it('the scores of the endings are those of whole texts, less that of what stands before', async () => {
    const story = readFileSync(STORY, 'utf8');
    const found = (await candidates.run({ lm, data: { story } })) as {
      question: string;
      before: number;
      seams: string;
      product: string;
      rows: { text: string; sum: number; spaced: number; bare: number; pmi: number; first: number }[];
    };
    expect(found).toMatchObject({ seams: 'kept', product: 'all zero' });
    const text = `${story.trim()}\n\n${found.question}`;
    const scored = async (whole: string) => (await lm.score(lm.encode(whole))).totalLogprob;
    const [before, bare] = [await scored(text), await scored(found.question)];
    expect(found.before).toBeCloseTo(before, 3);
    // Whole texts take their time: the two endings that the chapter sets against each other.
    const compared = found.rows.filter((row) => row.text === 'bread' || row.text.startsWith('the things'));
    expect(compared).toHaveLength(2);
    for (const row of compared) {
      const after = await scored(`${text} ${row.text}`);
      expect(after - before).toBeCloseTo(row.sum, 2);
      const alone = (await scored(`${found.question} ${row.text}`)) - bare;
      expect(row.sum - alone).toBeCloseTo(row.pmi, 2);
    }
    const [row] = found.rows;
    const spaced = await lm.score(lm.encode(row?.text ?? ''), lm.encode(`${text} `));
    expect(spaced.totalLogprob).toBeCloseTo(row?.spaced ?? Number.NaN, 3);
  });
});
