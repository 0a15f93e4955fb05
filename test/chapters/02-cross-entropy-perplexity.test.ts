import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averageOfFour } from '../../chapters/02-cross-entropy-perplexity/average.measure.ts';
import {
  digitsAndCuts,
  modelBytes,
} from '../../chapters/02-cross-entropy-perplexity/bits-per-byte.measure.ts';
import {
  codewords,
  divisions,
  pairsOfDays,
  twoForecasts,
} from '../../chapters/02-cross-entropy-perplexity/entropy-and-kl.measure.ts';
import { ownWriting } from '../../chapters/02-cross-entropy-perplexity/low-perplexity.measure.ts';
import { surprisalOfOne } from '../../chapters/02-cross-entropy-perplexity/one-token.measure.ts';
import { harnessNumbers } from '../../chapters/02-cross-entropy-perplexity/other-tools.measure.ts';
import { sureAndWrong } from '../../chapters/02-cross-entropy-perplexity/sure-and-right.measure.ts';
import { tokenWeights } from '../../chapters/02-cross-entropy-perplexity/token-weights.measure.ts';
import { slidingWindow, slidingWindows } from '../../chapters/02-cross-entropy-perplexity/windows.measure.ts';

describe('the surprisal of one token', () => {
  it('has the published values for .8 and .05', async () => {
    const { rows } = (await surprisalOfOne.run({})) as { rows: { probability: number; surprisal: number }[] };
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
    interface Averages {
      rows: { tokens: number; perplexity: number }[];
      tokens: number;
      perplexity: number;
    }
    const { texts, chat } = (await tokenWeights.run({})) as { texts: Averages; chat: Averages };
    expect(texts.perplexity).toBeCloseTo(Math.exp(2.3), 10);
    for (const { rows, tokens, perplexity } of [texts, chat]) {
      const combined = rows.reduce((product, row) => product * row.perplexity ** (row.tokens / tokens), 1);
      expect(perplexity).toBeCloseTo(combined, 10);
    }
  });
});

describe('predictions and what came of them', () => {
  it('cost the sure and wrong one far more than it expects', async () => {
    const { rows } = (await sureAndWrong.run({})) as {
      rows: { probabilities: number[]; entropy: number; surprisal: number }[];
    };
    for (const { probabilities, entropy } of rows) {
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
      expect(entropy).toBeCloseTo(-probabilities.reduce((sum, p) => sum + p * Math.log(p), 0), 12);
    }
    expect(rows.map(({ surprisal }) => surprisal.toFixed(2))).toEqual(['0.03', '1.61', '4.61']);
  });
});

