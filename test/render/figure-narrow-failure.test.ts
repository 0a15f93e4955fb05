import { expect, test, vi } from 'vitest';
import { renderFigure } from '#render/figures/figure';
import { rankCurve } from './sample-figures.ts';

vi.mock('#render/figures/narrow', () => ({
  narrowSpec: () => {
    throw new TypeError('spec is not iterable');
  },
}));

test('a bug in the narrow drawing fails by name, and does not pass for a drawing that does not fit', async () => {
  const rendering = renderFigure(rankCurve, { title: 't', description: 'd' });
  await expect(rendering).rejects.toThrow(
    `figure ${rankCurve.id}, changed to be 344 px wide: spec is not iterable`,
  );
});
