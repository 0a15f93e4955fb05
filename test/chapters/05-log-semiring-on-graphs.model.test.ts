import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLanguageModel } from '#lm/open';
import type { LanguageModel } from '#lm/types';
import { loops } from '../../chapters/05-log-semiring-on-graphs/loops.measure.ts';
import { scoreWays } from '../../chapters/05-log-semiring-on-graphs/segmentations.measure.ts';
import {
  PROMPTS,
  questionsOf,
  spellings,
  surfaceForms,
} from '../../chapters/05-log-semiring-on-graphs/surface-forms.measure.ts';

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
        name: string;
        usualShare: number;
        sets: { name: string; right: number; saidYes: number; loss: number }[];
        items: { lead: number }[];
      }[];
    };
    for (const [place, { ask }] of PROMPTS.entries()) {
      const found = [];
      for (const { question, answer } of questionsOf(text)) {
        const probabilities = async (word: string) => {
          const each = [];
          for (const form of spellings(word)) {
            const score = await lm.score(lm.encode(form), lm.encode(ask(question)));
            each.push(Math.exp(score.totalLogprob));
          }
          return each;
        };
        const [yes, no] = [await probabilities('yes'), await probabilities('no')];
        const [all, usual] = [
          sum(yes) / (sum(yes) + sum(no)),
          ((yes[0] ?? 0) + (no[0] ?? 0)) / (sum(yes) + sum(no)),
        ];
        found.push({ right: answer === 'yes' ? all : 1 - all, yes: all, usual });
      }
      const merged = prompts[place]?.sets.at(-1);
      expect(merged?.loss).toBeCloseTo(-sum(found.map(({ right }) => Math.log(right))) / 2, 3);
      expect(merged?.right).toBe(found.filter(({ right }) => right > 0.5).length);
      expect(merged?.saidYes).toBe(found.filter(({ yes }) => yes > 0.5).length);
      expect(prompts[place]?.usualShare).toBeCloseTo(sum(found.map(({ usual }) => usual)) / 2, 3);
      for (const [index, { right }] of found.entries()) {
        expect(prompts[place]?.items[index]?.lead).toBeCloseTo(Math.log(right / (1 - right)), 3);
      }
    }
  });

  it('adds up all ways to write a word as they are scored one by one, in the whole text', async () => {
    const { ways, own, all, othersShare, counted } = await scoreWays(lm, 'I would like a cup of', ' tea');
    expect(counted).toBe(7);
    expect(ways).toHaveLength(7);
    expect(own.pieces).toEqual([' tea']);
    const idOf = new Map(
      lm.pieces(Array.from({ length: lm.vocabularySize }, (_, id) => id)).map(({ id, text }) => [text, id]),
    );
    const totals = [];
    for (const { pieces, logprob } of ways) {
      expect(pieces.join('')).toBe(' tea');
      const ids = pieces.map((piece) => idOf.get(piece) ?? -1);
      const { tokens } = await lm.score([...lm.encode('I would like a cup of'), ...ids]);
      const total = sum(tokens.slice(-ids.length).map((token) => token.logprob ?? Number.NaN));
      expect(total).toBeCloseTo(logprob, 3);
      totals.push(total);
    }
    expect(all).toBeCloseTo(Math.log(sum(totals.map(Math.exp))), 3);
    expect(othersShare).toBeLessThan(1e-5);
  });

  it('scores a repeated word in its place: the second time as in the whole text', async () => {
    const { repeats, context, word, won, points } = (await loops.run({ lm, data: {} })) as {
      repeats: { logprob: number }[];
      context: string;
      word: string;
      won: number;
      points: number;
    };
    expect(won).toBeCloseTo(9 / 13, 14);
    expect(points).toBeCloseTo(50 / 13, 13);
    const { tokens } = await lm.score(lm.encode(context + word + word));
    expect(tokens.at(-1)?.logprob).toBeCloseTo(repeats[1]?.logprob ?? 0, 4);
  });
});
