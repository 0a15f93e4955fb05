/** Filling lines: paragraphs of Markdown as people read them in a terminal or a diff. */

/** The longest line, in characters; a longer word gets a line of its own. */
const WIDTH = 110;

/** Stands for a space at which no line may break. Unicode keeps it free of meaning: no text has it. */
const KEPT_SPACE = '\uFDD0';

export function unbroken(text: string): string {
  return text.replaceAll(' ', KEPT_SPACE);
}

function fillLine(text: string): string {
  const lines: string[] = [];
  let line = '';
  let length = 0;
  for (const word of text.split(/[ \t\r\n]+/)) {
    const size = [...word].length;
    if (line !== '' && length + 1 + size > WIDTH) {
      lines.push(line);
      line = '';
      length = 0;
    }
    line = line === '' ? word : `${line} ${word}`;
    length += size + (length === 0 ? 0 : 1);
  }
  return [...lines, line].join('\n');
}

/** A paragraph in lines of one width; breaks that the author set (a backslash at a line's end) stay. */
export function fill(paragraph: string): string {
  return paragraph
    .split(/(?<=\\)\n/)
    .map(fillLine)
    .join('\n')
    .replaceAll(KEPT_SPACE, ' ');
}
