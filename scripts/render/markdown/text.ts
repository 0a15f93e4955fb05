import { brokenLines } from '../shared/break-lines.ts';

/** For GitHub-flavoured Markdown: text from data comes out as itself, never as markup, link, footnote, math or HTML. */

const SPECIAL = /[\\`*_[\]<>|~$]|&(?=#|[a-z])|!(?=\[)/gi;

/** What GitHub links by itself: addresses, `www.` and mail addresses; one backslash keeps them text. */
const AUTOLINK = /(https?|ftp)(:)(?=\/\/)|(www)(\.)|([\w.+-])(@)(?=[\w-]+\.)/gi;

/** `:name:` is an emoji on GitHub. */
const EMOJI = /:(?=[a-z0-9_+-]+:)/gi;

/** For text anywhere in a line of Markdown. Line breaks become spaces. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ')
    .replace(SPECIAL, (sign) => `\\${sign}`)
    .replace(AUTOLINK, (whole: string) => `${whole.slice(0, -1)}\\${whole.slice(-1)}`)
    .replace(EMOJI, '\\:');
}

/** What begins a block at the start of a line, and where the backslash goes to keep it text. */
const LINE_STARTS: readonly RegExp[] = [
  /^(\s*\d{1,9})([.)])(?=\s|$)/,
  /^(\s*)([-+*])(?=\s|$)/,
  /^(\s*)(#)(?=#{0,5}(?:\s|$))/,
  /^(\s*)(>)/,
  /^(\s*)([-=_*])(?=[-=_*\s]*$)/,
  /^(\s*)(~)(?=~~)/,
];

/** A paragraph with the sign escaped, at the start of each line, that would make it begin a list, heading, quote or rule. */
export function escapeLineStarts(paragraph: string): string {
  return paragraph
    .split('\n')
    .map((indented) => {
      const line = indented.trimStart();
      const start = LINE_STARTS.find((pattern) => pattern.test(line));
      return start ? line.replace(start, '$1\\$2') : line;
    })
    .join('\n');
}

/** Backticks around code: at least so many, and one more than any run of them inside. */
function backticks(code: string, least: number): string {
  const runs = code.match(/`+/g) ?? [];
  return '`'.repeat(Math.max(least, ...runs.map((run) => run.length + 1)));
}

/**
 * A code span. In a table cell a pipe needs a backslash even in code, and one that has it already can only be HTML. Line
 * breaks, which a code span cannot show, become ⏎.
 */
export function codeSpan(text: string, inTable = false): string {
  const oneLine = text.replace(/\r?\n|\r/g, '⏎');
  if (inTable && oneLine.includes('\\|')) {
    return `<code>${escapeMarkdown(oneLine).replaceAll('\\|', '&#124;')}</code>`;
  }
  const fence = backticks(oneLine, 1);
  // Markdown strips one space from both sides when there is one on both; so does a backtick at an edge need one.
  const needsSpace = /^`|`$/.test(oneLine) || (/^ .* $/s.test(oneLine) && oneLine.trim() !== '');
  const inside = needsSpace ? ` ${oneLine} ` : oneLine;
  return `${fence}${inTable ? inside.replaceAll('|', '\\|') : inside}${fence}`;
}

/** A fenced code block; the fence is longer than any run of backticks inside. */
export function codeFence(source: string, language: string): string {
  const fence = backticks(source, 3);
  return `${fence}${language}\n${source}\n${fence}`;
}

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

/** A paragraph in lines of one width, none of which begins anything but text. */
export function fillParagraph(markdown: string): string {
  return escapeLineStarts(fill(markdown));
}
