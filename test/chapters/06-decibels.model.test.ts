import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeJson, encodeJson } from '#base/json';
import { openLanguageModel } from '#lm/open';
import type { LanguageModel } from '#lm/types';
import { DECIBELS_PER_NAT } from '#numerics/decibel';
import { inRunningOrder } from '#report/measurement';
import { chapterMeasurements } from '#report/section';
import { keepsTokens } from '../../chapters/03-logprobs-as-confidence/facts.ts';
import { decibelsChapter } from '../../chapters/06-decibels/index.ts';
import { RETRIEVAL_FILE, readRetrievalSet, retrievalPrompt } from '../../chapters/06-decibels/retrieval.ts';

/** Measurements of other chapters, which pay for them. */
const BORROWED = new Set(['next-token', 'retrieval-scores']);

/** Outputs of all the chapter's measurements, run once, and the forward tokens of its own ones. */
async function runAll(lm: LanguageModel): Promise<{ outputs: Map<string, unknown>; cost: number }> {
  const outputs = new Map<string, unknown>();
  let cost = 0;
  for (const one of inRunningOrder(chapterMeasurements(decibelsChapter))) {
    const needs = Object.entries(one.needs).map(([name, need]) => [name, outputs.get(need.id)]);
    const before = lm.forwardTokens;
    const data = Object.fromEntries(
      Object.entries(one.data).map(([name, file]) => [name, readFileSync(file, 'utf8')]),
    );
    const output = await one.run({ lm, data, ...Object.fromEntries(needs) });
    outputs.set(one.id, decodeJson(encodeJson(output)));
    if (!BORROWED.has(one.id)) cost += lm.forwardTokens - before;
  }
  return { outputs, cost };
}

describe('chapter 6 on the embedded model', () => {
  let lm: LanguageModel;
  let outputs: Map<string, unknown>;
  let cost: number;
  beforeAll(async () => {
    lm = await openLanguageModel();
    ({ outputs, cost } = await runAll(lm));
  }, 300_000);
  afterAll(async () => {
    await lm.close();
  });

  it('costs at most 3,600 forward tokens of its own', () => {
    expect(cost).toBeLessThanOrEqual(3600);
  });

  it('the tokens of the name have the probabilities that scoring the whole text gives', async () => {
    const { rows } = outputs.get('name-tokens') as {
      rows: { token: string; with: number; without: number }[];
    };
    const { furthest } = outputs.get('passage-evidence') as { furthest: { id: string } };
    const item = readRetrievalSet(readFileSync(RETRIEVAL_FILE, 'utf8')).find(({ id }) => id === furthest.id);
    if (!item) throw new RangeError(`there is no item ${furthest.id}`);
    expect(rows.map(({ token }) => token).join('')).toBe(` ${item.answer}`);
    for (const condition of ['none', 'gold'] as const) {
      const prompt = lm.encode(retrievalPrompt(item, condition));
      const { tokens } = await lm.score([...prompt, ...lm.encode(` ${item.answer}`)]);
      const found = rows.map((row) => (condition === 'none' ? row.without : row.with));
      for (const [place, { logprob }] of tokens.slice(prompt.length).entries())
        expect(Math.abs(Math.log(found[place] ?? 0) - (logprob ?? 0))).toBeLessThan(1e-3);
    }
  });

  it('a second copy of a passage is worth what scoring the whole text with it says', async () => {
    const { rows } = outputs.get('repeated-passage') as { rows: { second: number }[] };
    const items = readRetrievalSet(readFileSync(RETRIEVAL_FILE, 'utf8'));
    for (const place of [0, 28]) {
      const item = items[place];
      if (!item) throw new RangeError('the set has forty items');
      const asked = `Question: ${item.question}\nAnswer:`;
      const odds = async (copies: number) => {
        const prompt = lm.encode(`${item.gold}\n`.repeat(copies) + asked);
        const total = async (answer: string) =>
          (await lm.score(lm.encode(` ${answer}`), prompt)).totalLogprob * DECIBELS_PER_NAT;
        return (await total(item.answer)) - (await total(item.falseAnswer));
      };
      const [one, two] = [await odds(1), await odds(2)];
      expect(Math.abs((rows[place]?.second ?? Number.NaN) - (two - one))).toBeLessThan(5e-3);
    }
  });

  it('has the embedded model cut a prompt with the passage twice alike whether an answer follows or not', () => {
    for (const item of readRetrievalSet(readFileSync(RETRIEVAL_FILE, 'utf8'))) {
      const prompt = `${item.gold}\n${retrievalPrompt(item, 'gold')}`;
      for (const answer of [item.answer, item.falseAnswer])
        expect(keepsTokens(lm, prompt, answer), item.id).toBe(true);
    }
  });
});
