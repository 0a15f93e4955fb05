import { expect, test } from 'vitest';
import { renderFigure } from '#render/figures/figure';
import * as mark from '#report/marks';
import { drawable } from '../report/measured-values.ts';
import { rankCurve, sample, temperatureSlider } from './sample-figures.ts';

const TEXT = { title: 'Figure', description: 'What it says.' };

test('a figure without parameters is not interactive', async () => {
  expect(await renderFigure(rankCurve, TEXT)).not.toHaveProperty('interactive');
});

test('a bound parameter becomes a control that the page can label', async () => {
  const { interactive } = await renderFigure(temperatureSlider, TEXT);
  const temperature = { signal: 'temperature', label: 'temperature', value: 1, isDragged: false };
  expect(interactive?.controls).toEqual([{ type: 'range', min: 0.1, max: 2, step: 0.1, ...temperature }]);
  expect(JSON.stringify(interactive?.forms)).not.toContain('"bind"');
});

test('the form for narrow columns has only what differs there', async () => {
  const { interactive } = await renderFigure(temperatureSlider, TEXT);
  const { wide, narrow } = interactive?.forms ?? {};
  expect(wide).toHaveProperty('config');
  expect(narrow).not.toHaveProperty('config');
  expect(narrow).toHaveProperty('width');
});

test('options become a control, too', async () => {
  const block = sample('chosen', drawable([{ a: 1, b: 2, word: 'one' }]), {
    params: [mark.select('word', 'one', ['one'], 'Word: ')],
    transform: [{ filter: 'datum.word === word' }],
    ...mark.dots({ x: 'a', y: 'b' }),
  });
  const { interactive } = await renderFigure(block, TEXT);
  const _options = [{ value: 'one', label: 'one' }];
  expect(interactive?.controls).toEqual([
    { type: 'select', signal: 'word', label: 'Word', options: ['one'], value: 'one' },
  ]);
});
