import { describe, expect, it } from 'vitest';
import { runMeasurements } from '#pipeline/measure';
import { measurementsOf } from '#pipeline/project';
import { renderFigure } from '#render/figures/figure';
import { withSources } from '#report/quantity';
import type { Section } from '#report/section';
import { allBlocks, plainText } from '#report/written';
import { logitsLogprobsSoftmax } from '../../chapters/01-logits-logprobs-softmax/index.ts';
import { constantModel } from './constant-model.ts';

const SURE = 'a'.charCodeAt(0);

/** What the chapter writes for such a model. */
async function blocksFor(logitOf: (id: number) => number) {
  const { sections, headline } = logitsLogprobsSoftmax;
  const results = await runMeasurements(
    measurementsOf([logitsLogprobsSoftmax]),
    Object.assign(constantModel(logitOf), { chat: () => null }),
  );
  const see = (needs: Section['needs']) =>
    Object.fromEntries(
      Object.entries(needs).map(([name, { id, kinds }]) => {
        return [name, withSources(id, results.get(id)?.output, kinds)];
      }),
    );
  headline.write(see(headline.needs));
  return sections.flatMap(({ needs, write }) => allBlocks(write(see(needs))));
}

const textOf = (blocks: Awaited<ReturnType<typeof blocksFor>>) =>
  blocks.flatMap((block) => (block.type === 'prose' ? [plainText(block)] : [])).join('\n');

describe('chapter 1', () => {
  it.each([
    ['indifferent', () => 0],
    ['certain', (id: number) => (id === SURE ? 4000 : id)],
    ['fond of one token', (id: number) => (id === SURE ? 3 : 0)],
  ])(
    'writes every section, and draws every figure, of a model that is %s everywhere',
    async (_, logitOf) => {
      const blocks = await blocksFor(logitOf);
      const figures = blocks.filter((block) => block.type === 'figure');
      expect(figures.length).toBeGreaterThan(5);
      for (const block of figures) {
        const { svgFile } = await renderFigure(block, { title: block.id, description: '' });
        expect(svgFile, block.id).not.toContain('NaN');
      }
      const text = textOf(blocks);
      expect(text).not.toContain('undefined');
      expect(text).not.toMatch(/completing brings the capital out/i);
    },
    120_000,
  );
});
