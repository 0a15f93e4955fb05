import { describe, expect, it } from 'vitest';
import type { Part, ValuePart } from '#report/part';
import { writeReport } from '#report/write';
import { allParts, chapterProses } from '#report/written';
import { chapters, overview } from '../../chapters/index.ts';
import { committedOutputs } from './committed.ts';

function valuesIn(part: Part): ValuePart[] {
  if (part.type === 'value') return [part];
  return part.type === 'math' ? part.tex.filter((piece) => typeof piece !== 'string') : [];
}

describe('every number of the report that nobody chose', () => {
  const report = writeReport(chapters, committedOutputs(), overview);

  it.each(report.chapters.map((chapter) => [chapter.stem, chapter] as const))(
    'stands, bit for bit, in a measurement that its section needs: %s',
    (stem, chapter) => {
      const missing: string[] = [];
      let checked = 0;
      for (const { section, prose } of chapterProses(chapter)) {
        const sources = report.sources.get(section === '' ? stem : section);
        for (const { value, text, kind } of allParts(prose).flatMap(valuesIn)) {
          if (kind === 'given') continue;
          checked += 1;
          if (!sources?.find(value, kind)) missing.push(`${text} (${value}) in ${section}`);
        }
      }
      expect(missing).toEqual([]);
      expect(checked).toBeGreaterThan(20);
    },
  );
});