describe('the numbers of the evaluation harness', () => {
  it('divide one total by words or by bytes', async () => {
    // Three words of seventeen bytes together, at one bit for each byte.
    const data = { harbour: 'three short words' };
    const own = { texts: [{ name: 'harbour', total: -17 * Math.LN2, bytes: 17 }] };
    expect(await harnessNumbers.run({ data, own })).toMatchObject({
      wordPerplexity: expect.closeTo(2 ** (17 / 3), 10),
      bytePerplexity: expect.closeTo(2, 12),
    });
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
    const { rows, own } = (await twoForecasts.run({})) as {
      rows: Record<'p' | 'pBits' | 'qBits' | 'pCost' | 'qCost', number>[];
      own: { entropy: number; crossEntropy: number };
    };
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
  it('cost the entropy where sun gets its probability, and the divergence more elsewhere', async () => {
    type Division = Record<'share' | 'bill' | 'kl', number>;
    const { curve, best, other } = (await divisions.run({})) as {
      curve: Division[];
      best: Division;
      other: Division;
    };
    expect(best).toEqual({ share: 0.5, bill: expect.closeTo(1.75, 12), kl: expect.closeTo(0, 12) });
    for (const { bill, kl } of [...curve, other]) expect(bill).toBeCloseTo(1.75 + kl, 12);
    // Sun costs two bits instead of one, each of the others log2(3/2) less than before.
    expect(other.kl).toBeCloseTo(0.5 - 0.5 * Math.log2(1.5), 12);
  });

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
    const result = (await slidingWindow.run({ lm, data, own })) as {
      rows: { stride: number; forwardTokens: number; windows: { start: number; to: number }[] }[];
      gain: Record<'estimate' | 'low' | 'high', number>;
      share: number;
    };
    const targets = names.flatMap((name) => ids[name]?.slice(0, 128) ?? []);
    expect(asked.sort((a, b) => a - b)).toEqual(targets.flatMap((id) => [id, id, id]).sort((a, b) => a - b));
    for (const { windows, forwardTokens } of result.rows)
      expect(forwardTokens).toBe(windows.reduce((sum, { start, to }) => sum + to - start, 0));
    expect(result.rows.map(({ forwardTokens }) => forwardTokens)).toEqual([128, 192, 320]);
    // In blocks the second 64 have 1 to 64 tokens before them, at stride sixteen 49 to 64: 24 more on average.
    const saved = expect.closeTo(0.24, 12);
    expect(result.gain).toEqual({ estimate: saved, low: saved, high: saved });
    // At stride 32 they have 33 to 64, 16 more.
    expect(result.share).toBeCloseTo(16 / 24, 12);
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

describe('one text in two cuts', () => {
  it('is left out where the tokenizer makes another text of the pieces', async () => {
    const lm = {
      specialTokens: { '<s>': 0 },
      contextLength: 1000,
      // As a tokenizer that puts a space before whatever it encodes.
      encode: (text: string) => [...` ${text}`].map((letter) => letter.charCodeAt(0)),
      decode: (ids: number[]) => String.fromCharCode(...ids),
      scoreContinuations: async (_: number[], [ids = []]: number[][]) => [{ logprobs: ids.map(() => -1) }],
    };
    const own = { texts: [{ name: 'harbour', logprobs: [-1, -1], bytes: 9 }] };
    expect(await digitsAndCuts.run({ lm, data: { harbour: 'two words' }, own })).toMatchObject({
      apart: null,
    });
  });
});

describe('what the model writes in our place', () => {
  it('continues the first 32 tokens, and is compared with the next 48 of ours', async () => {
    const asked: number[][] = [];
    const lm = {
      specialTokens: { '<s>': 0 },
      encode: () => Array.from({ length: 200 }, (_, i) => 100 + i),
      decode: (ids: number[]) => `token ${ids}`,
      generate: async (prompts: number[][], { temperature }: { temperature: number }) => {
        asked.push(...prompts);
        return prompts.map(() => ({ ids: [7], logprobs: Array.from({ length: 48 }, () => -temperature) }));
      },
    };
    const logprobs = Array.from({ length: 200 }, (_, i) => (i >= 32 && i < 80 ? -3 : -100));
    const own = { texts: [{ name: 'harbour', logprobs }] };
    const result = (await ownWriting.run({ lm, data: {}, own })) as {
      people: number;
      rows: {
        temperature: number;
        perplexity: number;
        saved: { low: number; high: number };
        texts: unknown;
      }[];
    };
    for (const { texts } of result.rows) expect(texts).toEqual([{ after: 'harbour', text: 'token 7' }]);
    for (const prompt of asked) expect(prompt).toEqual([0, ...Array.from({ length: 32 }, (_, i) => 100 + i)]);
    expect(Math.log(result.people)).toBeCloseTo(3, 12);
    for (const { temperature, perplexity: found } of result.rows)
      expect(Math.log(found)).toBeCloseTo(temperature, 12);
    // Ours cost three nats, the model's as many as its temperature.
    for (const { temperature, saved } of result.rows) {
      expect(saved.low).toBeCloseTo(3 - temperature, 12);
      expect(saved.high).toBeCloseTo(3 - temperature, 12);
    }
  });
});

describe('bits', () => {
  it('of a text are rounded up to whole bytes', () => {
    expect(modelBytes(-8 * Math.LN2)).toBe(1);
    expect(modelBytes(-9 * Math.LN2)).toBe(2);
    expect(modelBytes(0)).toBe(0);
  });
});
