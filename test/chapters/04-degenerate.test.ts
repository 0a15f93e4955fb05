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
}

/** Whoever has the highest score, the first of those that differ by no more than rounding. */
function winner(rows: readonly Row[], key: Exclude<keyof Row, 'text'>): string | undefined {
  const highest = rows.reduce((best, row) => Math.max(best, row[key]), Number.NEGATIVE_INFINITY);
  return rows.find((row) => highest - row[key] < 1e-8 || row[key] === highest)?.text;
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
] as const)('chapter 4, of a model that %s', (_what, model) => {
  let results: Map<string, { output: unknown }>;
  let text: string;
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
    expect(text.replace('would be NaN', '')).not.toMatch(/undefined|NaN/);
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

  it('says what is true of the endings', () => {
    const isRight = winner(decision.rows, 'sum') === RIGHT.trim();
    expect(text.includes('The answer is not.') && isRight).toBe(false);
    expect(text.includes('It loses at its beginning') && isRight).toBe(false);
    expect(text.includes('Here it finds the answer.')).toBe(
      winner(decision.rows, 'perByte') === RIGHT.trim(),
    );
    // A product below the smallest float64, at -744.4 nats, is zero, but for rounding on the last steps.
    const totals = decision.rows.map(({ sum }) => decision.before + sum);
    if (totals.every((total) => total < -760)) expect(text).toContain('endings tie');
    if (totals.every((total) => total > -700)) expect(text).toContain('still above zero here');
    const right = decision.winners.filter((row) => row.winner === RIGHT.trim()).length;
    expect(text.includes('comes first in none')).toBe(right === 0);
  });
});
