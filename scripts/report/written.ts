import type { Block } from './block.ts';
import { innerBlocks } from './block.ts';
import type { ClaimPart, InlinePart, Part, Prose, ValuePart } from './part.ts';
import type { Sources } from './source.ts';

/** A written report: what it consists of, and ways to walk through its blocks, proses and parts in reading order. */

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

/** A number that is printed, and where. */
export interface PlacedValue {
  readonly chapter: string;
  /** '' outside of any section. */
  readonly section: string;
  readonly value: ValuePart;
}

/** The numbers of a part: itself, or those of its formula. */
function valuesOfPart(part: Part): ValuePart[] {
  if (part.type === 'value') return [part];
  return part.type === 'math' ? part.tex.filter((piece) => typeof piece !== 'string') : [];
}

/** The numbers of a block that stand in none of its proses: in its equation, in what was expected of a token. */
function valuesOfBlock(block: Block): ValuePart[] {
  if (block.type === 'math') return valuesOfPart(block);
  if (block.type !== 'tokenStrip') return [];
  return block.tokens.flatMap(({ insight }) => {
    if (!insight) return [];
    const { probability, rank, entropy, candidates, others } = insight;
    return [probability, rank, entropy, ...candidates.map((one) => one.probability), others];
  });
}

/** Every number that a report prints, with the stem of its chapter and the id of its section. */
export function reportValues(report: Pick<WrittenReport, 'overview' | 'chapters'>): PlacedValue[] {
  const inProses = reportProses(report).flatMap(({ prose, ...place }) =>
    allParts(prose)
      .flatMap(valuesOfPart)
      .map((value) => ({ ...place, value })),
  );
  const inBlocks = reportSections(report).flatMap(({ stem, section }) =>
    allBlocks(section.blocks)
      .flatMap(valuesOfBlock)
      .map((value) => ({ chapter: stem, section: section.id, value })),
  );
  return [...inProses, ...inBlocks];
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
