import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLanguageModel } from '#lm/open';
import type { LanguageModel } from '#lm/types';
import {
  PROMPTS,
  spellings,
  surfaceForms,
} from '../../chapters/05-log-semiring-on-graphs/spellings.measure.ts';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const QUESTIONS = [
  { question: 'Is gold a metal?', answer: 'yes' },
  { question: 'Is wood a metal?', answer: 'no' },
];

describe('chapter 5 on the embedded model', () => {
  let lm: LanguageModel;
  beforeAll(async () => {
    lm = await openLanguageModel();
  });
  afterAll(async () => {
    await lm.close();
  });

  it('merges spellings by the sum of their probabilities, each scored alone', async () => {
    const text = JSON.stringify(QUESTIONS);
    const { prompts } = (await surfaceForms.run({ lm, data: { questions: text } })) as {
      prompts: {
        usualShare: number;
        sets: { right: number; saidYes: number; loss: number }[];
      }[];
    };
    for (const [place, { ask }] of PROMPTS.entries()) {
      const found = [];
      for (const { question, answer } of QUESTIONS) {
        const probabilities = async (word: string) => {
          const each = [];
          for (const form of spellings(word)) {
            const score = await lm.score(lm.encode(form), lm.encode(ask(question)));
            each.push(Math.exp(score.totalLogprob));
          }
          return each;
        };
        const [yes, no] = [await probabilities('yes'), await probabilities('no')];
        const all = sum(yes) / (sum(yes) + sum(no));
        const usual = ((yes[0] ?? 0) + (no[0] ?? 0)) / (sum(yes) + sum(no));
        found.push({ right: answer === 'yes' ? all : 1 - all, yes: all, usual });
      }
      const merged = prompts[place]?.sets.at(-1);
      expect(merged?.loss).toBeCloseTo(-sum(found.map(({ right }) => Math.log(right))) / 2, 3);
      expect(merged?.right).toBe(found.filter(({ right }) => right > 0.5).length);
      expect(merged?.saidYes).toBe(found.filter(({ yes }) => yes > 0.5).length);
      expect(prompts[place]?.usualShare).toBeCloseTo(sum(found.map(({ usual }) => usual)) / 2, 3);
    }
  });
});
