import { brokenLines } from '../shared/break-lines.ts';

/** Paragraphs of Markdown in lines, as people read them in a terminal or a diff. */

/** The longest line, in characters; a longer word gets a line of its own. */
const WIDTH = 110;

/** Stands for a space at which no line may break. Unicode keeps it free of meaning: no text has it. */
const KEPT_SPACE = '\uFDD0';

export function unbroken(text: string): string {
  return text.replaceAll(' ', KEPT_SPACE);
}

/** A paragraph in lines of one width. */
export function fill(paragraph: string): string {
  return brokenLines(paragraph.split(/[ \t\r\n]+/), (line) => [...line].length <= WIDTH)
    .join('\n')
    .replaceAll(KEPT_SPACE, ' ');
}
