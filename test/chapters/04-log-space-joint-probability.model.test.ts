import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { endings } from '../../chapters/04-log-space-joint-probability/endings.measure.ts';
import { tokenBoundaries } from '../../chapters/04-log-space-joint-probability/token-boundaries.measure.ts';
import { embeddedModel } from '../lm/embedded-model.ts';
import { resultOf } from './committed.ts';

const lm = await embeddedModel();

const STORY = new URL('../../chapters/04-log-space-joint-probability/texts/ferry.txt', import.meta.url);

describe('chapter 4 on the embedded model', () => {
  it('the cost of a boundary is the difference between two ways to cut the same text', async () => {
    const { rows } = await resultOf(tokenBoundaries, { lm, data: {} });
    const address = rows.find(({ prompt }) => prompt === 'http:');
    const apart = await lm.score([...lm.encode('http:'), ...lm.encode(address?.ending ?? '')]);
    const together = await lm.score(lm.encode(`http:${address?.ending}`));
    expect(together.totalLogprob - apart.totalLogprob).toBeCloseTo(address?.cost ?? Number.NaN, 3);
    expect(rows[0]?.cost).toBe(0);
  });

  it('the scores of the endings are those of whole texts, less that of what stands before', async () => {
    const story = readFileSync(STORY, 'utf8');
    const found = await resultOf(endings, { lm, data: { story } });

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
    const costs: number[] = [];
    for (const row of found.rows) {
      const spaced = await lm.score(lm.encode(row.text), lm.encode(`${text} `));
      costs.push(row.sum - spaced.totalLogprob);
    }
    expect(found.spaceCosts).toBeCloseTo(Math.min(...costs), 3);
  });
});
