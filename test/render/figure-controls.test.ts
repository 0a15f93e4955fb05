import * as vega from 'vega';
import { expect, test } from 'vitest';
import { renderFigure } from '#render/figures/figure';
import { SANS } from '#render/figures/theme';
import { inline } from '#render/svg/dress';
import { tidySvg } from '#render/svg/tidy';
import type { FigureBlock } from '#report/block';
import { figure } from '#report/block';
import { prose } from '#report/prose';
import { drawable } from '../report/measured-values.ts';
import { rankCurve, temperatureSlider } from './sample-figures.ts';

const TEXT = { title: 'Figure', description: 'What it says.' };

/** The slider's figure as it would be if it started at another temperature. */
const startingAt = (value: number): FigureBlock => {
  const [param] = temperatureSlider.spec.params as readonly object[];
  return { ...temperatureSlider, spec: { ...temperatureSlider.spec, params: [{ ...param, value }] } };
};

const marksOf = (svg: string): string => svg.slice(svg.indexOf('<g'));

test('a figure without parameters is not interactive', async () => {
  expect(await renderFigure(rankCurve, TEXT)).not.toHaveProperty('interactive');
});

test('a bound parameter becomes a control that the page can label', async () => {
  const { interactive } = await renderFigure(temperatureSlider, TEXT);
  expect(interactive?.controls).toEqual([
    { type: 'range', signal: 'temperature', label: 'temperature', min: 0.1, max: 2, step: 0.1, value: 1 },
  ]);
  expect(JSON.stringify(interactive?.forms)).not.toContain('"bind"');
});

test('options and switches become controls, too', async () => {
  const block = figure({
    id: 'chosen',
    caption: prose`c`,
    alt: prose`a`,
    data: drawable([{ a: 1, b: 2, word: 'one' }]),
    spec: {
      params: [
        {
          name: 'word',
          value: 'one',
          bind: { input: 'select', options: ['one'], labels: ['One'], name: 'Word: ' },
        },
        { name: 'shown', value: true, bind: { input: 'checkbox', name: 'Shown' } },
        { name: 'scale', value: 2, bind: { input: 'radio', options: [1, 2], name: 'Scale' } },
      ],
      transform: [{ filter: 'shown && datum.word === word' }],
      mark: 'point',
      encoding: { x: { field: 'a', type: 'quantitative' }, y: { field: 'b', type: 'quantitative' } },
    },
  });
  const { interactive } = await renderFigure(block, TEXT);
  expect(interactive?.controls).toEqual([
    {
      type: 'select',
      signal: 'word',
      label: 'Word',
      options: [{ value: 'one', label: 'One' }],
      value: 'one',
    },
    { type: 'checkbox', signal: 'shown', label: 'Shown', value: true },
    {
      type: 'select',
      signal: 'scale',
      label: 'Scale',
      options: [
        { value: 1, label: '1' },
        { value: 2, label: '2' },
      ],
      value: 2,
    },
  ]);
});

test.each([0.1, 0.5, 2])(
  'setting the signal to %f draws what a figure starting there shows',
  async (value) => {
    const { interactive } = await renderFigure(temperatureSlider, TEXT);
    const spec = JSON.parse(JSON.stringify(interactive?.forms.wide)) as vega.Spec;
    for (const set of spec.data ?? [])
      if (set.name in temperatureSlider.data)
        Object.assign(set, { values: temperatureSlider.data[set.name] });
    const view = new vega.View(vega.parse(spec), { renderer: 'none' });
    await view.signal('temperature', value).runAsync();
    vega.resetSVGDefIds();
    const drawn = inline(tidySvg(await view.toSVG(), SANS), temperatureSlider.id, TEXT);
    view.finalize();
    const { svgInline } = await renderFigure(startingAt(value), TEXT);
    expect(marksOf(drawn)).toBe(marksOf(svgInline));
  },
);
