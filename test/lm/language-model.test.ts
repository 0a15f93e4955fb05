import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '#base/user-error';
import { entropyOfLogits } from '#numerics/entropy';
import {
  CONTEXT_LENGTH,
  expectedLogits,
  largestDifference,
  openWatched,
  smallFolder,
  someIds,
} from './small-model.ts';

const folder = await smallFolder();
const { lm, calls } = await openWatched(folder);
afterAll(() => lm.close());

beforeEach(() => {
  calls.length = 0;
});

const ids = (count: number, seed = 1): number[] => someIds(count, seed, lm.vocabularySize);

/** ln softmax written out, for small logits. */
function plainLogprobs(logits: readonly number[]): number[] {
  const total = Math.log(logits.reduce((sum, z) => sum + Math.exp(z), 0));
  return logits.map((z) => z - total);
}

/**
 * What float32 rounding may do to logits: sixteen times half a unit in the last place of the largest. One wrong bit in one
 * four-bit weight of one layer moves them a hundred times further.
 */
const roundingBound = (logits: readonly number[]) => Math.max(...logits.map(Math.abs)) * 2 ** -24 * 16;

function expectNoSingleRow(): void {
  expect(calls.length).toBeGreaterThan(0);
  for (const call of calls) {
    for (const [sequences = 0, columns = 0] of [call.ids, call.logits]) {
      expect(sequences * columns).toBeGreaterThan(1);
    }
    const [sequences = 0, columns = 0] = call.ids;
    expect((sequences * columns) % 128).not.toBe(1);
  }
}

describe('scoring a text', () => {
  it('gives the log-probability, rank and entropy that a plain float64 forward pass gives', async () => {
    const text = ids(9);
    const score = await lm.score(text);
    const logits = expectedLogits(text);
    expect(score.tokens.map(({ id }) => id)).toEqual(text);
    expect(score.tokens[0]).toMatchObject({ logprob: null, rank: null, entropy: null });
    for (let k = 1; k < text.length; k++) {
      const before = logits[k - 1] ?? [];
      const logprobs = plainLogprobs(before);
      const { logprob, rank, entropy } = score.tokens[k] ?? { logprob: null, rank: null, entropy: null };
      expect(Math.abs((logprob ?? NaN) - (logprobs[text[k] ?? 0] ?? NaN))).toBeLessThan(1e-4);
      const target = before[text[k] ?? 0] ?? NaN;
      expect(rank).toBe(1 + before.filter((z) => z > target).length);
      const expected = -logprobs.reduce((sum, l) => sum + l * Math.exp(l), 0);
      expect(Math.abs((entropy ?? NaN) - expected)).toBeLessThan(1e-4);
    }
    expect(largestDifference(score.next?.logits ?? new Float32Array(1), logits.at(-1) ?? [])).toBeLessThan(
      1e-3,
    );
    // The first token, which nothing predicted, counts in neither the sum nor the bytes.
    const bytes = score.tokens.slice(1).reduce((sum, token) => sum + token.bytes.length, 0);
    expect(score.bitsPerByte).toBeCloseTo(-score.totalLogprob / Math.LN2 / bytes, 9);
  });

  it('leaves no chunk of one token over, whatever the length', async () => {
    for (const length of [1, 2, 127, 128, 129, 130, 256, 257, 258]) await lm.score(ids(length));
    expectNoSingleRow();
  });

  it('counts the tokens it computes, doubled ones too', async () => {
    const before = lm.forwardTokens;
    await lm.score(ids(10));
    expect(lm.forwardTokens - before).toBe(10);
    await lm.next(ids(1));
    expect(lm.forwardTokens - before).toBe(12);
    await lm.nextOfMany([ids(3, 1), ids(5, 2)]);
    expect(lm.forwardTokens - before).toBe(22);
  });

  it('visits every position in order, in one reused buffer', async () => {
    const text = ids(140);
    const expected = expectedLogits(text);
    const visited: number[] = [];
    const buffers = new Set<ArrayBufferLike>();
    await lm.everyPosition(text, (position, logits) => {
      visited.push(position);
      buffers.add(logits.buffer);
      const own = expected[position] ?? [];
      expect(largestDifference(logits, own)).toBeLessThan(roundingBound(own));
    });
    expect(visited).toEqual([...text.keys()]);
    expect(buffers.size).toBe(1);
  });
});

