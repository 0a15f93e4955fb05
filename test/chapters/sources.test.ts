import { describe, expect, it } from 'vitest';
import { writeReport } from '#report/write';
import { reportValues } from '#report/written';
import { chapters, overview } from '../../chapters/index.ts';
import { committedOutputs } from './committed.ts';

describe('every number of the report that nobody chose', () => {
  const report = writeReport(chapters, committedOutputs(), overview);
  const measured = reportValues(report).filter(({ value }) => value.kind !== 'given');

  it.each(report.chapters.map(({ stem }) => stem))('is looked at: %s', (stem) => {
    expect(measured.filter(({ chapter }) => chapter === stem).length).toBeGreaterThan(20);
  });

  it.each([...(report.overview ? [report.overview] : []), ...report.chapters].map(({ stem }) => stem))(
    'stands, bit for bit, in a measurement that its section needs: %s',
    (stem) => {
      const missing = measured.flatMap(({ chapter, section, value }) => {
        if (chapter !== stem) return [];
        const sources = report.sources.get(section === '' ? stem : section);
        return sources?.find(value.value, value.kind === 'given' ? undefined : value.kind)
          ? []
          : [`${value.text} (${value.value}) in ${section}`];
      });
      expect(missing).toEqual([]);
    },
  );
});
