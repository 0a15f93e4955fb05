import { describe, expect, it } from 'vitest';
import { runMeasurements } from '#pipeline/measure';
import { measurementsOf } from '#pipeline/project';
import { renderFigure } from '#render/figures/figure';
import { withSources } from '#report/quantity';
import type { Section } from '#report/section';
import { allBlocks, plainText } from '#report/written';
import { apiAnswer } from '../../chapters/01-logits-logprobs-softmax/api-answer.measure.ts';
import { logitsLogprobsSoftmax } from '../../chapters/01-logits-logprobs-softmax/index.ts';
import { type Entry, readList } from '../../chapters/01-logits-logprobs-softmax/reading.ts';
import { leaningOf } from '../../chapters/01-logits-logprobs-softmax/two-answers.measure.ts';
import { withoutFonts } from '../render/xml.ts';
import { constantModel } from './constant-model.ts';

const SURE = 'a'.charCodeAt(0);

/** What the chapter writes for such a model. */
async function blocksFor(logitOf: (id: number) => number) {
  const { sections, headline } = logitsLogprobsSoftmax;
  const results = await runMeasurements(measurementsOf([logitsLogprobsSoftmax]), constantModel(logitOf));
  const see = (needs: Section['needs']) =>
    Object.fromEntries(
      Object.entries(needs).map(([name, { id, kinds }]) => {
        return [name, withSources(id, results.get(id)?.output, kinds)];
      }),
    );
  const summary = headline.write(see(headline.needs));
  return [summary, ...sections.flatMap(({ needs, write }) => allBlocks(write(see(needs))))];
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
        expect(withoutFonts(svgFile), block.id).not.toContain('NaN');
      }
      const text = textOf(blocks);
      expect(text).not.toContain('undefined');
      expect(text).not.toMatch(/completing brings the capital out/i);
      // No token of such a model is a word with its space: no other two tokens may stand in for it.
      expect(text).not.toMatch(/one word, two ids|After this text|times as likely as/);
      expect(text).not.toMatch(/Such leanings|nothing changes here/);
      expect(text).not.toMatch(/surest of was|not even nearly zero/);
    },
    120_000,
  );

  it('names no winner, and no change with temperature, where all tokens are equally likely', async () => {
    const blocks = await blocksFor(() => 0);
    const text = textOf(blocks);
    expect(text).toContain('the model finds all tokens equally likely. Asked');
    expect(text).toContain('All have the same logit');
    expect(text).not.toMatch(/goes on with|in company|What changes is how widely|If it stays/);
    expect(JSON.stringify(blocks)).not.toContain('The highest belongs to');
    expect(blocks.map((block) => ('id' in block ? block.id : ''))).not.toContain('entropy-bounds-figure');
  }, 120_000);

  it('does not take a model whose certainty no temperature moves for one that knows nothing', async () => {
    const text = textOf(await blocksFor((id) => (id === SURE ? 4000 : id)));
    expect(text).not.toContain('finds all tokens equally likely');
    expect(text).toContain('This model is so sure here');
  }, 120_000);

  it('draws no bounds on entropies that are next to nothing, and has no column of which all is known', async () => {
    const blocks = await blocksFor((id) => (id === SURE ? 40 : 0));
    expect(blocks.map((block) => ('id' in block ? block.id : ''))).not.toContain('entropy-bounds-figure');
    const table = blocks.find((block) => block.type === 'table' && block.id === 'reported-when');
    expect(table).toMatchObject({ columns: { length: 4 } });
  }, 120_000);

  it('shows an answer with digits enough to tell what the list hides', async () => {
    const lm = constantModel((id) => (id === SURE ? 25 : 0));
    const { shown, hidden } = (await apiAnswer.run({ lm })) as { shown: Entry; hidden: number };
    expect(hidden).toBeGreaterThan(0);
    expect(readList(shown, []).hidden / hidden).toBeCloseTo(1, 2);
  });

  it.each([
    [28, 0, 'always no'],
    [15, 13, 'more often no'],
    [1, 27, 'more often yes'],
    [0, 20, 'more often yes'],
    [0, 28, 'always yes'],
    [0, 0, 'neither'],
  ])('says of %d times no and %d times yes of 28 that it leans %s', (no, yes, leaning) => {
    expect(leaningOf(no, yes, 28)).toBe(leaning);
  });
});
