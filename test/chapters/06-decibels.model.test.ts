import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeJson, encodeJson } from '#base/json';
import type { LanguageModel } from '#lm/types';
import { inRunningOrder } from '#report/measurement';
import { chapterMeasurements } from '#report/section';
import { decibelsChapter } from '../../chapters/06-decibels/index.ts';
import {
  EXAMPLES,
  RETRIEVAL_FILE,
  readRetrievalSet,
  retrievalPrompt,
} from '../../chapters/06-decibels/retrieval.ts';
import { embeddedModel } from '../lm/embedded-model.ts';

const lm = await embeddedModel();

const items = readRetrievalSet(readFileSync(RETRIEVAL_FILE, 'utf8'));

/** Outputs of all the chapter's measurements, run once, and their forward tokens. */
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
    cost += lm.forwardTokens - before;
  }
  return { outputs, cost };
}

describe('chapter 6 on the embedded model', () => {
  let outputs: Map<string, unknown>;
  let cost: number;
  beforeAll(async () => {
    ({ outputs, cost } = await runAll(lm));
  }, 300_000);

  it('costs at most 9,900 forward tokens', () => {
    expect(cost).toBeLessThanOrEqual(9900);
  });

  it('scores what the whole text of a prompt with its answer has', async () => {
    const { rows } = outputs.get('passage-scores') as {
      rows: { id: string; wording: string; condition: string; right: number; rival: number }[];
    };
    const [first = ''] = EXAMPLES.map((file) => readFileSync(file, 'utf8'));
    for (const [place, condition] of [
      [0, 'twice'],
      [13, 'rivalDenied'],
    ] as const) {
      const item = items[place];
      if (!item) throw new RangeError('the set has twenty items');
      const prompt = lm.encode(retrievalPrompt(item, condition, 'paragraph', first));
      const row = rows.find(
        (one) => one.id === item.id && one.wording === 'paragraph' && one.condition === condition,
      );
      for (const [answer, total] of [
        [item.answer, row?.right],
        [item.falseAnswer, row?.rival],
      ] as const) {
        const { totalLogprob } = await lm.score(lm.encode(` ${answer}`), prompt);
        expect(Math.abs((total ?? Number.NaN) - totalLogprob)).toBeLessThan(1e-3);
      }
    }
  });
});
