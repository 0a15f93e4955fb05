import type { Block } from './block.ts';
import type { Prose } from './part.ts';
import { allParts, type WrittenChapter } from './report-tree.ts';

/** How long a chapter takes to read. What is folded, and the sources, are left out: they are read by those who want them. */

const WORDS_PER_MINUTE = 220;
const SECONDS = { code: 30, picture: 20, formula: 10 } as const;

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
  return (60 * words) / WORDS_PER_MINUTE + SECONDS.code * listings;
}

function secondsOf(block: Block): number {
  const all = (blocks: readonly Block[]): number => blocks.reduce((sum, one) => sum + secondsOf(one), 0);
  switch (block.type) {
    case 'prose':
      return secondsOfProse(block);
    case 'math':
      return SECONDS.formula;
    case 'code':
      return SECONDS.code;
    case 'figure':
    case 'table':
    case 'tokenStrip':
      return SECONDS.picture + secondsOfProse(block.caption);
    case 'box':
    case 'pitfall':
      return secondsOfProse(block.title) + all(block.body);
    case 'exercise':
      return all(block.task);
    case 'recap':
      return block.points.reduce((sum, { prose }) => sum + secondsOfProse(prose), 0);
    case 'instrument':
    case 'listing':
    case 'output':
    case 'curious':
    case 'sources':
      return 0;
  }
}

/** The minutes that the main line of a chapter takes, to the nearest one. */
export function readingMinutes({ sections }: Pick<WrittenChapter, 'sections'>): number {
  const blocks = sections.flatMap((section) => section.blocks);
  return Math.round(blocks.reduce((sum, block) => sum + secondsOf(block), 0) / 60);
}
