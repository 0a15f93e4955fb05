import { describe, expect, it } from 'vitest';
import { type Readouts, readoutOf } from '#page-model/readout';
import type { FigureBlock } from '#report/block';
import { allBlocks, reportSections } from '#report/report-tree';
import { committedReport } from '../chapters/committed.ts';
import { isBrowserMissing, LAYOUTS, PUBLISHED_ADDRESS, unfold, useBrowser } from './browser.ts';

/** Every mark of every figure of the published report, as a reader walks through them. */

const figures = new Map<string, FigureBlock>(
  reportSections(committedReport())
    .flatMap(({ section }) => allBlocks(section.blocks))
    .flatMap((block) => (block.type === 'figure' ? [[block.id, block]] : [])),
);

interface Walk {
  readonly id: string;
  readonly readouts: Readouts;
  readonly said: readonly string[];
}

const WALKS = `[...document.querySelectorAll('.mark-walk')].map((slider) => {
  const id = slider.previousElementSibling.dataset.drawing;
  slider.focus();
  const said = [];
  for (let step = 1; step <= Number(slider.max); step++) {
    slider.value = step;
    slider.dispatchEvent(new Event('input'));
    said.push(document.querySelector('.pointed, .pointed-line') && document.getElementById('readout').checkVisibility()
      ? slider.getAttribute('aria-valuetext') : 'nothing is shown');
  }
  return { id, readouts: JSON.parse(document.getElementById(id + '-readouts').textContent), said };
})`;

/** What is to be said of each row that has a place in the drawing. */
function labels({ id, readouts }: Walk): string[] {
  return Object.entries(readouts).flatMap(([set, shown]) =>
    (figures.get(id)?.data[set] ?? [])
      .filter((row) => shown.every(([, field]) => row[field] !== null))
      .map((row) => {
        const { heading, values } = readoutOf(row, shown);
        return [heading, ...values.map((pair) => pair.join(' '))].filter((part) => part !== '').join('; ');
      }),
  );
}

describe.skipIf(isBrowserMissing())('the figures of the published report', () => {
  const browser = useBrowser();

  // Width and colours change different parts of a drawing.
  it.each(LAYOUTS.filter((_, index) => [0, 3].includes(index)))(
    'say of each mark what the row of their data says, %s',
    async (_name, options) => {
      const page = await browser.openSilent(PUBLISHED_ADDRESS, options);
      await unfold(page);
      const walks = (await page.evaluate(WALKS)) as Walk[];
      expect(walks.map(({ id }) => id).sort()).toEqual(
        [...figures.keys()].filter((id) => !id.startsWith('square-') && !figures.get(id)?.scene).sort(),
      );
      for (const walk of walks) {
        const expected = labels(walk);
        // A control shows some of its rows at a time.
        const hasControls = figures.get(walk.id)?.spec.params !== undefined;
        const missing = hasControls ? [] : expected.filter((label) => !walk.said.includes(label));
        expect([walk.id, walk.said.filter((label) => !expected.includes(label)), missing]).toEqual([
          walk.id,
          [],
          [],
        ]);
      }
    },
  );
});
