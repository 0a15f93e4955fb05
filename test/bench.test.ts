import { describe, expect, it } from 'vitest';
import { besideRaw } from '../scripts/bench-raw.ts';
import { leastTokens, shortQuestions } from '../scripts/bench-texts.ts';

describe('besideRaw', () => {
  it('sets each work beside the raw speeds just before and after it, and takes medians', async () => {
    // Raw speeds as of a machine that gets slower by the turn.
    const speeds = [1000, 800, 600];
    const raw = { speed: async () => speeds.shift() ?? 0, release: async () => {} };
    const ran: string[] = [];
    const work = (name: string, tokens: number) => ({ name, tokens, run: async () => ran.push(name) });
    const { rawTokensPerSecond, works } = await besideRaw(raw, [work('a', 10), work('b', 20)], 1);
    expect(ran).toEqual(['a', 'b']);
    expect(rawTokensPerSecond).toBe(800);
    expect(works.map(({ name, tokens }) => [name, tokens])).toEqual([
      ['a', 10],
      ['b', 20],
    ]);
    const [a = Number.NaN, b = Number.NaN] = works.map((one) => one.tokensPerSecond / one.ratioToRaw);
    expect(a).toBeCloseTo(900, 8);
    expect(b).toBeCloseTo(700, 8);
  });
});

describe('the short texts', () => {
  const ids = Array.from({ length: 4500 }, (_, i) => i);

  it('are 200 of 5 to 20 tokens, each with four continuations', () => {
    const questions = shortQuestions(ids);
    const lengths = questions.map(({ context }) => context.length);
    expect(questions).toHaveLength(200);
    expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([5, 20]);
    expect(questions.map(({ continuations }) => continuations.length)).toEqual(lengths.map(() => 4));
    // No token twice: each text has its own, and of four continuations 0 + 1 + 2 + 3 tokens are read.
    expect(leastTokens(questions)).toBe(lengths.reduce((sum, length) => sum + length + 6, 0));
    expect(() => shortQuestions(ids.slice(0, 1000))).toThrow('the text has only 1000 tokens');
  });

  it('count what they share once', () => {
    const continuations = [[3], [3, 4], [3, 5, 6], [7, 8]];
    // 1, 2, then 3 of two of them, then 5 behind it, and 7.
    expect(leastTokens([{ context: [1, 2], continuations }])).toBe(5);
    expect(leastTokens([1, 2].map(() => ({ context: [1, 2], continuations })))).toBe(5);
    expect(
      leastTokens([
        { context: [1, 2], continuations: [[9]] },
        { context: [1, 3], continuations: [[9]] },
      ]),
    ).toBe(3);
  });
});