describe('many texts at once', () => {
  it('predicts the same as one by one, in the order given', async () => {
    const texts = [ids(7, 1), ids(1, 2), ids(3, 3), ids(140, 4), ids(7, 5), ids(2, 6), ids(1, 7)];
    const together = await lm.nextOfMany(texts);
    for (const [i, text] of texts.entries()) {
      expect(largestDifference(together[i]?.logits ?? [], expectedLogits(text).at(-1) ?? [])).toBeLessThan(
        1e-3,
      );
      const single = await lm.next(text);
      expect(largestDifference(together[i]?.logits ?? [], single.logits)).toBeLessThan(1e-4);
    }
    expectNoSingleRow();
  });

  it('scores continuations of one context as scoring each after the context does', async () => {
    const context = ids(40, 8);
    const continuations = [[5], [5, 9], ids(12, 9), [], ids(3, 10), [7, 7, 7], ids(130, 11)];
    const scores = await lm.scoreContinuations(context, continuations);
    expect(scores.map(({ ids: own }) => own)).toEqual(continuations);
    for (const [i, continuation] of continuations.entries()) {
      if (continuation.length === 0) {
        expect(scores[i]).toEqual({ ids: [], logprobs: [], total: 0 });
        continue;
      }
      const single = await lm.score(continuation, context);
      const logprobs = single.tokens.map(({ logprob }) => logprob ?? NaN);
      expect(largestDifference(scores[i]?.logprobs ?? [], logprobs)).toBeLessThan(1e-4);
      expect(scores[i]?.total).toBeCloseTo(single.totalLogprob, 3);
    }
    expectNoSingleRow();
  });

  it('scores the choices of many questions as one by one, and reads each context once', async () => {
    const questions = [
      { context: ids(5, 1), continuations: [[1], ids(4, 2), ids(2, 3)] },
      { context: ids(9, 4), continuations: [ids(3, 5)] },
      { context: ids(5, 6), continuations: [ids(2, 7), [], ids(6, 8)] },
      { context: ids(1, 9), continuations: [[4], ids(2, 10)] },
      { context: ids(5, 11), continuations: [[9]] },
      { context: ids(150, 12), continuations: [ids(3, 13), ids(5, 14)] },
      { context: ids(6, 15), continuations: [] },
    ];
    const together = await lm.scoreChoices(questions);
    expect(together.map(({ scores }) => scores.map(({ ids: own }) => own))).toEqual(
      questions.map(({ continuations }) => continuations),
    );
    for (const [i, { context, continuations }] of questions.entries()) {
      const single = await lm.scoreContinuations(context, continuations);
      const { logits } = await lm.next(context);
      expect(together[i]?.entropy).toBeCloseTo(entropyOfLogits(logits), 4);
      for (const [k, { logprobs }] of single.entries()) {
        expect(largestDifference(together[i]?.scores[k]?.logprobs ?? [], logprobs)).toBeLessThan(1e-4);
      }
    }
    expectNoSingleRow();

    const before = lm.forwardTokens;
    await lm.scoreChoices([
      { context: ids(20, 1), continuations: [[1, 2], [2]] },
      { context: ids(20, 2), continuations: [[3, 4]] },
    ]);
    expect(lm.forwardTokens - before).toBe(20 + 20 + 2);
  });

  it('reads what texts have in common once', async () => {
    const shared = ids(20, 1);
    const before = lm.forwardTokens;
    await lm.nextOfMany([[...shared, 1], shared, [...shared, 2], [...shared, 1, 3], shared]);
    expect(lm.forwardTokens - before).toBe(20 + 2 + 2); // [1, 3] and [2] side by side, padded
    await lm.scoreMany([
      { context: shared, continuation: [5, 6, 7] },
      { context: shared.slice(0, 10), continuation: shared.slice(10) },
      { context: [...shared, 5], continuation: [6] },
    ]);
    expect(lm.forwardTokens - before).toBe(24 + 22);
    expectNoSingleRow();
  });

  it('computes a sequence twice rather than leave a row alone after blocks of 128', async () => {
    const texts = [ids(43, 1), ids(43, 2), ids(43, 3)];
    const together = await lm.nextOfMany(texts);
    expect(calls.map(({ ids: shape }) => shape)).toEqual([[4, 43]]);
    for (const [i, text] of texts.entries())
      expect(largestDifference(together[i]?.logits ?? [], expectedLogits(text).at(-1) ?? [])).toBeLessThan(
        1e-3,
      );
  });
});

