import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { runMeasurements } from '#pipeline/measure';
import { measurementsOf } from '#pipeline/project';
import { renderFigure } from '#render/figures/figure';
import { withSources } from '#report/quantity';
import type { Section } from '#report/section';
import { asStored } from '#report/stored';
import { allBlocks, plainText } from '#report/written';
import { crossEntropyPerplexity } from '../../chapters/02-cross-entropy-perplexity/index.ts';
import { repetition } from '../../chapters/02-cross-entropy-perplexity/low-perplexity.measure.ts';
import {
  cloudOf,
  sureAndRight,
  trustIn,
} from '../../chapters/02-cross-entropy-perplexity/sure-and-right.measure.ts';
import { sureAndRightSection } from '../../chapters/02-cross-entropy-perplexity/sure-and-right.ts';
import { TEXT_FILES } from '../../chapters/02-cross-entropy-perplexity/texts.measure.ts';
import { committedOutputs } from './committed.ts';
import { constantModel } from './constant-model.ts';

/** A model that predicts the same after everything, and writes its likeliest token. */
function modelOf(logitOf: (id: number) => number, contextLength: number) {
  const lm = constantModel(logitOf);
  // Longer texts than the model that it is made of reads.
  const score = async (ids: readonly number[], context: readonly number[] = []) => {
    const [scored] = await lm.scoreContinuations(context, [ids]);
    return { tokens: lm.pieces(ids).map((piece, at) => ({ ...piece, logprob: scored?.logprobs[at] })) };
  };
  return Object.assign(lm, { contextLength, score });
}

const SURE = 'e'.charCodeAt(0);

describe.each([
  ['finds everything equally likely', (_id: number): number => 0, 4096],
  ['is certain of one letter', (id: number): number => (id === SURE ? 300 : id / 1000), 4096],
  ['likes letters by their number, and reads little at once', (id: number): number => id / 20, 400],
] as const)('chapter 2, of a model that %s', (_what, logitOf, contextLength) => {
  let results: Map<string, unknown>;

  beforeAll(async () => {
    const lm = modelOf(logitOf, contextLength);
    const all = await runMeasurements(measurementsOf([crossEntropyPerplexity]), lm);
    results = new Map([...all].map(([id, { output }]) => [id, output]));
  });

  const see = (needs: Section['needs']) =>
    Object.fromEntries(
      Object.entries(needs).map(([name, { id, kinds }]) => [name, withSources(id, results.get(id), kinds)]),
    );

  it('is written, and its figures are drawn', async () => {
    crossEntropyPerplexity.headline.write(see(crossEntropyPerplexity.headline.needs));
    const blocks = crossEntropyPerplexity.sections.flatMap(({ needs, write }) =>
      allBlocks(write(see(needs))),
    );
    const figures = blocks.filter((block) => block.type === 'figure');
    expect(figures.length).toBeGreaterThan(8);
    for (const block of figures) {
      const { svgFile } = await renderFigure(block, { title: block.id, description: '' });
      expect(svgFile, block.id).not.toMatch(/NaN|Infinity/);
    }
    expect(JSON.stringify(blocks)).not.toMatch(/NaN|undefined/);
    const text = blocks.flatMap((block) => (block.type === 'prose' ? [plainText(block)] : [])).join(' ');
    const cuts = results.get('digits-and-cuts') as { apart: object | null; digits: { bitsPerByte: number } };
    expect(text.includes('with every space a token of its own, the paragraph is too long')).toBe(
      cuts.apart === null,
    );
    const table = blocks.find((block) => block.type === 'table' && block.id === 'two-cuts');
    expect(JSON.stringify(table).includes('in two cuts')).toBe(cuts.apart !== null);
    const scale = figures.find(({ id }) => id === 'scale-of-numbers');
    const [, end] = /"domain":\[0,([\d.]+)\]/.exec(JSON.stringify(scale?.spec)) ?? [];
    expect(Number(end)).toBeGreaterThan(cuts.digits.bitsPerByte);
  }, 120_000);

  it('calls nothing the largest where all are equal, and no place the surest, since it is as sure at each', () => {
    const blocks = crossEntropyPerplexity.sections.flatMap(({ needs, write }) =>
      allBlocks(write(see(needs))),
    );
    const written = JSON.stringify(blocks);
    const { tokens } = results.get('harbour-strip') as { tokens: { surprisal: number }[] };
    const isUniform = new Set(tokens.map(({ surprisal }) => surprisal)).size === 1;
    const { trust } = results.get('sure-and-right') as { trust: object | null };
    expect(written.includes('The largest surprise')).toBe(!isUniform);
    expect(written.includes('points at one place')).toBe(isUniform);
    expect(
      /: the excess is probably|: the difference may be chance|: the text is plainer/.test(written),
    ).toBe(!isUniform);
    expect(written).toContain('It was equally sure at both');
    expect(written.includes('share right')).toBe(trust !== null);
    expect(written).not.toMatch(/was surest|the saving may be chance/);
    if (isUniform) expect(written).not.toContain('the false sentence as a whole has');
  });

  it('says that the model was sure and wrong only where it was', () => {
    const { pair } = results.get('sure-and-right') as {
      pair: { surest: { best: number }; kind: string } | null;
    };
    if (pair && pair.surest.best <= 0.5) expect(pair.kind).toBe('neither');
  });
});

