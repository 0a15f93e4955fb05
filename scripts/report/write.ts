import type { Block } from './block.ts';
import { innerBlocks } from './block.ts';
import { GLOSSARY } from './glossary.ts';
import type { Needs } from './measurement.ts';
import type { ClaimPart, InlinePart, Part, Prose } from './part.ts';
import type { Chapter, Section } from './section.ts';
import { chapterStem } from './section.ts';
import { chapterShares } from './shares.ts';
import { Sources } from './source.ts';

/**
 * From measured outputs to a written report: every section's `write` called once, everything numbered, every
 * reference and term resolved. Pure, and independent of the format it is rendered to.
 */

export interface WrittenSection {
  readonly id: string;
  /** "1.3" */
  readonly number: string;
  readonly title: Prose;
  readonly blocks: readonly Block[];
}

export interface WrittenChapter {
  readonly number: number;
  readonly stem: string;
  readonly title: Prose;
  readonly question: Prose;
  readonly abilities: readonly Prose[];
  readonly headline: Prose;
  readonly sections: readonly WrittenSection[];
}

/** What a reference points at. */
export interface Target {
  readonly id: string;
  readonly type: 'chapter' | 'section' | 'figure' | 'table' | 'tokenStrip' | 'box';
  /** How it is called in a sentence: "Figure 1.2", "Section 1.3", "Chapter 1"; a box by its title. */
  readonly label: string;
  /** The number alone: "1.2"; '' for a box. */
  readonly number: string;
  /** The chapter it stands in. */
  readonly stem: string;
}

/** A claim and where it stands. */
export interface PlacedClaim {
  readonly chapter: string;
  readonly section: string;
  readonly claim: ClaimPart;
}

/** What stands before the first chapter: one section, whose figures and tables count from 0.1. */
export interface WrittenOverview {
  readonly stem: string;
  readonly section: WrittenSection;
}

export interface WrittenReport {
  readonly overview: WrittenOverview | undefined;
  readonly chapters: readonly WrittenChapter[];
  /** By id: chapters under their stem, sections, figures, tables, token strips and boxes under their own. */
  readonly targets: ReadonlyMap<string, Target>;
  readonly claims: readonly PlacedClaim[];
  /** Where the numbers of a section come from, by its id; those of a chapter's headline under its stem. */
  readonly sources: ReadonlyMap<string, Sources>;
  /** The stem of the data file that a measurement is stored in, by its id. */
  readonly storedIn: ReadonlyMap<string, string>;
}

export interface PlacedProse {
  readonly chapter: string;
  /** '' outside of any section. */
  readonly section: string;
  readonly prose: Prose;
}

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

/** Every block of a list of blocks, outer before inner, in reading order. */
export function allBlocks(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block) => [block, ...allBlocks(innerBlocks(block))]);
}

/** The proses that a block holds itself (not those of the blocks inside it). */
function ownProses(block: Block): readonly Prose[] {
  switch (block.type) {
    case 'prose':
      return [block];
    case 'listing':
      return [block.caption];
    case 'table':
      return [block.caption, ...block.columns.map((column) => column.head), ...block.rows.flat()];
    case 'figure':
      return [block.caption, block.alt];
    case 'tokenStrip':
      return [block.caption, block.alt, block.legend, ...block.tokens.map((token) => token.detail)];
    case 'pitfall':
    case 'box':
    case 'curious':
      return [block.title];
    case 'recap':
      return block.points;
    case 'math':
    case 'code':
    case 'exercise':
      return [];
  }
}

/** Every part of a prose, those inside notes and claims included. */
export function allParts(prose: Prose): Part[] {
  return prose.parts.flatMap((part): Part[] =>
    part.type === 'note' || part.type === 'claim' ? [part, ...allParts(part.prose)] : [part],
  );
}

/** Every prose of a chapter in reading order, with the id of its section ('' outside of any). */
export function chapterProses(
  chapter: WrittenChapter,
): { readonly section: string; readonly prose: Prose }[] {
  const head = [chapter.title, chapter.question, ...chapter.abilities, chapter.headline];
  return [...head.map((prose) => ({ section: '', prose })), ...chapter.sections.flatMap(sectionProses)];
}

function sectionProses(section: WrittenSection): { readonly section: string; readonly prose: Prose }[] {
  const proses = [section.title, ...allBlocks(section.blocks).flatMap(ownProses)];
  return proses.map((prose) => ({ section: section.id, prose }));
}

/** Every prose of a report in reading order, with the stem of its chapter and the id of its section. */
export function reportProses({
  overview,
  chapters,
}: Pick<WrittenReport, 'overview' | 'chapters'>): PlacedProse[] {
  return [
    ...(overview
      ? sectionProses(overview.section).map((placed) => ({ chapter: overview.stem, ...placed }))
      : []),
    ...chapters.flatMap((chapter) =>
      chapterProses(chapter).map((placed) => ({ chapter: chapter.stem, ...placed })),
    ),
  ];
}

/** Every section of a report, with the stem that its files stand under. */
export function reportSections({ overview, chapters }: Pick<WrittenReport, 'overview' | 'chapters'>): {
  readonly stem: string;
  readonly section: WrittenSection;
}[] {
  return [
    ...(overview ? [overview] : []),
    ...chapters.flatMap(({ stem, sections }) => sections.map((section) => ({ stem, section }))),
  ];
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

/** Prose without any markup, for labels and checks: values as shown, math as TeX. */
export function plainText(prose: Prose): string {
  const show = (part: InlinePart): string => {
    switch (part.type) {
      case 'value':
        return part.unit === ''
          ? part.text
          : part.unit === '%'
            ? `${part.text}%`
            : `${part.text} ${part.unit}`;
      case 'text':
      case 'token':
      case 'term':
        return part.text;
      case 'math':
        return part.tex.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');
      case 'ref':
        return part.target;
      case 'note':
        return '';
      case 'claim':
        return plainText(part.prose);
    }
  };
  return prose.parts
    .map((part) => (part.type === 'literal' ? part.markdown.replaceAll(/[*_`]/g, '') : show(part)))
    .join('');
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
