import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeJson, encodeJson } from '#base/json';
import { openLanguageModel } from '#lm/open';
import type { LanguageModel } from '#lm/types';
import { DECIBELS_PER_NAT, probabilityToDecibels } from '#numerics/decibel';
import { softmax } from '#numerics/softmax';
import { inRunningOrder } from '#report/measurement';
import type { Prose } from '#report/part';
import { withSources } from '#report/quantity';
import { chapterMeasurements } from '#report/section';
import { plainText } from '#report/written';
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

/** The sentences of every claim and choice in blocks, chosen or not: a list for each. */
function sentencesIn(value: unknown): Prose[][] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'when' in value ? [Object.values(value.when as Record<string, Prose>)] : [];
  return [...own, ...Object.values(value).flatMap(sentencesIn)];
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

  it('every belief is the odds of the probability that the model gives', async () => {
    const { rows } = outputs.get('beliefs-in-decibels') as {
      rows: { statement: string; answer: string; probability: number; odds: number }[];
    };
    expect(rows.length).toBeGreaterThanOrEqual(8);
    for (const { statement, answer, probability, odds } of rows) {
      const prompt = statement.slice(0, -answer.length);
      const [id = -1] = lm.encode(answer);
      const { logits } = await lm.next(lm.encode(prompt));
      expect(Math.abs((softmax(logits)[id] ?? 0) / probability - 1)).toBeLessThan(5e-4);
      expect(odds).toBeCloseTo(probabilityToDecibels(probability), 8);
    }
  });

  it('the odds of two answers are those of scoring each whole text', async () => {
    const { right, wrong, passage, rows } = outputs.get('two-wordings') as {
      right: string;
      wrong: string;
      passage: string;
      rows: { prompt: string; without: number; with: number; evidence: number }[];
    };
    const total = async (prompt: string, answer: string) =>
      (await lm.score(lm.encode(answer), lm.encode(prompt))).totalLogprob;
    for (const [row, between] of [
      [rows[0], ' '],
      [rows[1], '\n'],
    ] as const) {
      if (!row) throw new Error('two wordings are needed');
      for (const [prompt, odds] of [
        [row.prompt, row.without],
        [passage + between + row.prompt, row.with],
      ] as const) {
        const nats = (await total(prompt, right)) - (await total(prompt, wrong));
        expect(Math.abs(nats * DECIBELS_PER_NAT - odds)).toBeLessThan(2e-3);
      }
      expect(row.evidence).toBeCloseTo(row.with - row.without, 6);
    }
  });

  it("the passages' evidence is that of chapter 3's scores", () => {
    const { rows } = outputs.get('retrieval-scores') as {
      rows: { condition: string; answer: number; falseAnswer: number }[];
    };
    const found = outputs.get('passage-evidence') as {
      rows: { none: number; gold: number; counterfactual: number }[];
    };
    const odds = (condition: string) =>
      rows
        .filter((row) => row.condition === condition)
        .map((row) => 10 * Math.log10(Math.exp(row.answer - row.falseAnswer)));
    for (const [i, row] of found.rows.entries()) {
      expect(row.none).toBeCloseTo(odds('none')[i] ?? Number.NaN, 6);
      expect(row.none + row.gold).toBeCloseTo(odds('gold')[i] ?? Number.NaN, 6);
      expect(row.none + row.counterfactual).toBeCloseTo(odds('counterfactual')[i] ?? Number.NaN, 6);
    }
  });

  it('two rivals are compared after the very same prompt', () => {
    const { rows } = outputs.get('retrieval-scores') as {
      rows: { id: string; condition: string; answer: number }[];
    };
    const { rows: wordings } = outputs.get('two-wordings') as { rows: { right: number }[] };
    const bare = rows.find(({ id, condition }) => id === 'capital-of-australia' && condition === 'none');
    expect(wordings[1]?.right).toBeCloseTo(bare?.answer ?? Number.NaN, 4);
  });

  it('a second copy of a passage is worth what scoring the whole text with it says', async () => {
    const { rows } = outputs.get('repeated-passage') as { rows: { first: number; second: number }[] };
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
      const [none, one, two] = [await odds(0), await odds(1), await odds(2)];
      expect(Math.abs((rows[place]?.first ?? Number.NaN) - (one - none))).toBeLessThan(5e-3);
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

  it('fewer bits mean less signal over noise, and in no more predictions a winner that stands alone', () => {
    const { rows, finest, predictions } = outputs.get('quantised-logits') as {
      rows: { bits: number; least: number; mean: number; most: number; level: number; alone: number }[];
      finest: { level: number };
      predictions: number;
    };
    expect(predictions).toBe(9);
    expect(rows.map(({ bits }) => bits)).toEqual([7, 6, 5, 4, 3, 2]);
    let level = finest.level;
    for (const [i, row] of rows.entries()) {
      level -= row.mean;
      expect(row.level).toBeCloseTo(level, 6);
      expect(row.least).toBeGreaterThan(0);
      expect(row.alone).toBeLessThanOrEqual(rows[i - 1]?.alone ?? predictions);
    }
  });

  it('has sentences for every claim and choice that could come out otherwise', () => {
    const blocks = decibelsChapter.sections.flatMap((one) => {
      const needs = Object.entries(one.needs).map(([name, { id, kinds }]) => [
        name,
        withSources(id, outputs.get(id), kinds),
      ]);
      return one.write(Object.fromEntries(needs));
    });
    const choices = sentencesIn(blocks);
    expect(choices.flat().length).toBeGreaterThan(30);
    // Where there is nothing to say, a sentence may be empty.
    for (const sentences of choices)
      expect(sentences.some((sentence) => plainText(sentence) !== '')).toBe(true);
  });
});
