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
import { decibelsChapter } from '../../chapters/06-decibels/index.ts';

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
  });
  afterAll(async () => {
    await lm.close();
  });

  it('costs at most 300 forward tokens of its own', () => {
    expect(cost).toBeLessThanOrEqual(300);
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

  it('fewer bits mean less signal over noise and more divergence, and the winner always shares the top', () => {
    const { rows, winner } = outputs.get('quantised-logits') as {
      rows: {
        bits: number;
        step: number;
        signalToNoise: number;
        sharing: number;
        divergence: number;
        probability: number;
      }[];
      winner: { probability: number };
    };
    expect(rows.map(({ bits }) => bits)).toEqual([8, 7, 6, 5, 4, 3, 2]);
    for (const [i, row] of rows.entries()) {
      const before = rows[i - 1];
      if (!before) continue;
      expect(row.signalToNoise).toBeLessThan(before.signalToNoise);
      expect(row.divergence).toBeGreaterThan(before.divergence);
      expect(row.sharing).toBeGreaterThanOrEqual(before.sharing);
    }
    for (const { probability, sharing, step } of rows) {
      expect(probability * sharing).toBeLessThanOrEqual(1);
      // Each logit moves by half a step at most, and so does their log-sum-exp.
      expect(Math.abs(Math.log(probability / winner.probability))).toBeLessThanOrEqual(step);
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
