import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLanguageModel } from '#lm/open';
import type { Extension, Ids, LanguageModel, ModelSteps, OpenText } from '#lm/types';
import { at } from '#numerics/list';
import { someIds } from './small-model.ts';

let lm: LanguageModel;
let steps: ModelSteps;

beforeAll(async () => {
  lm = await openLanguageModel();
  if (!lm.steps) throw new Error('the embedded model should be one that runs step by step');
  steps = lm.steps;
});

afterAll(() => lm.close());

/** Starts at or near a border between the stretches of 256 columns that attention adds up. */
const LENGTHS = [1, 30, 31, 251, 300];
const STEPS = 7;

/** The logits after the last token of a prompt and after each of the tokens that follow it. */
type Seen = Float32Array[];

/** Reads prompts side by side as far as that is allowed, and starts each as soon as it was read. */
async function readTogether(prompts: readonly Ids[]): Promise<Seen[]> {
  const seen: Seen[] = prompts.map(() => []);
  const texts = prompts.map(() => steps.open());
  const started = new Set<OpenText>();
  const placeOf = (text: OpenText) => texts.indexOf(text);
  const nextOf = (text: OpenText): Extension => {
    const ids = at(prompts, placeOf(text)).slice(text.length, text.length + 24);
    return { text, ids, wanted: 1 };
  };
  const isDone = (text: OpenText) => at(seen, placeOf(text)).length > STEPS;
  while (!texts.every(isDone)) {
    const waiting = texts.filter((text) => text.length < at(prompts, placeOf(text)).length);
    if (waiting.length > 0) {
      const chosen = steps.together(waiting.map(nextOf));
      await steps.read(chosen, (extension, _place, logits) => {
        const { text } = at(chosen, extension);
        if (text.length === at(prompts, placeOf(text)).length) at(seen, placeOf(text)).push(logits.slice());
      });
      for (const { text } of chosen) {
        if (text.length < at(prompts, placeOf(text)).length) continue;
        steps.start(text);
        started.add(text);
      }
    }
    await steps.step(
      (text) => 100 + at(seen, placeOf(text)).length,
      (text, logits) => at(seen, placeOf(text)).push(logits.slice()),
    );
    for (const text of [...started].filter(isDone)) {
      steps.close(text);
      started.delete(text);
    }
  }
  return seen;
}

describe('the embedded model, step by step', () => {
  it('gives texts of mixed lengths, which come and go, the bits that each has alone', async () => {
    const prompts = LENGTHS.map((length, i) => someIds(length, i + 1, lm.vocabularySize));
    const together = await readTogether(prompts);
    for (const [i, prompt] of prompts.entries()) {
      const [alone = []] = await readTogether([prompt]);
      expect(together[i]?.length).toBe(alone.length);
      for (const [step, logits] of alone.entries())
        expect(together[i]?.[step]?.every((logit, id) => logit === logits[id])).toBe(true);
    }
  });

  it('gives a text the bits that it has when it is read in one go', async () => {
    const prompt = someIds(254, 3, lm.vocabularySize);
    const [seen = []] = await readTogether([prompt]);
    const text = [...prompt, ...Array.from({ length: STEPS }, (_, i) => 101 + i)];
    const whole: Float32Array[] = [];
    await lm.everyPosition(text, (position, logits) => {
      if (position >= prompt.length - 1) whole.push(logits.slice());
    });
    expect(seen.length).toBe(whole.length);
    for (const [step, logits] of whole.entries())
      expect(seen[step]?.every((logit, id) => logit === logits[id])).toBe(true);
  });

  it('generates the same bits for prompts of mixed lengths as for each alone', async () => {
    const prompts = [200, 300, 252].map((length, i) => someIds(length, i + 1, lm.vocabularySize));
    const options = { maxTokens: 6, temperature: 0, stop: [] };
    const together = await lm.generate(prompts, options);
    for (const [i, prompt] of prompts.entries()) {
      const [alone] = await lm.generate([prompt], options);
      expect(together[i]).toEqual(alone);
    }
  });
});
