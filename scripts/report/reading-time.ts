import { lookingAt } from '#base/source-location';
import type { Block, CodeBlock } from './block.ts';
import { allParts } from './prose-contents.ts';
import type { Prose } from './prose-parts.ts';
import { contentsOf, type WrittenChapter, type WrittenSection } from './report-tree.ts';

/** How long a chapter takes to read, without what is folded and the sources. */

const WORDS_PER_MINUTE = 220;
/** What takes time beside the words, in seconds. */
const SECONDS: Partial<Record<Block['type'], number>> = {
  math: 20,
  figure: 40,
  tokenStrip: 40,
  table: 45,
};
const SECONDS_A_LINE_OF_CODE = 5;
/** Readers go back to about one line in seven. */
const READ_TWICE = 1.15;
const LEFT_OUT: readonly Block['type'][] = ['instrument', 'curious', 'sources'];

/** The listing of a program inside prose, with its fences. */
const LISTING = /```.*?```/gs;

/** A value, a token or a link is a word. */
function textOf(prose: Prose): string {
  return allParts(prose)
    .map((part) => (part.type === 'literal' ? part.markdown : ' value '))
    .join('');
}

const linesIn = (text: string): number => text.split('\n').filter((line) => line.trim() !== '').length;

function secondsOfProse(prose: Prose): number {
  const text = textOf(prose);
  const fences = 2;
  const code = (text.match(LISTING) ?? []).reduce((sum, listing) => sum + linesIn(listing) - fences, 0);
  const words = text.replaceAll(LISTING, '').match(/\p{L}[\p{L}'’-]*/gu)?.length ?? 0;
  return (60 * words) / WORDS_PER_MINUTE + SECONDS_A_LINE_OF_CODE * code;
}

/** What is read of a block: of a picture its caption and sentences, of an exercise its task. */
function readIn(block: Block): ReturnType<typeof contentsOf> {
  if (block.type === 'exercise') return { blocks: block.task };
  const contents = contentsOf(block);
  return 'caption' in block ? { ...contents, proses: [block.caption] } : contents;
}

/** The text of a region of code that a block shows. */
export type SourceOf = (block: CodeBlock) => string;

function secondsOf(block: Block, sourceOf: SourceOf): number {
  if (LEFT_OUT.includes(block.type)) return 0;
  if (block.type === 'code') return SECONDS_A_LINE_OF_CODE * lookingAt(block, () => linesIn(sourceOf(block)));
  const { proses = [], blocks = [] } = readIn(block);
  const seconds = [...proses.map(secondsOfProse), ...blocks.map((inner) => secondsOf(inner, sourceOf))];
  return seconds.reduce((sum, one) => sum + one, SECONDS[block.type] ?? 0);
}

/** The minutes that some sections take, to the nearest one, at least one if there are any. */
export function minutesOf(sections: readonly WrittenSection[], sourceOf: SourceOf): number {
  const blocks = sections.flatMap((section) => section.blocks);
  const seconds = blocks.reduce((sum, block) => sum + secondsOf(block, sourceOf), 0);
  return Math.max(sections.length > 0 ? 1 : 0, Math.round((READ_TWICE * seconds) / 60));
}

/** "1 minute", "4 minutes" */
export const inMinutes = (minutes: number): string => `${minutes} minute${minutes === 1 ? '' : 's'}`;

/** The minutes of a chapter's core, and of all that goes further. */
export function readingMinutes({ sections }: Pick<WrittenChapter, 'sections'>, sourceOf: SourceOf) {
  const further = sections.filter(({ goesFurther }) => goesFurther);
  const core = sections.filter(({ goesFurther }) => !goesFurther);
  return {
    core: minutesOf(core, sourceOf),
    further: further.reduce((sum, section) => sum + minutesOf([section], sourceOf), 0),
  };
}

/** The minutes of the whole report: of the cores, and of everything. */
export function totalMinutes(chapters: readonly ReturnType<typeof readingMinutes>[]) {
  const core = chapters.reduce((sum, minutes) => sum + minutes.core, 0);
  const all = chapters.reduce((sum, minutes) => sum + minutes.further, core);
  return { coreMinutes: core, allMinutes: all > core && all };
}

/** How the minutes of a chapter are printed. */
export function printedMinutes({ core, further }: ReturnType<typeof readingMinutes>) {
  return { core: inMinutes(core), further: further > 0 && further };
}
