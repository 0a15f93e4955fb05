import { describe, expect, it } from 'vitest';
import { renderFigure } from '#render/figures/figure';
import { pooledRenderer } from '#render/figures/pool';
import { rankCurve, SAMPLE_FIGURES } from './sample-figures.ts';

const TEXT = { title: 'Figure 1.1', description: 'Some bars.' };

describe('figures drawn in threads', () => {
  it('are the same as those drawn here, however many at once', async () => {
    const figures = SAMPLE_FIGURES.slice(0, 6);
    const drawn = await Promise.all(figures.map((figure) => pooledRenderer.renderFigure(figure, TEXT)));
    for (const [index, figure] of figures.entries())
      expect(drawn[index]).toEqual(await renderFigure(figure, TEXT));
  });

  it('that fail say why, and the next ones are drawn', async () => {
    const broken = { ...rankCurve, spec: { mark: 'bar', encoding: { x: { field: 'nothing' } } } };
    const [bad, good] = await Promise.allSettled([
      pooledRenderer.renderFigure(broken, TEXT),
      pooledRenderer.renderFigure(rankCurve, TEXT),
    ]);
    const reason = await renderFigure(broken, TEXT).catch((error: Error) => error.message);
    expect(bad).toMatchObject({ status: 'rejected', reason: { message: reason } });
    expect(good.status).toBe('fulfilled');
  });
});
