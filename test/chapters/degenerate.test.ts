import { describe, expect, it } from 'vitest';
import { runMeasurements } from '#pipeline/measure';
import { measurementsOf } from '#pipeline/project';
import { renderFigure } from '#render/figures/figure';
import { withSources } from '#report/quantity';
import type { Section } from '#report/section';
import { allBlocks, plainText } from '#report/written';
import { logSpaceJointProbability } from '../../chapters/04-log-space-joint-probability/index.ts';
import { logSemiringOnGraphs } from '../../chapters/05-log-semiring-on-graphs/index.ts';
import { decibelsChapter } from '../../chapters/06-decibels/index.ts';
import { customAlgebra } from '../../chapters/07-custom-algebra/index.ts';
import { withoutFonts } from '../render/xml.ts';
import { constantModel } from './constant-model.ts';

const CHAPTERS = [logSpaceJointProbability, logSemiringOnGraphs, decibelsChapter, customAlgebra];
const SURE = 'a'.charCodeAt(0);

/** The blocks of chapters 4 to 7 as these write them for a model. */
async function blocksFor(logitOf: (id: number) => number) {
  const results = await runMeasurements(measurementsOf(CHAPTERS), constantModel(logitOf));
  const see = (needs: Section['needs']) =>
    Object.fromEntries(
      Object.entries(needs).map(([name, { id, kinds }]) => {
        return [name, withSources(id, results.get(id)?.output, kinds)];
      }),
    );
  for (const { headline } of CHAPTERS) headline.write(see(headline.needs));
  return CHAPTERS.flatMap(({ sections }) => sections).flatMap(({ needs, write }) =>
    allBlocks(write(see(needs))),
  );
}

/** Their figures. */
const figuresFor = async (logitOf: (id: number) => number) =>
  (await blocksFor(logitOf)).filter((block) => block.type === 'figure');

describe('chapters 4 to 7', () => {
  it('write every section, and draw every figure, of a model that is indifferent or certain everywhere', async () => {
    const indifferent = await figuresFor(() => 0);
    const certain = await figuresFor((id) => (id === SURE ? 4000 : id));
    const same = new Set(indifferent.map(({ data }) => JSON.stringify(data)));
    // What both have was not the model's.
    const ofModel = certain.filter(({ data }) => !same.has(JSON.stringify(data)));
    const ids = new Set(ofModel.map(({ id }) => id));
    expect(ids).toContain('running-product');
    for (const block of [...indifferent.filter(({ id }) => ids.has(id)), ...ofModel]) {
      const { svgFile } = await renderFigure(block, { title: block.id, description: '' });
      expect(withoutFonts(svgFile)).not.toContain('NaN');
    }
  }, 120_000);

  it('say that a model would write none of the words, is moved by nothing, and is stuck at once', async () => {
    const words = (await blocksFor((id) => (id === SURE ? 4000 : id)))
      .flatMap((block) => (block.type === 'prose' ? [plainText(block)] : []))
      .join('\n')
      .replace(/\s+/g, ' ');
    expect(words).toContain('the model would hardly write any of these words');
    expect(words).not.toContain('The lowest of the true ones');
    expect(words).toContain('No passage moves the odds');
    expect(words).toContain('(nothing, in every question)');
    expect(words).not.toMatch(/cannot be told from nothing|chance may have made it/);
    expect(words).toMatch(/From token \d+ on the number is \S+ exactly, and the error one/);
    expect(words).not.toContain('the error is above a tenth');
  }, 120_000);
});
