import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLanguageModel } from '#lm/open';
import type { LanguageModel } from '#lm/types';
import { softmax } from '#numerics/softmax';
import { loops } from '../../chapters/05-log-semiring-on-graphs/loops.measure.ts';
import { overlapping } from '../../chapters/05-log-semiring-on-graphs/pitfalls.measure.ts';
import { prefixTree } from '../../chapters/05-log-semiring-on-graphs/prefix-tree.measure.ts';
import { surfaceForms } from '../../chapters/05-log-semiring-on-graphs/surface-forms.measure.ts';
import { wordTree } from '../../chapters/05-log-semiring-on-graphs/word-tree.measure.ts';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('chapter 5 on the embedded model', () => {
  let lm: LanguageModel;
  beforeAll(async () => {
    lm = await openLanguageModel();
  });
  afterAll(async () => {
    await lm.close();
  });

  it('every node of the prefix tree has probabilities that sum to one, everything else included', async () => {
    const found = (await prefixTree.run({ lm, data: {} })) as {
      prompt: string;
      sums: string;
      edges: { from: string; kind: string; logprob: number; share: number }[];
      pairs: { first: string; second: string; kind: string; total: number }[];
      best: { text: string; total: number }[];
    };
    expect(found.sums).toBe('yes');
    for (const node of new Set(found.edges.map(({ from }) => from))) {
      const outOf = found.edges.filter(({ from }) => from === node);
      expect(sum(outOf.map(({ logprob }) => Math.exp(logprob)))).toBeCloseTo(1, 12);
    }
    // Everything else, the other way round: the plain probabilities of all tokens that are not drawn.
    const { logits } = await lm.next(lm.encode(found.prompt));
    const drawn = found.edges.filter(({ from, kind }) => from === 'root' && kind === 'token').length;
    const rest = Array.from(softmax(logits))
      .sort((a, b) => a - b)
      .slice(0, -drawn);
    const bundle = found.edges.find(({ from, kind }) => from === 'root' && kind === 'rest');
    expect(Math.exp(bundle?.logprob ?? 0)).toBeCloseTo(sum(rest), 12);
    const totals = found.pairs.filter(({ kind }) => kind === 'token').map(({ total }) => total);
    expect(found.best[0]?.total).toBe(Math.max(...totals));
    const [scored] = await lm.scoreContinuations(lm.encode(found.prompt), [
      lm.encode(found.best[0]?.text ?? ''),
    ]);
    expect(scored?.total).toBeCloseTo(found.best[0]?.total ?? 0, 4);
  });

  it('the merged spellings of an answer have the sum of their probabilities', async () => {
    const { prompts, list } = (await surfaceForms.run({ lm, data: {} })) as {
      prompts: { merged: number; forms: { form: string; logprob: number }[] }[];
      list: { prompt: string; missed: number };
    };
    for (const { merged, forms } of prompts) {
      expect(Math.exp(merged)).toBeCloseTo(sum(forms.map(({ logprob }) => Math.exp(logprob))), 12);
    }
    const [usual, small] = prompts[1]?.forms ?? [];
    const second = await lm.score(lm.encode(small?.form ?? ''), lm.encode(list.prompt));
    expect(second.totalLogprob).toBeCloseTo(small?.logprob ?? 0, 4);
    const total = sum((prompts[1]?.forms ?? []).map(({ logprob }) => Math.exp(logprob)));
    expect(list.missed).toBeCloseTo(1 - Math.exp(usual?.logprob ?? 0) / total, 12);
  });

  it('all ways to write a word add up along the tree as they do one by one', async () => {
    const found = (await wordTree.run({ lm, data: {} })) as {
      cuts: { pieces: string[]; total: number }[];
      all: number;
      own: number;
      word: string;
      possible: number;
      missing: string[];
    };
    expect(found.possible).toBe(2 ** (found.word.length - 1));
    expect(found.missing).toEqual(['tea']);
    expect(Math.exp(found.all)).toBeCloseTo(sum(found.cuts.map(({ total }) => Math.exp(total))), 12);
    expect(found.all).toBeGreaterThanOrEqual(found.own);
    for (const { pieces } of found.cuts) expect(pieces.join('')).toBe(found.word);
  });

  it('three texts that contain each other add up to more than the shortest of them', async () => {
    const { right, sum: wrong } = (await overlapping.run({ lm, data: {} })) as { right: number; sum: number };
    expect(wrong).toBeGreaterThan(right);
  });

  it('a repeated word is scored in its place: the second time as in the whole text', async () => {
    const { repeats, context, word, closures } = (await loops.run({ lm, data: {} })) as {
      closures: { p: number; closure: number; log: number; exit: number; through: number }[];
      repeats: { logprob: number }[];
      context: string;
      word: string;
    };
    for (const { p, closure, log, exit, through } of closures) {
      expect(exit).toBeCloseTo(1 - p, 15);
      expect(through).toBeCloseTo(1, 14);
      expect(Math.exp(log)).toBeCloseTo(closure, 12);
    }
    const { tokens } = await lm.score(lm.encode(context + word + word));
    expect(tokens.at(-1)?.logprob).toBeCloseTo(repeats[1]?.logprob ?? 0, 4);
  });

  it('costs at most 2,500 forward tokens', async () => {
    const before = lm.forwardTokens;
    for (const one of [prefixTree, surfaceForms, wordTree, loops, overlapping])
      await one.run({ lm, data: {} });
    expect(lm.forwardTokens - before).toBeLessThanOrEqual(2500);
  });
});
