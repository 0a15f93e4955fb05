import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitsPerByte, toBits } from '#numerics/bits-per-byte';
import { perplexity, perplexityOf } from '#numerics/perplexity';
import { averageOfFour } from '../../chapters/02-cross-entropy-perplexity/average.measure.ts';
import { modelBytes } from '../../chapters/02-cross-entropy-perplexity/compression.measure.ts';
import { twoForecasts } from '../../chapters/02-cross-entropy-perplexity/entropy-and-kl.measure.ts';
import { lossByHand } from '../../chapters/02-cross-entropy-perplexity/loss.measure.ts';
import { surprisalOfOne } from '../../chapters/02-cross-entropy-perplexity/one-token.measure.ts';
import { usedOf } from '../../chapters/02-cross-entropy-perplexity/pitfalls.measure.ts';
import { OWN_TEXTS, TEXT_FILES } from '../../chapters/02-cross-entropy-perplexity/texts.measure.ts';
import { slidingWindow, slidingWindows } from '../../chapters/02-cross-entropy-perplexity/windows.measure.ts';

const VOCABULARY = 49152;
const someLogprobs = fc.array(fc.double({ min: -20, max: 0, noNaN: true }), { minLength: 1, maxLength: 60 });

describe('the surprisal of one token', () => {
  it('has the published values for .8 and .05', async () => {
    const { rows } = (await surprisalOfOne.run({})) as { rows: { probability: number; surprisal: number }[] };
    const surprisalOf = (p: number) => rows.find(({ probability }) => probability === p)?.surprisal;
    expect(surprisalOf(0.8)).toBeCloseTo(0.2231435513, 10);
    expect(surprisalOf(0.05)).toBeCloseTo(2.9957322736, 10);
    expect(surprisalOf(1)).toBe(0);
  });
});

describe('the average of four tokens', () => {
  it('is -.25, and its perplexity the published one', async () => {
    const output = (await averageOfFour.run({ lm: { vocabularySize: VOCABULARY } })) as {
      mean: number;
      perplexity: number;
    };
    expect(output.mean).toBeCloseTo(-0.25, 12);
    expect(output.perplexity).toBeCloseTo(1.2840254167, 10);
  });

  it('has for a guess between k equal choices the perplexity k, up to rounding', async () => {
    const output = (await averageOfFour.run({ lm: { vocabularySize: VOCABULARY } })) as {
      guesses: { choices: number; perplexity: number }[];
    };
    for (const { choices, perplexity: found } of output.guesses) expect(found / choices).toBeCloseTo(1, 12);
    expect(output.guesses.at(-1)?.choices).toBe(VOCABULARY);
  });
});

describe('the loss by hand', () => {
  interface Loss {
    rows: { probabilities: number[]; loss: number }[];
    mean: number;
    slopes: { rule: number; measured: number }[];
  }

  it('has the published rows and mean', async () => {
    const { rows, mean } = (await lossByHand.run({})) as Loss;
    expect(rows.map(({ loss }) => loss.toFixed(10))).toEqual(['0.1270965828', '0.2506839315']);
    expect(mean).toBeCloseTo(0.1888902571, 10);
  });

  it('has slopes that follow the rule and add up to nothing', async () => {
    const { slopes } = (await lossByHand.run({})) as Loss;
    for (const { rule, measured } of slopes) expect(measured).toBeCloseTo(rule, 7);
    expect(slopes.reduce((sum, { rule }) => sum + rule, 0)).toBeCloseTo(0, 12);
  });
});

