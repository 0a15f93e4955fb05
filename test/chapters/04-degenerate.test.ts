import { beforeAll, describe, expect, it } from 'vitest';
import type { LanguageModel } from '#lm/types';
import { runMeasurements } from '#pipeline/measure';
import { measurementsOf } from '#pipeline/project';
import { renderFigure } from '#render/figures/figure';
import { withSources } from '#report/quantity';
import type { Section } from '#report/section';
import { allBlocks, plainText } from '#report/written';
import { RIGHT } from '../../chapters/04-log-space-joint-probability/candidates.measure.ts';
import { logSpaceJointProbability } from '../../chapters/04-log-space-joint-probability/index.ts';
import { constantModel } from './constant-model.ts';

const LIKED = 'o'.charCodeAt(0);

/** A model of single characters that finds one ending nearly certain, and all other texts unlikely. */
function fondOf(ending: string): LanguageModel {
  const lm = constantModel(() => 0);
  const scored: LanguageModel['scoreContinuations'] = async (_, continuations) =>
    continuations.map((ids) => {
      const logprobs = ids.map(() => (lm.decode(ids).trim() === ending.trim() ? -0.01 : -6));
      return { ids, logprobs, total: logprobs.reduce((sum, logprob) => sum + logprob, 0) };
    });
  return Object.assign(lm, { scoreContinuations: scored });
}

const JOINED = new Map([
  [200, ' h'],
  [201, 'on'],
  [202, ' b'],
]);

/** A model that expects nothing but full stops, and less still after a story; it joins some letters, and has stray bytes. */
function expectsFullStops(): LanguageModel {
  const lm = constantModel((id) => (id === '.'.charCodeAt(0) ? 35 : Number(id >= 128)));
  const textOf = (id: number) =>
    JOINED.get(id) ?? (id < 128 ? String.fromCodePoint(id) : `\\x${id.toString(16).toUpperCase()}`);
  const idOf = new Map(Array.from({ length: lm.vocabularySize }, (_, id) => [textOf(id), id]));
  const { scoreContinuations, top } = lm;
  const overrides: Partial<LanguageModel> = {
    specialTokens: { '<s>': 1 },
    encode: (text) => (text.match(/ h|on| b|./gsu) ?? []).map((piece) => idOf.get(piece) ?? 1),
    decode: (ids) => ids.map(textOf).join(''),
    pieces: (ids) => ids.map((id) => ({ id, text: textOf(id), bytes: [id], special: false })),
    top: (logits, k) => top(logits, k).map((token) => ({ ...token, text: textOf(token.id) })),
    scoreContinuations: async (context, continuations) =>
      (await scoreContinuations(context, continuations)).map(({ ids, logprobs }) => {
        const each = Array.from(logprobs, (logprob) => logprob - context.length / 1000);
        return { ids, logprobs: each, total: each.reduce((sum, logprob) => sum + logprob, 0) };
      }),
  };
  return Object.assign(lm, overrides);
}

interface Row {
  readonly text: string;
  readonly first: number;
  readonly spaced: number;
  readonly sum: number;
  readonly perByte: number;
  readonly pmi: number;
}

interface Decision {
  readonly before: number;
  readonly rows: readonly Row[];
  readonly winners: readonly { way: string; winner: string }[];
  readonly naming: number;
  readonly distinct: number;
  readonly read: string;
}

/** All that have the highest score, but for rounding. */
function leaders(rows: readonly Row[], key: Exclude<keyof Row, 'text'>): string[] {
  const scores = rows.map((row) => (key === 'first' ? Math.log(row.first) : row[key]));
  const highest = Math.max(...scores);
  return rows.flatMap(({ text }, index) => {
    const score = scores[index] ?? Number.NaN;
    return score === highest || highest - score < 1e-8 ? [text] : [];
  });
}

/** Whoever has the highest score, the first of those that differ by no more than rounding. */
function winner(rows: readonly Row[], key: Exclude<keyof Row, 'text'>): string | undefined {
  const scores = rows.map((row) => (key === 'first' ? Math.log(row.first) : row[key]));
  const highest = Math.max(...scores);
  return rows[scores.findIndex((score) => highest - score < 1e-8 || score === highest)]?.text;
}