describe('generating', () => {
  it('greedily takes the likeliest token of the plain forward pass at each step', async () => {
    const prompt = ids(6, 3);
    const [generation] = await lm.generate([prompt], { maxTokens: 5, temperature: 0, stop: [] });
    const text = [...prompt];
    for (const [k, id] of (generation?.ids ?? []).entries()) {
      const logits = expectedLogits(text).at(-1) ?? [];
      expect(id).toBe(logits.indexOf(Math.max(...logits)));
      expect(Math.abs((generation?.logprobs[k] ?? NaN) - (plainLogprobs(logits)[id] ?? NaN))).toBeLessThan(
        1e-4,
      );
      text.push(id);
    }
    expect(generation).toMatchObject({ end: 'length' });
    expect(generation?.ids).toHaveLength(5);
    expectNoSingleRow();
  });

  it('gives each prompt the same text alone as in company, though lengths differ', async () => {
    const prompts = [ids(6, 3), ids(2, 4), ids(11, 5), ids(6, 3)];
    const options = { maxTokens: 8, temperature: 15, topP: 0.95, seed: 5, stop: [] };
    const together = await lm.generate(prompts, options);
    const again = await lm.generate(prompts, options);
    expect(again).toEqual(together);
    for (const i of [0, 1, 2, 3]) {
      // Sequence i draws from stream i: as many prompts before it keep its number.
      const company = await lm.generate(prompts.slice(0, i + 1), options);
      expect(company[i]?.ids).toEqual(together[i]?.ids);
      expect(largestDifference(company[i]?.logprobs ?? [], together[i]?.logprobs ?? [])).toBeLessThan(1e-4);
    }
    expect(together[0]?.ids).not.toEqual(together[3]?.ids);
    expect((await lm.generate(prompts, { ...options, seed: 6 }))[0]?.ids).not.toEqual(together[0]?.ids);
    expectNoSingleRow();
  });

  it('ends a sequence with a stop token, and goes on with the others', async () => {
    const prompts = [ids(6, 3), ids(4, 9), ids(5, 12)];
    const free = await lm.generate(prompts, { maxTokens: 10, temperature: 0, stop: [] });
    const stop = [free[0]?.ids[1] ?? 0, free[1]?.ids[4] ?? 0];
    const stopped = await lm.generate(prompts, { maxTokens: 10, temperature: 0, stop });
    for (const [i, { ids: own, end }] of stopped.entries()) {
      const all = free[i]?.ids ?? [];
      const first = all.findIndex((id) => stop.includes(id));
      expect(own).toEqual(first === -1 ? all : all.slice(0, first + 1));
      expect(end).toBe(first === -1 ? 'length' : 'stop');
    }
    expectNoSingleRow();
  });

  it('lets those that wait take the place of those that end, and changes no bit by that', async () => {
    const prompts = Array.from({ length: 90 }, (_, i) => ids(3 + (i % 7), i));
    const options = { maxTokens: 12, temperature: 20, seed: 3 };
    const free = await lm.generate(prompts, { ...options, stop: [] });
    const stop = free.slice(0, 40).map((one) => one.ids[3] ?? 0);
    calls.length = 0;
    const stopped = await lm.generate(prompts, { ...options, stop });
    const rows = calls.flatMap(({ ids: [rows = 0, columns] }) => (columns === 1 ? [rows] : []));
    expect(Math.max(...rows)).toBeLessThanOrEqual(64);
    expect(rows.length).toBeLessThan(16); // two groups one after the other would take 22 steps
    for (const [i, { ids: own, logprobs }] of stopped.entries()) {
      const first = free[i]?.ids.findIndex((id) => stop.includes(id)) ?? Number.NaN;
      const length = first === -1 ? 12 : first + 1;
      expect(own).toEqual(free[i]?.ids.slice(0, length));
      expect(logprobs).toEqual(free[i]?.logprobs.slice(0, length));
    }
    expectNoSingleRow();
  });

  it('reads what more prompts than go side by side begin with once, and changes no bit by that', async () => {
    const beginning = ids(30);
    const prompts = Array.from({ length: 70 }, (_, i) => [...beginning, ...ids(2 + (i % 3), i + 20)]);
    const options = { maxTokens: 2, temperature: 0, stop: [] };
    const before = lm.forwardTokens;
    const together = await lm.generate(prompts, options);
    // 70 ends of at most four tokens, as many second steps, padding; the beginning in each of three groups would be 60 more.
    expect(lm.forwardTokens - before).toBeLessThan(30 + 70 * 5 + 48);
    for (const i of [0, 31, 32, 69]) {
      const [alone] = await lm.generate([prompts[i] ?? []], options);
      expect(together[i]).toEqual(alone);
    }
    expectNoSingleRow();
  });
});