describe('a sentence written again and again', () => {
  it.each([
    [-0.1, 'rises'],
    [0, 'does not'],
    [0.1, 'falls'],
  ])('of which each time costs %f nats a letter less: %s', async (less, course) => {
    const lm = modelOf(() => 0, 4096);
    const { length } = lm.encode(' The grey cat sold a ladder to the bishop.');
    lm.scoreContinuations = async (_, texts) =>
      texts.map((ids) => {
        const logprobs = ids.map((_, place) => -3 + 10 * less * Math.floor(place / length));
        return { ids, logprobs, total: logprobs.reduce((sum, one) => sum + one, 0) };
      });
    const own = { texts: [{ name: 'harbour', perplexity: 10 }] };
    expect(await repetition.run({ lm, own })).toMatchObject({ course });
  });
});

describe('sure guesses', () => {
  it.each([
    [998, 11, 1, 0, 'sure for nothing'],
    [998, 700, 1, 0, 'hardly unsure'],
    [3, 2, 200, 50, 'hardly sure'],
    [46, 25, 267, 53, 'oftener'],
    [46, 2, 267, 53, 'not oftener'],
  ])('%d, of which %d are right, beside %d and %d: %s', (sure, right, unsure, rightToo, order) => {
    expect(trustIn({ places: sure, right }, { places: unsure, right: rightToo })).toBe(order);
  });

  it.each([
    [999, 0, 'above'],
    [0, 999, 'below'],
    [500, 400, 'around'],
    [550, 50, 'around'],
    [0, 0, 'on'],
  ])(
    'lie in a cloud of which %d of 999 points are above the line and %d below: %s',
    (above, below, cloud) => {
      expect(cloudOf(above, below, 999)).toBe(cloud);
    },
  );
});

describe('a paragraph that a model always expected', () => {
  it('has no two mistakes to set side by side', async () => {
    const text = readFileSync(TEXT_FILES.harbour, 'utf8').slice(0, 20);
    const harbour = [...text].map((letter) => ({ text: letter, logprob: -0.1, entropy: 0.3, rank: 1 }));
    const places = harbour.map((token) => ({ likeliest: [token.text, 'x'], probabilities: [0.9, 0.05] }));
    const result = await sureAndRight.run({ own: { harbour }, thought: { places } });
    expect(asStored(sureAndRight, result)).toMatchObject({ pair: null, sureButWrong: 0, firstGuesses: 20 });
  });
});

describe('a first guess that is nearly certain', () => {
  it.each([
    [0.94, '94%'],
    [0.9992, '99.9%'],
    [0.99996, '> 99.9%'],
    [1, '> 99.9%'],
  ])('and did not come, of %f, is called %s', (best, shown) => {
    const stored = committedOutputs();
    const outputs = Object.entries(sureAndRightSection.needs).map(([name, { id, kinds }]) => {
      const output = structuredClone(stored.get(id)) as { pair: { surest: { best: number } } };
      output.pair.surest.best = best;
      return [name, withSources(id, output, kinds)];
    });
    const blocks = allBlocks(sureAndRightSection.write(Object.fromEntries(outputs)));
    const text = blocks.flatMap((block) => (block.type === 'prose' ? [plainText(block)] : [])).join(' ');
    expect(text).toContain(` ${shown}, but `);
    expect(text).not.toContain('100%');
  });
});
