import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeJson } from '#base/json';
import type { Part, ValuePart } from '#report/part';
import { chapterStem } from '#report/section';
import { allParts, chapterProses, writeReport } from '#report/write';
import { chapters } from '../../chapters/index.ts';

/** The outputs of the committed data, by measurement. */
function committedOutputs(): Map<string, unknown> {
  const files = chapters.map((chapter) => {
    const file = new URL(`../../output/data/${chapterStem(chapter)}.json`, import.meta.url);
    return decodeJson(readFileSync(file, 'utf8')) as { measurements: { id: string; output: unknown }[] };
  });
  return new Map(files.flatMap(({ measurements }) => measurements.map(({ id, output }) => [id, output])));
}

function valuesIn(part: Part): ValuePart[] {
  if (part.type === 'value') return [part];
  return part.type === 'math' ? part.tex.filter((piece) => typeof piece !== 'string') : [];
}

describe('every number of the report that nobody chose', () => {
  const report = writeReport(chapters, committedOutputs());

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