describe('a graph that gives new keys and values only behind the old ones', () => {
  it('is read and continued to the same bits', async () => {
    const { lm: plain } = await openWatched(folder, { isPlain: true });
    const long = ids(CONTEXT_LENGTH);
    expect(await plain.score(long)).toEqual(await lm.score(long));
    const prompts = [ids(40, 3), ids(6, 4), ids(250, 5), [...ids(40, 3), 7]];
    const options = { maxTokens: 40, temperature: 1, seed: 2 };
    expect(await plain.generate(prompts, options)).toEqual(await lm.generate(prompts, options));
    await plain.close();
  });
});

describe('what it refuses', () => {
  it('says the lengths of a text that is too long', async () => {
    const long = ids(CONTEXT_LENGTH + 1);
    await expect(lm.score(long)).rejects.toThrow('The text has 321 tokens, more than the 320 tokens');
    await expect(lm.next(long)).rejects.toThrow(UserError);
    await expect(lm.score(ids(20), ids(310))).rejects.toThrow('Context and text together have 330 tokens');
    await expect(lm.scoreContinuations(ids(310), [ids(20)])).rejects.toThrow(UserError);
    await expect(lm.generate([ids(310)], { maxTokens: 20 })).rejects.toThrow(
      '310 tokens and 20 tokens are to follow',
    );
    await lm.score(ids(CONTEXT_LENGTH)); // as many as it can read
  });

  it('names an id that is no token, and options that make no sense', async () => {
    await expect(lm.next([lm.vocabularySize])).rejects.toThrow(RangeError);
    await expect(lm.score([1, -1])).rejects.toThrow('got -1');
    await expect(lm.generate([[1]], { maxTokens: 0 })).rejects.toThrow('maxTokens');
    await expect(lm.generate([[1]], { maxTokens: 1, temperature: -1 })).rejects.toThrow('temperature');
  });

  it('answers requests one after another when they come together', async () => {
    const texts = [ids(5, 1), ids(90, 2), ids(3, 3)];
    const together = await Promise.all(texts.map((text) => lm.score(text)));
    for (const [i, text] of texts.entries()) {
      expect(together[i]?.totalLogprob).toBe((await lm.score(text)).totalLogprob);
    }
  });
});
