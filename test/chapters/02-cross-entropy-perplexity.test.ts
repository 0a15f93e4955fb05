import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averageOfFour } from '../../chapters/02-cross-entropy-perplexity/average.measure.ts';
import {
  codewords,
  pairsOfDays,
  twoForecasts,
} from '../../chapters/02-cross-entropy-perplexity/entropy-and-kl.measure.ts';
import { ownWriting } from '../../chapters/02-cross-entropy-perplexity/low-perplexity.measure.ts';
import { surprisalOfOne } from '../../chapters/02-cross-entropy-perplexity/one-token.measure.ts';
import { sureAndWrong } from '../../chapters/02-cross-entropy-perplexity/sure-and-right.measure.ts';
import { tokenWeights } from '../../chapters/02-cross-entropy-perplexity/token-weights.measure.ts';
import { twoModels } from '../../chapters/02-cross-entropy-perplexity/two-models.measure.ts';
import { slidingWindow, slidingWindows } from '../../chapters/02-cross-entropy-perplexity/windows.measure.ts';
import { resultOf } from './committed.ts';

describe('the surprisal of one token', () => {
  it('has the published values for .8 and .05', async () => {
    const { rows } = await resultOf(surprisalOfOne);
    const surprisalOf = (p: number) => rows.find(({ probability }) => probability === p)?.surprisal;
    expect(surprisalOf(0.8)).toBeCloseTo(0.2231435513, 10);
    expect(surprisalOf(0.05)).toBeCloseTo(2.9957322736, 10);
    expect(surprisalOf(1)).toBe(0);
    expect(surprisalOf(0.001)).toBeCloseTo(3 * Math.LN10, 12);
  });
});

describe('averages', () => {
  it('of a half, a quarter, an eighth and a quarter are two bits and a perplexity of four', async () => {
    expect(await averageOfFour.run({})).toMatchObject({
      meanBits: expect.closeTo(2, 12),
      perplexity: expect.closeTo(4, 12),
    });
  });

  it('over texts are the geometric mean of their perplexities, weighted by tokens', async () => {
    const { texts, chat } = await resultOf(tokenWeights);
    expect(texts.perplexity).toBeCloseTo(Math.exp(2.3), 10);
    for (const { rows, tokens, perplexity } of [texts, chat]) {
      const combined = rows.reduce((product, row) => product * row.perplexity ** (row.tokens / tokens), 1);
      expect(perplexity).toBeCloseTo(combined, 10);
    }
  });
});

describe('predictions and what came of them', () => {
  it('cost the sure and wrong one far more than it expects', async () => {
    const { rows } = await resultOf(sureAndWrong);
    for (const { probabilities, entropy } of rows) {
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
      expect(entropy).toBeCloseTo(-probabilities.reduce((sum, p) => sum + p * Math.log(p), 0), 12);
    }
    expect(rows.map(({ surprisal }) => surprisal.toFixed(2))).toEqual(['0.03', '1.61', '4.61']);
  });
});

describe('two forecasts of the weather', () => {
  it('have the entropy, divergences and cross-entropies in bits that one adds up by hand', async () => {
    expect(await twoForecasts.run({})).toMatchObject({
      own: {
        entropy: expect.closeTo(1.75, 12),
        kl: expect.closeTo(0.5, 12),
        crossEntropy: expect.closeTo(2.25, 12),
      },
      other: { kl: expect.closeTo(0.625, 12), crossEntropy: expect.closeTo(2.375, 12) },
    });
  });

  it('cost as much as the areas of all bars together', async () => {
    const { rows, own } = await resultOf(twoForecasts);
    const area = (costOf: (row: (typeof rows)[number]) => number) =>
      rows.reduce((sum, row) => sum + costOf(row), 0);
    expect(area(({ pCost }) => pCost)).toBeCloseTo(own.entropy, 12);
    expect(area(({ qCost }) => qCost)).toBeCloseTo(own.crossEntropy, 12);
    for (const { p, pBits, qBits, ...costs } of rows) {
      expect(costs.pCost).toBeCloseTo(p * pBits, 12);
      expect(costs.qCost).toBeCloseTo(p * qBits, 12);
    }
  });
});

describe('the shares of a code', () => {
  it('come closer to the entropy if two days share a codeword', async () => {
    expect(await pairsOfDays.run({})).toMatchObject({
      pair: expect.closeTo(1.56, 12),
      day: expect.closeTo(0.78, 12),
      entropy: expect.closeTo(0.721928, 6),
    });
  });
});

