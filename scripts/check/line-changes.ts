import { structuredPatch } from 'diff';

export interface LineChange {
  /** The number, from 1, of the first line that differs in the text before. */
  readonly line: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The search takes time with the square of the edits: beyond this many, the texts have little in common. */
const MOST_EDITS = 2000;
/** Lines that are shown of texts that have little in common. */
const BEGINNING = 20;

export function lineChanges(before: string, after: string): LineChange[] {
  const options = { context: 0, maxEditLength: MOST_EDITS };
  const patch = structuredPatch('', '', before, after, undefined, undefined, options);
  if (!patch)
    return [{ line: 1, before: before.split('\n', BEGINNING), after: after.split('\n', BEGINNING) }];
  return patch.hunks.map(({ oldStart, lines }) => {
    const marked = (mark: string): string[] =>
      lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(1));
    return { line: oldStart, before: marked('-'), after: marked('+') };
  });
}

/** A long line cut down to where it first differs from another, with some context around. */
export function aroundDifference(text: string, other: string, context: number): string {
  let from = 0;
  while (from < Math.min(text.length, other.length) && text[from] === other[from]) from++;
  const [start, stop] = [Math.max(0, from - context), from + context];
  return `${start > 0 ? '…' : ''}${text.slice(start, stop)}${stop < text.length ? '…' : ''}`;
}
