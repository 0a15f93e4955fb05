/**
 * Escaping for GitHub-flavoured Markdown: text from data must come out as itself, never as markup, link, footnote,
 * math or HTML, and stay readable as plain text.
 */

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

/** A line of a paragraph with the sign escaped, if any, that would make it begin a list, heading, quote or rule. */
export function escapeLineStart(line: string): string {
  for (const pattern of LINE_STARTS) {
    if (pattern.test(line)) return line.replace(pattern, '$1\\$2');
  }
  return line;
}

export function escapeLineStarts(paragraph: string): string {
  return paragraph
    .split('\n')
    .map((line) => escapeLineStart(line.trimStart()))
    .join('\n');
}

/**
 * A code span: fenced by one backtick more than the longest run inside it. In a table cell a pipe needs a backslash
 * even in code; a pipe that has one already cannot be written so, only as HTML. Line breaks, which a code span cannot
 * show, become ⏎.
 */
export function codeSpan(text: string, inTable = false): string {
  const oneLine = text.replace(/\r?\n|\r/g, '⏎');
  if (inTable && oneLine.includes('\\|')) {
    return `<code>${escapeMarkdown(oneLine).replaceAll('\\|', '&#124;')}</code>`;
  }
  const runs = oneLine.match(/`+/g) ?? [];
  const fence = '`'.repeat(runs.reduce((longest, run) => Math.max(longest, run.length), 0) + 1);
  // Markdown strips one space from both sides when there is one on both; so does a backtick at an edge need one.
  const needsSpace = /^`|`$/.test(oneLine) || (/^ .* $/s.test(oneLine) && oneLine.trim() !== '');
  const inside = needsSpace ? ` ${oneLine} ` : oneLine;
  return `${fence}${inTable ? inside.replaceAll('|', '\\|') : inside}${fence}`;
}

/** A fenced code block; the fence is longer than any run of backticks inside. */
export function codeFence(source: string, language: string): string {
  const runs = source.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(3, runs.reduce((longest, run) => Math.max(longest, run.length), 0) + 1));
  return `${fence}${language}\n${source}\n${fence}`;
}
