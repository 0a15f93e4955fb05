import { describe, expect, it } from 'vitest';
import { reportValues } from '#report/report-tree';
import { sectionsOf } from '#report/section';
import { chapters, overview } from '../../chapters/index.ts';
import { committedOutputs, committedReport } from './committed.ts';

const outputs = committedOutputs();
const report = committedReport();
const measured = reportValues(report).filter(({ value }) => value.kind !== 'given');
expect(measured.length).toBeGreaterThan(900);
const stems = [...(report.overview ? [report.overview] : []), ...report.chapters].map(({ stem }) => stem);

/** What a measurement that a section needs is called. */
function needsOf(stem: string, id: string): string[] {
  const chapter = chapters[report.chapters.findIndex((one) => one.stem === stem)];
  const section = (chapter && sectionsOf(chapter).find((one) => one.id === id)) ?? overview;
  const needs = id === '' ? (chapter?.headline.needs ?? {}) : section.needs;
  return Object.values(needs).map((need) => need.id);
}

/** The number at a place of the stored outputs. */
function storedAt(measurement: string, path: string, entries: readonly number[]): unknown {
  let next = 0;
  const keys = path
    .replaceAll('[]', () => `.${entries[next++]}`)
    .split('.')
    .filter((key) => key !== '');
  return keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], outputs.get(measurement));
}

describe('every number of the report that nobody chose', () => {
  it.each(stems)(
    'has one source, a measurement that its section needs, which stores it bit for bit: %s',
    (stem) => {
      const own = measured.filter(({ chapter }) => chapter === stem);
      const wrong = own.flatMap(({ section, value: { value, text, source } }) => {
        if (!source) return [`${text} in ${section} has none`];
        const { measurement, path, entries } = source;
        if (!needsOf(stem, section).includes(measurement))
          return [`${text} in ${section} is of ${measurement}`];
        return Object.is(storedAt(measurement, path, entries), value) ? [] : [`${text} is not at ${path}`];
      });
      expect(wrong).toEqual([]);
    },
  );
});
