import type { Block, DataRow, FigureBlock, InstrumentBlock, TokenInsight, Work } from './block.ts';
import { contentsOfPart, valuesIn } from './prose-contents.ts';
import type { FindingPart, Prose, ValuePart } from './prose-parts.ts';

export { plainText } from './plain-text.ts';

/** A written report: what it consists of, and ways to walk through its blocks, proses and parts in reading order. */

export interface WrittenSection {
  readonly id: string;
  /** "1.3" */
  readonly number: string;
  readonly title: Prose;
  /** The title of the group of sections that begins with it. */
  readonly group?: string;
  /** Whether it comes after the chapter's core, to be read by itself. */
  readonly goesFurther?: boolean;
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
  readonly samples: readonly { readonly id: string; readonly rows: readonly DataRow[] }[];
}

export interface Target {
  readonly id: string;
  readonly type: 'chapter' | 'section' | 'figure' | 'table' | 'tokenStrip' | 'box';
  /** How it is called in a sentence: "Figure 1.2", "Section 1.3", "Chapter 1"; a box by its title. */
  readonly label: string;
  /** The number alone: "1.2"; '' for a box. */
  readonly number: string;
  readonly stem: string;
}

/** A finding where it is first stated in the text of a section; recaps and headlines repeat it. */
export interface PlacedFinding extends Place {
  readonly finding: FindingPart;
}

/** What comes before the first chapter: one section, whose figures and tables count from 0.1. */
interface WrittenOverview {
  readonly stem: string;
  readonly section: WrittenSection;
}

export interface WrittenParts {
  readonly overview: WrittenOverview | undefined;
  readonly chapters: readonly WrittenChapter[];
}

export interface WrittenReport extends WrittenParts {
  /** By id: chapters under their stem, sections, figures, tables, token strips and boxes under their own. */
  readonly targets: ReadonlyMap<string, Target>;
  /** Each finding once, in reading order. */
  readonly findings: readonly PlacedFinding[];
  /** The stem of the data file that a measurement is stored in, by its id. */
  readonly storedIn: ReadonlyMap<string, string>;
}

interface Place {
  readonly chapter: string;
  /** '' outside of any section. */
  readonly section: string;
}

export interface PlacedProse extends Place {
  readonly prose: Prose;
}

interface BlockContents {
  readonly proses?: readonly Prose[];
  /** Numbers in none of its proses: in an equation, in what a model expected of a token. */
  readonly values?: readonly ValuePart[];
  readonly blocks?: readonly Block[];
  /** What references to it are called by: a word and a number that counts in the chapter, or its title. */
  readonly target?: Pick<Target, 'id' | 'type'> & { readonly calledBy: 'Figure' | 'Table' | Prose };
}

/** The one place that looks into blocks: a new type of block does not compile until it has a case here. */
export function contentsOf(block: Block): BlockContents {
  switch (block.type) {
    case 'prose':
      return { proses: [block] };
    case 'math':
      return { values: contentsOfPart(block).values ?? [] };
    case 'code':
    case 'instrument':
      return {};
    case 'output':
      return { proses: [...(block.from ? [block.from] : []), ...block.lines] };
    case 'table': {
      const { id, type, caption, columns, rows } = block;
      const proses = [caption, ...columns.map(({ head }) => head), ...rows.flat()];
      return { proses, target: { id, type, calledBy: 'Table' } };
    }
    case 'figure': {
      const { id, type, caption, alt, scene } = block;
      const states = scene?.states.map((state) => state.alt) ?? [alt];
      const { title, frames = [] } = scene?.dial ?? {};
      return {
        proses: [caption, ...states, ...(title ? [title] : []), ...frames.map(({ label }) => label)],
        blocks: scene?.sentences ?? [],
        target: { id, type, calledBy: 'Figure' },
      };
    }
    case 'tokenStrip': {
      const { id, type, caption, alt, legend, tokens } = block;
      const proses = [caption, alt, legend, ...tokens.map(({ detail }) => detail)];
      const values = tokens.flatMap(({ insight }) => (insight ? valuesOfInsight(insight) : []));
      return { proses, values, target: { id, type, calledBy: 'Figure' } };
    }
    case 'pitfall':
    case 'curious':
      return { proses: [block.title], blocks: block.body };
    case 'box': {
      const { id, type, title, body } = block;
      return { proses: [title], blocks: body, target: { id, type, calledBy: title } };
    }
    case 'exercise':
      return { blocks: [...block.task, ...block.answer] };
    case 'sources':
      return { proses: block.works.map(({ adds }) => adds) };
    case 'recap':
      return { proses: block.points.map(({ prose }) => prose) };
  }
}