describe('sliding windows', () => {
  it('predict every token but the first exactly once, whatever the stride', () => {
    const sizes = fc
      .integer({ min: 1, max: 70 })
      .chain((inputs) =>
        fc.tuple(fc.integer({ min: 1, max: 300 }), fc.constant(inputs), fc.integer({ min: 1, max: inputs })),
      );
    fc.assert(
      fc.property(sizes, ([length, inputs, stride]) => {
        const counts = new Array<number>(length).fill(0);
        for (const { start, from, to } of slidingWindows(length, inputs, stride)) {
          expect(start).toBeLessThan(from); // something stands before each target
          expect(to - start).toBeLessThanOrEqual(inputs); // start … to - 1 are read
          for (let target = from; target <= to; target++) counts[target] = (counts[target] ?? 0) + 1;
        }
        expect(counts).toEqual(Array.from({ length }, (_, place) => (place === 0 ? 0 : 1)));
      }),
    );
  });

  it('refuse a stride that would leave tokens out', () => {
    expect(() => slidingWindows(100, 64, 65)).toThrow(RangeError);
    expect(() => slidingWindows(100, 64, 0)).toThrow(RangeError);
    expect(() => slidingWindows(100, 64, 1.5)).toThrow(RangeError);
  });

  it('ask the model for each of the 128 tokens of a text once at every stride, and say what that costs', async () => {
    const names = ['harbour', 'bread'];
    const ids = Object.fromEntries(
      names.map((name, text) => [name, Array.from({ length: 150 }, (_, i) => 1000 * (text + 1) + i)]),
    );
    const asked: number[] = [];
    const lm = {
      specialTokens: { '<|endoftext|>': 0 },
      encode: (name: string) => ids[name],
      scoreMany: async (items: { context: number[]; continuation: number[] }[]) => {
        asked.push(...items.flatMap(({ continuation }) => continuation));
        // Each token of context takes a hundredth of a nat off.
        return items.map(({ context, continuation }) => ({
          logprobs: continuation.map((_, place) => -5 + (context.length + place) / 100),
        }));
      },
    };
    const own = { texts: names.map((name) => ({ name, logprobs: Array.from({ length: 150 }, () => -1) })) };
    const data = Object.fromEntries(names.map((name) => [name, name]));
    const result = await resultOf(slidingWindow, { lm, data, own });
    const targets = names.flatMap((name) => ids[name]?.slice(0, 128) ?? []);
    expect(asked.sort((a, b) => a - b)).toEqual(targets.flatMap((id) => [id, id, id]).sort((a, b) => a - b));
    for (const { windows, forwardTokens } of result.rows)
      expect(forwardTokens).toBe(windows.reduce((sum, { start, to }) => sum + to - start, 0));
    expect(result.rows.map(({ forwardTokens }) => forwardTokens)).toEqual([128, 192, 320]);
    // In blocks the second 64 have 1 to 64 tokens before them, at stride 32 33 to 64, at stride sixteen 49 to 64.
    const saved = (nats: number) => expect.closeTo(nats, 12);
    expect(result.half).toEqual({ estimate: saved(0.16), low: saved(0.16), high: saved(0.16) });
    expect(result.further).toEqual({ estimate: saved(0.08), low: saved(0.08), high: saved(0.08) });
  });
});

describe('the codewords of a code', () => {
  it('are as long as the surprisals, none begins another, and their shares fill the space', () => {
    const chances = [0.5, 0.25, 0.125, 0.125];
    const words = codewords(chances);
    expect(words).toEqual(['0', '10', '110', '111']);
    expect(words.map((word) => word.length)).toEqual(chances.map((p) => -Math.log2(p)));
    for (const word of words) expect(words.filter((other) => other.startsWith(word))).toEqual([word]);
    expect(words.reduce((sum, word) => sum + 2 ** -word.length, 0)).toBe(1);
  });
});

describe('what the model writes in our place', () => {
  it('continues the first 32 tokens of each text eight times, and is compared with the next 20 of ours', async () => {
    const asked: number[][] = [];
    const lm = {
      specialTokens: { '<s>': 0 },
      encode: () => Array.from({ length: 200 }, (_, i) => 100 + i),
      decode: () => 'text',
      // Each draw costs a hundredth of a nat more than the one before.
      generate: async (prompts: number[][], { temperature }: { temperature: number }) => {
        asked.push(...prompts);
        return prompts.map((_, draw) => ({
          ids: [],
          logprobs: Array.from({ length: 20 }, () => -temperature - draw / 100),
        }));
      },
    };
    const logprobs = Array.from({ length: 200 }, (_, i) => (i >= 32 && i < 52 ? -3 : -100));
    const own = { texts: [{ name: 'harbour', logprobs }] };
    const result = await resultOf(ownWriting, { lm, data: {}, own });
    expect(asked).toHaveLength(2 * 8);
    for (const prompt of asked) expect(prompt).toEqual([0, ...Array.from({ length: 32 }, (_, i) => 100 + i)]);
    expect(Math.log(result.people)).toBeCloseTo(3, 12);
    for (const { temperature, lowest, highest, saved } of result.rows) {
      expect(Math.log(lowest)).toBeCloseTo(temperature, 12);
      expect(Math.log(highest)).toBeCloseTo(temperature + 0.07, 12);
      expect(saved.estimate).toBeCloseTo(3 - temperature - 0.035, 12);
    }
  });
});

describe('two models on the same texts', () => {
  const names = ['harbour', 'bread', 'clockmaker', 'review', 'travel', 'train', 'weather'];
  const bitsOf = (total: number) => total / Math.LN2 / 100;

  it('differ by the mean of their differences in each text, with the interval of Student’s t', async () => {
    const ours = names.map((name, i) => ({
      name,
      about: name,
      bytes: 100,
      tokens: 20,
      total: -100 - 10 * i,
    }));
    const texts = names.map((name, i) => ({ name, tokens: 10, total: -100 - 10 * i + 8 + (i % 2) }));
    const recorded = { model: { engine: {} }, measurements: [{ id: 'own-texts', output: { texts } }] };
    const data = { recorded: JSON.stringify(recorded), day: '{"recorded":"2026-01-01"}' };
    const result = await resultOf(twoModels, { data, own: { texts: ours } });
    const mean = (4 * 8 + 3 * 9) / 7;
    const deviation = Math.sqrt((4 * (8 - mean) ** 2 + 3 * (9 - mean) ** 2) / 6);
    expect(result.difference).toBeCloseTo(bitsOf(mean), 12);
    expect(result.paired.high - result.difference).toBeCloseTo(
      (2.447 * bitsOf(deviation)) / Math.sqrt(7),
      12,
    );
    // Texts differ far more than the models do.
    expect(result.unpaired.low).toBeLessThan(0);
    // The second model has half as many tokens, so what it saves disappears per token.
    expect(result.perByte).toBeCloseTo(8 / 140, 12);
    expect(result.perToken).toBeCloseTo(1 - (2 * 132) / 140, 12);
  });
});
