import { readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { TEXT_FILES } from '../../chapters/02-cross-entropy-perplexity/texts.measure.ts';
import { committedOutputs } from './committed.ts';
import { mulberry } from './mulberry.ts';

/**
 * What chapter 2 stores, computed a second time from the stored log-probabilities by the plainest means: products
 * instead of sums of logarithms, letters one by one instead of expressions, samples from another generator.
 */

const outputs = committedOutputs();
const stored = <T>(id: string) => outputs.get(id) as T;

interface Token {
  readonly text: string;
  readonly logprob: number;
  readonly entropy: number;
  readonly rank: number;
}

interface Place {
  readonly likeliest: readonly string[];
  readonly probabilities: readonly number[];
}

const own = stored<{
  readonly texts: readonly { name: string; tokens: number; bytes: number; logprobs: readonly number[] }[];
  readonly harbour: readonly Token[];
}>('own-texts');
const { places } = stored<{ readonly places: readonly Place[] }>('harbour-candidates');

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const meanOf = (values: readonly number[]) => total(values) / values.length;

/** The middle 95 % of the means of samples drawn anew. */
function drawnMeans(values: readonly number[], random: () => number) {
  const means = Array.from({ length: 20_000 }, () =>
    meanOf(values.map(() => values[Math.floor(random() * values.length)] ?? Number.NaN)),
  ).sort((a, b) => a - b);
  return { low: means[500] ?? Number.NaN, high: means[19_500] ?? Number.NaN };
}

/** One over the geometric mean, by multiplying: a few tokens at a time, or the product would be too small. */
function perplexityByProducts(logprobs: readonly number[]): number {
  let result = 1;
  for (const logprob of logprobs) result *= Math.exp(logprob) ** (-1 / logprobs.length);
  return result;
}

describe('what the paragraph was expected to cost', () => {
  interface PlaceOfPair {
    readonly text: string;
    readonly guess: string;
    readonly best: number;
    readonly surprisal: number;
    readonly entropy: number;
  }
  const m = stored<{
    readonly meanEntropy: number;
    readonly meanSurprisal: number;
    readonly excess: { mean: number; low: number; high: number; verdict: string };
    readonly firstGuesses: number;
    readonly rightButUnsure: number;
    readonly unsureAndWrong: number;
    readonly sure: number;
    readonly sureAndRight: number;
    readonly sureButWrong: number;
    readonly trust: { whereSure: number; whereUnsure: number };
    readonly pair: {
      surest: PlaceOfPair;
      unsure: PlaceOfPair;
      kind: string;
      shares: readonly { where: string; role: string; text: string; probability: number }[];
    };
  }>('sure-and-right');

  it('has the stored means, and an interval that other samples give, too', () => {
    const differences = own.harbour.map(({ logprob, entropy }) => -logprob - entropy);
    expect(m.meanSurprisal - m.meanEntropy).toBeCloseTo(meanOf(differences), 10);
    const { low, high } = drawnMeans(differences, mulberry(1));
    expect(Math.abs(m.excess.low - low)).toBeLessThan(0.02);
    expect(Math.abs(m.excess.high - high)).toBeLessThan(0.02);
    expect(m.excess.verdict).toBe(m.excess.low > 0 ? 'above' : m.excess.high < 0 ? 'below' : 'zero inside');
  });

  it('counts first guesses by the stored candidates', () => {
    const cameFirst = own.harbour.map(({ text }, index) => places[index]?.likeliest[0] === text);
    const best = places.map(({ probabilities }) => probabilities[0] ?? Number.NaN);
    const count = (is: (index: number) => boolean) => own.harbour.filter((_, index) => is(index)).length;
    expect(m.firstGuesses).toBe(count((i) => cameFirst[i] === true));
    expect(m.rightButUnsure).toBe(count((i) => cameFirst[i] === true && (best[i] ?? 1) < 0.5));
    expect(m.sure).toBe(count((i) => (best[i] ?? 0) > 0.5));
    expect(m.sureButWrong).toBe(count((i) => (best[i] ?? 0) > 0.5 && cameFirst[i] === false));
    expect(m.sureAndRight + m.sureButWrong).toBe(m.sure);
    expect(m.sureAndRight + m.rightButUnsure).toBe(m.firstGuesses);
    expect(m.sure + m.rightButUnsure + m.unsureAndWrong).toBe(own.harbour.length);
    expect(m.trust.whereSure * m.sure).toBeCloseTo(m.sureAndRight, 10);
    expect(m.trust.whereUnsure * (own.harbour.length - m.sure)).toBeCloseTo(m.rightButUnsure, 10);
  });

  it('shows the surest mistake, and a mistake of its size from the least sure quarter', () => {
    const { surest, unsure, shares } = m.pair;
    for (const [index, { probabilities, likeliest }] of places.entries()) {
      if ((probabilities[0] ?? 0) > surest.best) expect(own.harbour[index]?.text).toBe(likeliest[0]);
    }
    expect(unsure.text).not.toBe(unsure.guess);
    const surer = own.harbour.filter(({ entropy }) => entropy < unsure.entropy).length;
    expect(surer / own.harbour.length).toBeGreaterThanOrEqual(0.745);
    expect(Math.abs(unsure.surprisal - surest.surprisal)).toBeLessThan(0.5);
    for (const where of ['surest', 'unsure']) {
      const ofPlace = shares.filter((share) => share.where === where);
      expect(total(ofPlace.map(({ probability }) => probability))).toBeCloseTo(1, 10);
      const came = ofPlace.find(({ role }) => role === 'came')?.probability ?? Number.NaN;
      expect(-Math.log(came)).toBeCloseTo((where === 'surest' ? surest : unsure).surprisal, 10);
    }
  });
});

describe('bits per byte', () => {
  interface Row {
    readonly tokens: number;
    readonly bytes: number;
    readonly perplexity: number;
    readonly bitsPerByte: number;
  }
  const cuts = stored<{
    paragraph: Row;
    digits: Row;
    apart: Row & { spaces: number; further: number; spaceNats: number };
  }>('digits-and-cuts');

  it.each([
    ['the paragraph', cuts.paragraph],
    ['random digits', cuts.digits],
    ['spaces apart', cuts.apart],
    ['the repeated sentence', stored<Row>('repetition')],
  ])('are what perplexity, tokens and bytes make of it: %s', (_name, row) => {
    expect(row.bitsPerByte).toBeCloseTo((row.tokens * Math.log2(row.perplexity)) / row.bytes, 10);
  });

  it('of the paragraph come out by products, too', () => {
    const harbour = own.harbour.map(({ logprob }) => logprob);
    expect(perplexityByProducts(harbour) / cuts.paragraph.perplexity).toBeCloseTo(1, 9);
    const text = readFileSync(TEXT_FILES.harbour, 'utf8');
    expect(cuts.paragraph.bytes).toBe(Buffer.byteLength(text));
    expect(cuts.apart.spaces).toBe(text.split(' ').length - 1);
    expect(cuts.paragraph.tokens + cuts.apart.spaces + cuts.apart.further).toBe(cuts.apart.tokens);
  });

  it('of all texts are those of the texts, weighed by their bytes', () => {
    const all = stored<{
      bytes: number;
      model: number;
      modelBits: number;
      brotli: number;
      brotliBits: number;
      brotliFactor: number;
    }>('compression');
    const bits = total(own.texts.flatMap(({ logprobs }) => logprobs)) / -Math.LN2;
    expect(all.modelBits * all.bytes).toBeCloseTo(bits, 6);
    expect(all.model).toBe(Math.ceil(bits / 8));
    expect(all.brotliBits).toBeCloseTo((8 * all.brotli) / all.bytes, 12);
    expect(all.brotliFactor * all.model).toBeCloseTo(all.brotli, 8);
    expect(all.bytes).toBe(total(own.texts.map(({ bytes }) => bytes)));
  });
});

describe('the five texts', () => {
  const m = stored<{
    readonly rows: readonly {
      name: string;
      low: number;
      high: number;
      perplexity: number;
      meanSurprisal: number;
    }[];
  }>('good-and-bad');

  it('have the interval of the paragraph that other samples give', () => {
    const row = m.rows.find(({ name }) => name === 'our paragraph');
    const { low, high } = drawnMeans(
      own.harbour.map(({ logprob }) => -logprob),
      mulberry(2),
    );
    expect(Math.abs((row?.low ?? 0) - low)).toBeLessThan(0.03);
    expect(Math.abs((row?.high ?? 0) - high)).toBeLessThan(0.03);
  });

  it('have perplexities that are the exponentials of their means', () => {
    for (const { meanSurprisal, perplexity } of m.rows)
      expect(perplexity / Math.exp(meanSurprisal)).toBeCloseTo(1, 9);
  });
});

describe('the code to paste', () => {
  /** What a shown region of a file exports, run by itself: nothing around it is there. */
  function pasted(file: string): Record<string, (...given: unknown[]) => unknown> {
    const source = readFileSync(
      new URL(`../../chapters/02-cross-entropy-perplexity/${file}`, import.meta.url),
      'utf8',
    );
    const [, region = ''] = /\/\/ #region \w+\n([\s\S]*?)\/\/ #endregion/.exec(source) ?? [];
    const { code } = transformSync(region, { loader: 'ts', format: 'cjs' });
    const module = { exports: {} };
    new Function('module', 'exports', code)(module, module.exports);
    return module.exports;
  }

  it('finds in an answer with the tokens of a text the perplexity and the bits per byte that are stored', () => {
    const { surpriseOf } = pasted('reading.ts');
    const content = own.harbour.map(({ text, logprob }) => ({ token: text, logprob }));
    const found = surpriseOf?.(content) as { perplexity: number; bitsPerByte: number } | undefined;
    const { paragraph } = stored<{ readonly paragraph: { perplexity: number; bitsPerByte: number } }>(
      'digits-and-cuts',
    );
    expect((found?.perplexity ?? 0) / paragraph.perplexity).toBeCloseTo(1, 10);
    expect(found?.bitsPerByte).toBeCloseTo(paragraph.bitsPerByte, 10);
  });

  it('counts the bytes of an emoji that is two tokens once', () => {
    const { surpriseOf } = pasted('reading.ts');
    const halves = [
      { token: '\uFFFD', logprob: -4 * Math.LN2, bytes: [240, 159] },
      { token: '\uFFFD', logprob: -4 * Math.LN2, bytes: [154, 162] },
    ];
    expect(surpriseOf?.(halves)).toMatchObject({ bitsPerByte: 2 });
    expect(surpriseOf?.([{ token: 'é', logprob: -8 * Math.LN2, bytes: null }])).toMatchObject({
      bitsPerByte: 4,
    });
  });

  it('reads a text in the windows that are drawn', async () => {
    const { scoreLong, perplexity } = pasted('long-text.ts');
    const { rows, inputs, targets } = stored<{
      readonly inputs: number;
      readonly targets: number;
      readonly rows: readonly { stride: number; windows: unknown }[];
    }>('sliding-window');
    const ids = Array.from({ length: 1 + targets }, (_, id) => id);
    for (const { stride, windows } of rows) {
      const read: object[] = [];
      const logprobs = await scoreLong?.(
        ids,
        { inputs, stride },
        async (context: number[], news: number[]) => {
          expect(context.at(-1)).toBe((news[0] ?? 0) - 1);
          read.push({ start: context[0], from: news[0], to: news.at(-1) });
          return news.map((id) => -id);
        },
      );
      expect(read).toEqual(windows);
      expect(logprobs).toEqual(ids.slice(1).map((id) => -id));
    }
    expect(perplexity?.([-1, -3])).toBeCloseTo(Math.exp(2), 12);
    await expect(scoreLong?.(ids, { inputs: 8, stride: 9 }, async () => [])).rejects.toThrow(RangeError);
  });
});

describe('windows', () => {
  const m = stored<{
    readonly targets: number;
    readonly judged: number;
    readonly helped: number;
    readonly rows: readonly { stride: number; meanSurprisal: number; perplexity: number }[];
    readonly whole: { meanSurprisal: number };
    readonly gain: { estimate: number; low: number; high: number; byText: readonly number[] };
  }>('sliding-window');

  it('gain behind the first one what the means over all targets differ by', () => {
    const [coarse, , finest] = m.rows;
    const saved = (coarse?.meanSurprisal ?? 0) - (finest?.meanSurprisal ?? 0);
    expect(m.gain.estimate * m.judged).toBeCloseTo(saved * m.targets * own.texts.length, 8);
    expect(m.gain.estimate).toBeCloseTo(meanOf(m.gain.byText), 10);
    expect(m.helped).toBe(m.gain.byText.filter((gain) => gain > 0).length);
  });

  it('have the interval that drawing the texts anew with another generator gives', () => {
    const { low, high } = drawnMeans(m.gain.byText, mulberry(3));
    expect(Math.abs(m.gain.low - low)).toBeLessThan(0.01);
    expect(Math.abs(m.gain.high - high)).toBeLessThan(0.01);
  });

  it('are compared with the same targets read as a whole', () => {
    const whole = own.texts.flatMap(({ logprobs }) => logprobs.slice(0, m.targets));
    expect(m.whole.meanSurprisal).toBeCloseTo(-meanOf(whole), 10);
  });
});

describe('what a low perplexity does not mean', () => {
  it('counts the false sentences that are likelier than the true ones, and shows the one that is so most', () => {
    const m = stored<{
      readonly likelier: number;
      readonly pairs: number;
      readonly worst: { falsehood: string; factor: number };
      readonly rows: readonly { truth: string; falsehood: string; factor: number }[];
    }>('true-and-false');
    expect(m.pairs).toBe(m.rows.length);
    expect(m.likelier).toBe(m.rows.filter(({ factor }) => factor > 1).length);
    expect(m.worst.factor).toBe(Math.max(...m.rows.map(({ factor }) => factor)));
    for (const { truth, falsehood } of m.rows)
      expect(truth.split(' is ')[0]).toBe(falsehood.split(' is ')[0]);
  });

  it('has for our own tokens the perplexity that products give', () => {
    const m = stored<{ readonly people: number; readonly read: number; readonly written: number }>(
      'own-writing',
    );
    const ours = own.texts.flatMap(({ logprobs }) => logprobs.slice(m.read, m.read + m.written));
    expect(m.people / perplexityByProducts(ours)).toBeCloseTo(1, 9);
  });

  it('has the wrong perplexity from the right number of nats', () => {
    const m = stored<{ readonly nats: number; readonly right: number; readonly wrong: number }>('wrong-base');
    expect(Math.log(m.right)).toBeCloseTo(m.nats, 10);
    expect(Math.log2(m.wrong)).toBeCloseTo(m.nats, 10);
  });
});