function valuesOfInsight({ probability, rank, entropy, candidates, others }: TokenInsight): ValuePart[] {
  return [probability, rank, entropy, ...candidates.map((one) => one.probability), others];
}

/** Every block of a list of blocks, outer before inner, in reading order. */
export function allBlocks(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block) => [block, ...allBlocks(contentsOf(block).blocks ?? [])]);
}

export function worksIn(sections: readonly WrittenSection[]): Work[] {
  return sections
    .flatMap(({ blocks }) => allBlocks(blocks))
    .flatMap((block) => (block.type === 'sources' ? block.works : []));
}

export function worksById(sections: readonly WrittenSection[]): Map<string, Work> {
  return new Map(worksIn(sections).map((work) => [work.id, work]));
}

/** Every prose of a chapter in reading order, with the id of its section ('' outside of any). */
export function chapterProses(chapter: WrittenChapter): Omit<PlacedProse, 'chapter'>[] {
  const head = [chapter.title, chapter.question, ...chapter.abilities, chapter.headline];
  return [...head.map((prose) => ({ section: '', prose })), ...chapter.sections.flatMap(sectionProses)];
}

function sectionProses({ id, title, blocks }: WrittenSection): Omit<PlacedProse, 'chapter'>[] {
  const inBlocks = allBlocks(blocks).flatMap((block) => contentsOf(block).proses ?? []);
  return [title, ...inBlocks].map((prose) => ({ section: id, prose }));
}

/** In reading order, with the stem of the chapter and the id of the section. */
export function reportProses({ overview, chapters }: WrittenParts): PlacedProse[] {
  const placed = chapters.map((chapter) => ({ stem: chapter.stem, proses: chapterProses(chapter) }));
  if (overview) placed.unshift({ stem: overview.stem, proses: sectionProses(overview.section) });
  return placed.flatMap(({ stem, proses }) => proses.map((prose) => ({ chapter: stem, ...prose })));
}

/** Every section of a report, with the stem of its files. */
export function reportSections({ overview, chapters }: WrittenParts): WrittenOverview[] {
  const inChapters = chapters.flatMap(({ stem, sections }) => sections.map((section) => ({ stem, section })));
  return overview ? [overview, ...inChapters] : inChapters;
}

/** Every figure of a report, or of its chapter with that stem, in reading order. */
export function figuresOf(report: WrittenParts, stem?: string): { stem: string; block: FigureBlock }[] {
  return reportSections(report)
    .filter((placed) => stem === undefined || placed.stem === stem)
    .flatMap(({ stem, section }) => allBlocks(section.blocks).map((block) => ({ stem, block })))
    .flatMap(({ stem, block }) => (block.type === 'figure' ? [{ stem, block }] : []));
}

/** Every instrument of a report, with the stem of its chapter and the section that it is in. */
export function instrumentsOf(
  report: WrittenParts,
): (WrittenOverview & { readonly block: InstrumentBlock })[] {
  return reportSections(report).flatMap((placed) =>
    allBlocks(placed.section.blocks).flatMap((block) =>
      block.type === 'instrument' ? [{ ...placed, block }] : [],
    ),
  );
}

/** How many findings do not hold for the model of a report, of how many; false where all hold. */
export function withdrawnFindings({ findings }: Pick<WrittenReport, 'findings'>) {
  const count = findings.filter(({ finding }) => finding.outcome !== 'holds').length;
  return count > 0 && { count, of: findings.length };
}

/** Every number that a report prints, with the stem of its chapter and the id of its section. */
export function reportValues(report: WrittenParts): (Place & { readonly value: ValuePart })[] {
  const inProses = reportProses(report).flatMap(({ prose, ...place }) =>
    valuesIn(prose).map((value) => ({ ...place, value })),
  );
  const inBlocks = reportSections(report).flatMap(({ stem, section }) =>
    allBlocks(section.blocks)
      .flatMap((block) => contentsOf(block).values ?? [])
      .map((value) => ({ chapter: stem, section: section.id, value })),
  );
  return [...inProses, ...inBlocks];
}