describe.each([
  ['finds everything equally likely', () => constantModel(() => 0)],
  ['is certain of one letter', () => constantModel((id) => (id === LIKED ? 4000 : id))],
  ['likes letters by their number', () => constantModel((id) => id / 20)],
  [
    'reads little at once and finds it likely',
    () =>
      Object.assign(
        constantModel((id) => (id < 128 ? 0 : -99)),
        { contextLength: 200 },
      ),
  ],
  ['knows the answer', () => fondOf(RIGHT)],
  ['insists on a wrong answer', () => fondOf(' fish')],
  ['expects full stops', expectsFullStops],
] as const)('chapter 4, of a model that %s', (what, model) => {
  let results: Map<string, { output: unknown }>;
  let text: string;
  let captions: string;
  let decision: Decision;

  const see = (needs: Section['needs']) =>
    Object.fromEntries(
      Object.entries(needs).map(([name, { id, kinds }]) => {
        return [name, withSources(id, results.get(id)?.output, kinds)];
      }),
    );

  beforeAll(async () => {
    results = await runMeasurements(measurementsOf([logSpaceJointProbability]), model());
    decision = results.get('candidates')?.output as Decision;
  }, 60_000);

  it('is written, and its figures are drawn', async () => {
    const { headline, sections } = logSpaceJointProbability;
    headline.write(see(headline.needs));
    const blocks = sections.flatMap(({ needs, write }) => allBlocks(write(see(needs))));
    text = blocks.flatMap((block) => (block.type === 'prose' ? [plainText(block)] : [])).join('\n');
    captions = blocks
      .flatMap((block) => (block.type === 'table' ? [plainText(block.caption)] : []))
      .join('\n');
    expect(text.replaceAll('would be NaN', '')).not.toMatch(/undefined|NaN/);
    const figures = blocks.filter((block) => block.type === 'figure');
    expect(figures.length).toBeGreaterThan(3);
    for (const block of figures) {
      const { svgFile } = await renderFigure(block, { title: block.id, description: '' });
      expect(svgFile, block.id).not.toMatch(/NaN|Infinity/);
    }
  }, 60_000);

  it('names the winner of each way', () => {
    const named = Object.fromEntries(decision.winners.map(({ way, winner: name }) => [way, name]));
    for (const way of ['first', 'spaced', 'sum', 'perByte', 'pmi'] as const)
      expect(named[way], way).toBe(winner(decision.rows, way));
  });

  it('counts as winners no ties at zero', () => {
    const isTie = decision.rows.every((row) => decision.before + row.sum < -760);
    const names = (['first', 'spaced', 'sum', 'perByte', 'pmi'] as const).map((way) =>
      winner(decision.rows, way),
    );
    if (isTie) expect(decision.distinct).toBe(new Set(names).size);
    const ways = ['first', 'spaced', 'sum', 'perByte', 'pmi'] as const;
    const alone = ways.filter((way) => leaders(decision.rows, way).length === 1);
    const isLevel = alone.length < ways.length;
    expect(text.includes('one tie at zero')).toBe(isTie && !isLevel);
    expect(/(one tie|\w+ ties)(\.|:)/.test(text)).toBe(isLevel);
    const winners = new Set(alone.flatMap((way) => leaders(decision.rows, way)));
    if (!isTie && !isLevel) winners.add(decision.winners.find(({ way }) => way === 'product')?.winner ?? '');
    expect(captions.includes('on which they disagree')).toBe(winners.size > 1);
    expect(text.includes('Here that is a tie')).toBe(!alone.includes('first'));
    expect(text).not.toContain('nothing goes wrong');
  });

  it('compares endings only as they are', () => {
    const [right, best] = [RIGHT.trim(), winner(decision.rows, 'sum')].map((name) =>
      decision.rows.find((row) => row.text === name),
    );
    expect(text).not.toMatch(/∞ times|(gains|loses)( even more,| least,)? −/);
    const lead = (best?.sum ?? 0) - (right?.sum ?? 0);
    expect(/about ten to the power of [\d,]+ times less/.test(text)).toBe(lead > Math.log(1e6));
    const pmis = decision.rows.map(({ pmi }) => pmi);
    expect(text.includes('makes every ending less likely')).toBe(Math.max(...pmis) <= -0.05);
    expect(text.includes('Where does the right answer lose?')).toBe(text.includes('loses at its beginning'));
    const changes = decision.rows.map(({ spaced, sum }) => spaced - sum);
    const shown = /scores by (\S+)\snats\sto\s+(\S+)\snats/.exec(text)?.slice(1);
    const numbers = shown?.map((number) => Number(number.replace('−', '-').replace(',', '')));
    const isCutEverywhere = what !== 'expects full stops';
    if (!isCutEverywhere) expect(numbers).toBeDefined();
    for (const [index, end] of numbers?.entries() ?? [])
      expect(end).toBeCloseTo(index === 0 ? Math.min(...changes) : Math.max(...changes), 1);
    expect(text.includes('cuts there anyway, before each of our endings')).toBe(isCutEverywhere);
    expect(text.includes('Before some of our endings the tokeniser cuts there')).toBe(!isCutEverywhere);
    if (decision.read === 'end') expect(text).toContain('the end of the story (as much as fits)');
  });

  it('draws the products as far as they can be seen', () => {
    const product = results.get('running-product')?.output as {
      curve: readonly unknown[];
      zero: { float64: number | null };
    };
    expect(product.curve.length).toBeLessThanOrEqual(3 * (product.zero.float64 ?? Number.POSITIVE_INFINITY));
  });

  it('says what is true of the endings', () => {
    const isRight = winner(decision.rows, 'sum') === RIGHT.trim();
    expect(text.includes('The answer is not.') && isRight).toBe(false);
    expect(text.includes('It loses at its beginning') && isRight).toBe(false);
    const byLength = winner(decision.rows, 'perByte');
    expect(text).toContain(
      byLength === winner(decision.rows, 'sum')
        ? `Here it changes nothing: “${byLength}” stays first`
        : `By bytes “${byLength}” comes first`,
    );
    // A product below the smallest float64, at -744.4 nats, is zero, but for rounding on the last steps.
    const totals = decision.rows.map(({ sum }) => decision.before + sum);
    if (totals.every((total) => total < -760)) expect(text).toContain('endings tie');
    if (totals.every((total) => total > -700)) expect(text).toContain('still above zero here');
    const right = decision.winners.filter((row) => row.winner === RIGHT.trim()).length;
    expect(text.includes('comes first in none')).toBe(right === 0);
  });
});

describe('chapter 4, of a model of joined letters and stray bytes,', () => {
  it('counts a token as often as it stands there, and shows no byte that is no text', async () => {
    const results = await runMeasurements(measurementsOf([logSpaceJointProbability]), expectsFullStops());
    const chain = results.get('chain-rule')?.output as { again: { text: string; places: number } };
    // “Once upon a time there was a village.” has seven spaces.
    expect(chain.again).toMatchObject({ text: ' ', places: 7 });
    const words = results.get('word-ends')?.output as { rows: { extension: string }[]; end: string };
    expect(words.rows.map(({ extension }) => extension).join()).toMatch(/^[ hb\w,]+$/);
    expect(words).toMatchObject({ end: 'always' });
    expect(words.rows).toHaveLength(2);
  });
});