describe('two forecasts of the weather', () => {
  it('have the published entropy, divergences and cross-entropy in bits', async () => {
    const { both } = (await twoForecasts.run({})) as {
      both: { entropy: number; kl: number; crossEntropy: number }[];
    };
    const [pq, qp] = both;
    expect(pq?.entropy).toBeCloseTo(1.75, 12);
    expect(pq?.kl).toBeCloseTo(0.1682506339, 10);
    expect(qp?.kl).toBeCloseTo(0.1432203506, 10);
    expect(pq?.crossEntropy).toBeCloseTo(1.9182506339, 10);
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

  it.each([64, 32, 16, 8, 1])(
    'of 64 tokens at stride %i read b … b + 63 and predict b + 1 … b + 64',
    (stride) => {
      const windows = slidingWindows(129, 64, stride);
      expect(windows).toHaveLength(1 + 64 / stride);
      for (const [index, { start, from, to }] of windows.entries()) {
        expect(start).toBe(index * stride);
        expect(to).toBe(start + 64);
        expect(from).toBe(index === 0 ? 1 : to - stride + 1);
      }
    },
  );

  it('refuse a stride that would leave tokens out', () => {
    expect(() => slidingWindows(100, 64, 65)).toThrow(RangeError);
    expect(() => slidingWindows(100, 64, 0)).toThrow(RangeError);
    expect(() => slidingWindows(100, 64, 1.5)).toThrow(RangeError);
  });

  it('ask the model for each of the 128 tokens once at every stride, and say what that costs', async () => {
    const ids = Array.from({ length: 150 }, (_, index) => 1000 + index);
    const asked: number[] = [];
    let forwardTokens = 0;
    const lm = {
      specialTokens: { '<|endoftext|>': 0 },
      encode: () => ids,
      scoreMany: async (items: { context: number[]; continuation: number[] }[]) => {
        asked.push(...items.flatMap(({ continuation }) => continuation));
        for (const { context, continuation } of items) {
          const [first = -1, ...rest] = [...context, ...continuation];
          const text = [0, ...ids];
          const start = text.indexOf(first);
          expect([first, ...rest]).toEqual(text.slice(start, start + 1 + rest.length));
          forwardTokens += rest.length; // the last token is not read
        }
        return items.map(({ continuation }) => ({ logprobs: continuation.map(() => -1) }));
      },
    };
    const own = { texts: [{ name: 'harbour', logprobs: ids.map(() => -1) }] };
    const { rows } = (await slidingWindow.run({ lm, data: { harbour: '' }, own })) as {
      rows: { counted: number; forwardTokens: number }[];
    };
    const fiveTimes = ids.slice(0, 128).flatMap((id) => [id, id, id, id, id]);
    expect(asked.sort((a, b) => a - b)).toEqual(fiveTimes);
    for (const { counted } of rows) expect(counted).toBe(128);
    expect(rows.reduce((sum, row) => sum + row.forwardTokens, 0)).toBe(forwardTokens);
  });
});

describe('bits', () => {
  it('in total do not depend on the base of the logarithms they came from', () => {
    fc.assert(
      fc.property(someLogprobs, (logprobs) => {
        const chances = logprobs.map((logprob) => Math.exp(logprob));
        const total = (log: (p: number) => number) => chances.reduce((sum, p) => sum - log(p), 0);
        const fromNats = toBits(total(Math.log));
        expect(fromNats).toBeCloseTo(total(Math.log2), 9);
        expect(fromNats).toBeCloseTo(total(Math.log10) / Math.log10(2), 9);
        expect(bitsPerByte(-total(Math.log), 7)).toBeCloseTo(total(Math.log2) / 7, 9);
      }),
    );
  });

  it('and nats give the same perplexity', () => {
    fc.assert(
      fc.property(someLogprobs, (logprobs) => {
        const meanBits = logprobs.reduce((sum, logprob) => sum - logprob / Math.LN2, 0) / logprobs.length;
        expect(2 ** meanBits / perplexityOf(logprobs)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('of a text are rounded up to whole bytes', () => {
    expect(modelBytes(-8 * Math.LN2)).toBe(1);
    expect(modelBytes(-9 * Math.LN2)).toBe(2);
    expect(modelBytes(0)).toBe(0);
  });
});

describe('averages', () => {
  it('the mean of perplexities of equally long parts is never below the perplexity of all', () => {
    const parts = fc
      .integer({ min: 1, max: 8 })
      .chain((length) =>
        fc.array(
          fc.array(fc.double({ min: -12, max: 0, noNaN: true }), { minLength: length, maxLength: length }),
          { minLength: 1, maxLength: 12 },
        ),
      );
    fc.assert(
      fc.property(parts, (lists) => {
        const meanOfPerplexities = lists.reduce((sum, part) => sum + perplexityOf(part), 0) / lists.length;
        expect(meanOfPerplexities).toBeGreaterThanOrEqual(perplexityOf(lists.flat()) * (1 - 1e-12));
      }),
    );
  });

  it('perplexities of ten and a thousand make one hundred', () => {
    expect(perplexity((-Math.log(10) - Math.log(1000)) / 2)).toBeCloseTo(100, 9);
  });
});

describe('the texts of the chapter', () => {
  const texts = OWN_TEXTS.map(({ name }) => readFileSync(TEXT_FILES[name], 'utf8'));

  it('are single paragraphs without a line end, as the page scores them byte for byte', () => {
    expect(texts.length).toBeGreaterThanOrEqual(6);
    for (const text of texts) {
      expect(text).not.toMatch(/[\r\n]/);
      expect(text).toBe(text.trim());
      expect(text).toBe(text.normalize('NFC'));
    }
  });

  it('include one that is rich in accents and emoji', () => {
    const travel = readFileSync(TEXT_FILES.travel, 'utf8');
    expect(travel.match(/[À-ž]/g)?.length).toBeGreaterThanOrEqual(30);
    expect(travel.match(/\p{Extended_Pictographic}/gu)?.length).toBeGreaterThan(5);
  });
});

describe('the cost of the chapter', () => {
  it('is at most 14,000 computed tokens', () => {
    const file = new URL('../../output/data/02-cross-entropy-perplexity.json', import.meta.url);
    const { measurements } = JSON.parse(readFileSync(file, 'utf8')) as {
      measurements: { forwardTokens: number }[];
    };
    const total = measurements.reduce((sum, { forwardTokens }) => sum + forwardTokens, 0);
    expect(total).toBeGreaterThan(0);
    expect(total).toBeLessThanOrEqual(14_000);
  });
});

describe('tokens that every text has', () => {
  it('are a multiple of each part length, and never more than three hundred', () => {
    expect(usedOf(309)).toBe(300);
    expect(usedOf(1400)).toBe(300);
    expect(usedOf(299)).toBe(240);
    expect(usedOf(60)).toBe(60);
  });
});
