import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeJson, encodeJson } from '#base/json';
import { openLanguageModel } from '#lm/open';
import type { LanguageModel } from '#lm/types';
import { DECIBELS_PER_NAT, probabilityToDecibels } from '#numerics/decibel';
import { softmax } from '#numerics/softmax';
import { forcingChoices, forcingClaims } from '#report/claim';
import { inRunningOrder } from '#report/measurement';
import { chapterMeasurements } from '#report/section';
import { decibelsChapter } from '../../chapters/06-decibels/index.ts';

/** Outputs of all the chapter's measurements, run once. */
async function runAll(lm: LanguageModel): Promise<Map<string, unknown>> {
  const outputs = new Map<string, unknown>();
  for (const one of inRunningOrder(chapterMeasurements(decibelsChapter))) {
    const needs = Object.entries(one.needs).map(([name, need]) => [name, outputs.get(need.id)]);
    const output = await one.run({ lm, data: {}, ...Object.fromEntries(needs) });
    outputs.set(one.id, decodeJson(encodeJson(output)));
  }
  return outputs;
}

describe('chapter 6 on the embedded model', () => {
  let lm: LanguageModel;
  let outputs: Map<string, unknown>;
  let cost: number;
  beforeAll(async () => {
    lm = await openLanguageModel();
    outputs = await runAll(lm);
    cost = lm.forwardTokens;
  });
  afterAll(async () => {
    await lm.close();
  });

  it('costs at most 1,500 forward tokens', () => {
    expect(cost).toBeLessThanOrEqual(1500);
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
    const { questions } = outputs.get('passage-scores') as {
      questions: {
        question: string;
        right: string;
        rival: string;
        passage: string;
        odds: { none: number; passage: number };
      }[];
    };
    const [first, , , fourth] = questions;
    for (const one of [first, fourth]) {
      if (!one) throw new Error('six questions are needed');
      const total = async (prompt: string, answer: string) =>
        (await lm.score(lm.encode(answer), lm.encode(prompt))).totalLogprob;
      const bare = `Question: ${one.question}\nAnswer:`;
      for (const [prompt, odds] of [
        [bare, one.odds.none],
        [`${one.passage}\n${bare}`, one.odds.passage],
      ] as const) {
        const nats = (await total(prompt, one.right)) - (await total(prompt, one.rival));
        expect(Math.abs(nats * DECIBELS_PER_NAT - odds)).toBeLessThan(2e-3);
      }
    }
  });

  it('fewer bits mean less signal over noise and more divergence, and the winner always shares the top', () => {
    const { rows, winner } = outputs.get('quantised-logits') as {
      rows: {
        bits: number;
        signalToNoise: number;
        sharing: number;
        divergence: number;
        probability: number;
      }[];
      winner: { probability: number };
    };
    expect(rows.map(({ bits }) => bits)).toEqual([16, 12, 8, 6, 5, 4, 3, 2]);
    for (const [i, row] of rows.entries()) {
      const before = rows[i - 1];
      if (!before) continue;
      expect(row.signalToNoise).toBeLessThan(before.signalToNoise);
      expect(row.divergence).toBeGreaterThan(before.divergence);
      expect(row.sharing).toBeGreaterThanOrEqual(before.sharing);
    }
    expect(rows[0]?.probability).toBeCloseTo(winner.probability, 3);
    for (const { probability, sharing } of rows) expect(probability * sharing).toBeLessThanOrEqual(1);
  });

  it('has sentences for every claim and choice that could come out otherwise', () => {
    const writeAll = () =>
      decibelsChapter.sections.map((one) =>
        one.write(
          Object.fromEntries(Object.entries(one.needs).map(([name, need]) => [name, outputs.get(need.id)])),
        ),
      );
    for (const branch of ['greater', 'less', 'tooClose'] as const) {
      expect(() => forcingClaims(branch, writeAll)).not.toThrow();
    }
    for (const position of [0, 1, 2]) expect(() => forcingChoices(position, writeAll)).not.toThrow();
  });
});
