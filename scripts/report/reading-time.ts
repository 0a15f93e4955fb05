import type { Block } from './block.ts';
import type { Prose } from './part.ts';
import { allParts, contentsOf, type WrittenChapter } from './report-tree.ts';

/** How long a chapter takes to read. What is folded, and the sources, are left out: they are read by those who want them. */

const WORDS_PER_MINUTE = 220;
/** What takes time beside the words. */
const SECONDS: Partial<Record<Block['type'], number>> = {
  code: 30,
  math: 10,
  figure: 20,
  table: 20,
  tokenStrip: 20,
};
const SECONDS_A_LISTING = 30;
const LEFT_OUT: readonly Block['type'][] = ['instrument', 'output', 'curious', 'sources'];

/** The listing of a program inside prose. */
const LISTING = /```.*?```/gs;

/** A value, a token or a link is a word. */
function textOf(prose: Prose): string {
  return allParts(prose)
    .map((part) => (part.type === 'literal' ? part.markdown : ' value '))
    .join('');
}

function secondsOfProse(prose: Prose): number {
  const text = textOf(prose);
  const listings = text.match(LISTING)?.length ?? 0;
  const words = text.replaceAll(LISTING, '').match(/\p{L}[\p{L}'’-]*/gu)?.length ?? 0;
  return (60 * words) / WORDS_PER_MINUTE + SECONDS_A_LISTING * listings;
}

/** What is read of a block: of a picture its caption, of an exercise its task. */
function readIn(block: Block): ReturnType<typeof contentsOf> {
  if (block.type === 'exercise') return { blocks: block.task };
  return 'caption' in block ? { proses: [block.caption] } : contentsOf(block);
}

function secondsOf(block: Block): number {
  if (LEFT_OUT.includes(block.type)) return 0;
  const { proses = [], blocks = [] } = readIn(block);
  const seconds = [...proses.map(secondsOfProse), ...blocks.map(secondsOf)];
  return seconds.reduce((sum, one) => sum + one, SECONDS[block.type] ?? 0);
}

/** The minutes that the main line of a chapter takes, to the nearest one. */
export function readingMinutes({ sections }: Pick<WrittenChapter, 'sections'>): number {
  const blocks = sections.flatMap((section) => section.blocks);
  return Math.round(blocks.reduce((sum, block) => sum + secondsOf(block), 0) / 60);
}
