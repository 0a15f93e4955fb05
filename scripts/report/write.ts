import { GLOSSARY } from './glossary.ts';
import type { Needs } from './measurement.ts';
import type { ClaimPart } from './part.ts';
import type { Chapter, Section } from './section.ts';
import { chapterStem } from './section.ts';
import { chapterShares } from './shares.ts';
import { Sources } from './source.ts';
import type { PlacedProse, Target, WrittenChapter, WrittenReport, WrittenSection } from './written.ts';
import { allBlocks, allParts, plainText, reportProses } from './written.ts';

/**
 * From measured outputs to a written report: every section's `write` called once, everything numbered, every
 * reference and term resolved. Pure, and independent of the format it is rendered to.
 */

/** Outputs of measurements by their ids. */
export type Outputs = ReadonlyMap<string, unknown>;

function outputsFor(needs: Needs, outputs: Outputs, who: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(needs).map(([name, measurement]) => {
      if (!outputs.has(measurement.id))
        throw new Error(`${who} needs measurement "${measurement.id}", which has no data`);
      return [name, outputs.get(measurement.id)];
    }),
  );
}

/** The stem of the overview's files. */
export const OVERVIEW_STEM = '00-overview';

function writeSection(section: Section, number: string, outputs: Outputs, stem: string): WrittenSection {
  return {
    id: section.id,
    number,
    title: section.title,
    blocks: section.write(outputsFor(section.needs, outputs, `section ${section.id} of ${stem}`)),
  };
}

function writeChapter(chapter: Chapter, outputs: Outputs): WrittenChapter {
  const stem = chapterStem(chapter);
  return {
    number: chapter.number,
    stem,
    title: chapter.title,
    question: chapter.question,
    abilities: chapter.abilities,
    headline: chapter.headline.write(outputsFor(chapter.headline.needs, outputs, `the headline of ${stem}`)),
    sections: chapter.sections.map((section, index) =>
      writeSection(section, `${chapter.number}.${index + 1}`, outputs, stem),
    ),
  };
}

const NUMBERED = { figure: 'Figure', tokenStrip: 'Figure', table: 'Table' } as const;

function targetsOf({
  overview,
  chapters,
}: Pick<WrittenReport, 'overview' | 'chapters'>): Map<string, Target> {
  const targets = new Map<string, Target>();
  const add = (target: Target): void => {
    const other = targets.get(target.id);
    if (other) throw new Error(`two things are called "${target.id}": ${other.label} and ${target.label}`);
    targets.set(target.id, target);
  };
  const addSections = (stem: string, chapter: number, sections: readonly WrittenSection[]): void => {
    const counts = { Figure: 0, Table: 0 };
    for (const section of sections) {
      const label = section.number === '' ? plainText(section.title) : `Section ${section.number}`;
      add({ id: section.id, type: 'section', label, number: section.number, stem });
      for (const block of allBlocks(section.blocks)) {
        if (block.type === 'box')
          add({ id: block.id, type: 'box', label: plainText(block.title), number: '', stem });
        if (block.type !== 'figure' && block.type !== 'table' && block.type !== 'tokenStrip') continue;
        const word = NUMBERED[block.type];
        counts[word] += 1;
        const number = `${chapter}.${counts[word]}`;
        add({ id: block.id, type: block.type, label: `${word} ${number}`, number, stem });
      }
    }
  };
  if (overview) addSections(overview.stem, 0, [overview.section]);
  for (const { stem, number, sections } of chapters) {
    add({ id: stem, type: 'chapter', label: `Chapter ${number}`, number: String(number), stem });
    addSections(stem, number, sections);
  }
  return targets;
}

function assertResolved(proses: readonly PlacedProse[], targets: ReadonlyMap<string, Target>): void {
  for (const { chapter, section, prose } of proses) {
    const where = section === '' ? chapter : `section ${section} of ${chapter}`;
    for (const part of allParts(prose)) {
      if (part.type === 'ref' && !targets.has(part.target)) {
        throw new Error(`${where} refers to "${part.target}", which is not in the report`);
      }
      if (part.type === 'term' && !Object.hasOwn(GLOSSARY, part.term)) {
        throw new Error(`${where} uses the term "${part.term}", which is not in the glossary`);
      }
    }
  }
}

function sourcesOf(chapters: readonly Chapter[], outputs: Outputs): Map<string, Sources> {
  return new Map(
    chapters.flatMap((chapter): [string, Sources][] => [
      [chapterStem(chapter), new Sources(chapter.headline.needs, outputs)],
      ...chapter.sections.map(({ id, needs }): [string, Sources] => [id, new Sources(needs, outputs)]),
    ]),
  );
}

/**
 * Writes the report from the outputs of its measurements; `overview` stands before the first chapter. Throws an Error
 * on an unknown reference or term, on two things of one id, and on a measurement without data; each names the place.
 */
export function writeReport(
  chapters: readonly Chapter[],
  outputs: Outputs,
  overview?: Section,
): WrittenReport {
  const written = {
    overview: overview && {
      stem: OVERVIEW_STEM,
      section: writeSection(overview, '', outputs, OVERVIEW_STEM),
    },
    chapters: chapters.map((chapter) => writeChapter(chapter, outputs)),
  };
  const targets = targetsOf(written);
  const proses = reportProses(written);
  assertResolved(proses, targets);
  const claims = proses.flatMap(({ chapter, section, prose }) =>
    allParts(prose)
      .filter((part): part is ClaimPart => part.type === 'claim')
      .map((claim) => ({ chapter, section, claim })),
  );
  const sources = sourcesOf(chapters, outputs);
  if (overview) sources.set(overview.id, new Sources(overview.needs, outputs));
  const storedIn = new Map(
    chapterShares(chapters).flatMap(({ stem, measurements }) =>
      measurements.map(({ id }): [string, string] => [id, stem]),
    ),
  );
  return { ...written, targets, claims, sources, storedIn };
}
