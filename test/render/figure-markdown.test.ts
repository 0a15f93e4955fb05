import { describe, expect, it } from 'vitest';
import { COLOURS } from '#page-model/colours';
import { renderFigure } from '#render/figures/figure';
import { darkDrawing } from '#render/svg/inline-or-standalone';
import { figure } from '#report/block';
import { prose } from '#report/prose';
import { drawable } from '../report/measured-values.ts';

describe('a drawing for dark paper', () => {
  it('is the drawing itself with its dark colours set, whatever the reader’s system says', async () => {
    const { svgFile } = await renderFigure(
      figure({
        id: 'bars',
        caption: prose`c`,
        alt: prose`a`,
        data: drawable([{ x: 1, y: 'a' }]),
        spec: {
          mark: 'bar',
          encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'nominal' } },
        },
      }),
      { title: 'Figure', description: 'One bar.' },
    );
    const dark = darkDrawing(svgFile);
    expect(svgFile).toContain('prefers-color-scheme');
    expect(dark).not.toContain('@media');
    expect(dark).toContain(`[fill="${COLOURS.paper.light}"]{fill:${COLOURS.paper.dark}}`);
    const withoutStyle = (svg: string) => svg.replace(/<style>.*?<\/style>/s, '');
    expect(withoutStyle(dark)).toBe(withoutStyle(svgFile));
  });
});
