import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { renderFigure } from '#render/figures/figure';
import { DrawingPool, pooledRenderer } from '#render/figures/pool';
import { rankCurve, SAMPLE_FIGURES } from './sample-figures.ts';

const TEXT = { title: 'Figure 1.1', description: 'Some bars.' };

describe('figures drawn in threads', () => {
  it('are the same as those drawn here, however many at once', async () => {
    const figures = SAMPLE_FIGURES.slice(0, availableParallelism() + 1);
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

  it('are drawn after a rest, too', async () => {
    await pooledRenderer.rest?.();
    expect((await pooledRenderer.renderPng(rankCurve)).length).toBeGreaterThan(0);
  });

  it('say so when a thread ends while it draws, and another one takes the next', async () => {
    const program = `import { parentPort } from 'node:worker_threads';
      parentPort.on('message', ({ text }) => text ? process.exit(3) : parentPort.postMessage({ result: 'drawn' }));`;
    const pool = new DrawingPool(new URL(`data:text/javascript,${encodeURIComponent(program)}`));
    await expect(pool.draw({ figure: rankCurve, text: TEXT })).rejects.toThrow(
      'a drawing thread ended with exit code 3',
    );
    expect(await pool.draw({ figure: rankCurve })).toBe('drawn');
    await pool.rest();
  });
});
