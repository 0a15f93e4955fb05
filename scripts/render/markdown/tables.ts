import { significant } from '#base/printed-number';
import { visibleToken } from '#base/visible-space';
import type { TokenStripBlock } from '#report/block';
import { type RenderedTable, stripTable } from '../shared/tables.ts';
import { valueAsText } from '../shared/text-of-prose.ts';
import type { MarkdownPlace } from './prose.ts';
import { renderInlineMarkdown } from './prose.ts';
import { codeSpan, escapeMarkdown } from './text.ts';

/** A GitHub table; every cell is one line in which pipes are escaped already. */
export function tableMarkdown({ heads, rows }: RenderedTable): string {
  const columns = heads.map(({ text }, index) => [text, ...rows.map((row) => row[index] ?? '')]);
  const widths = columns.map((cells) => Math.max(3, ...cells.map((cell) => [...cell].length)));
  const line = (cells: readonly string[]): string => {
    const padded = cells.map((cell, index) => {
      const space = ' '.repeat(Math.max(0, (widths[index] ?? 0) - [...cell].length));
      return heads[index]?.align === 'right' ? space + cell : cell + space;
    });
    return `| ${padded.join(' | ')} |`;
  };
  const rule = heads.map(({ align }, index) => {
    const dashes = '-'.repeat((widths[index] ?? 3) - 1);
    return align === 'right' ? `${dashes}:` : `${dashes}-`;
  });
  return [line(heads.map(({ text }) => text)), line(rule), ...rows.map(line)].join('\n');
}

/** There are no colours in Markdown: tokens from this share of the scale on are bold. */
const BOLD_FROM = 2 / 3;
const DIGITS = 3;

/** The smallest bold value, as the key prints it; values are compared as the table prints them. */
function boldFrom({ domain: [low, high] }: TokenStripBlock): number {
  return Number((low + BOLD_FROM * (high - low)).toPrecision(2));
}

function readable(text: string): string {
  return visibleToken(text).replaceAll('␣', ' ').replaceAll('⏎', '⏎ ');
}

/** Signs at the edges are left out: they could keep Markdown from seeing the stars. */
function boldMarkdown(text: string): string {
  const [, before = '', inside = '', after = ''] =
    /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/su.exec(text) ?? [];
  const bold = inside === '' ? '' : `**${escapeMarkdown(inside)}**`;
  return escapeMarkdown(before) + bold + escapeMarkdown(after);
}

/** The text in stretches that are bold and stretches that are not. */
function runsOf(block: TokenStripBlock) {
  const runs: { readonly bold: boolean; text: string }[] = [];
  for (const { text, value } of block.tokens) {
    const bold = value !== null && Number(value.toPrecision(DIGITS)) >= boldFrom(block);
    const last = runs.at(-1);
    if (last?.bold === bold) last.text += readable(text);
    else runs.push({ bold, text: readable(text) });
  }
  return runs;
}

export function stripTextMarkdown(block: TokenStripBlock): string {
  return runsOf(block)
    .map(({ bold, text }) => (bold ? boldMarkdown(text) : escapeMarkdown(text)))
    .join('');
}

export function stripKeyMarkdown(block: TokenStripBlock, place: MarkdownPlace): string {
  const name = renderInlineMarkdown(block.legend, place, { toFill: true });
  const from = escapeMarkdown(significant(boldFrom(block), 2));
  return `Tokens of at least ${from} (${name}) are bold; the folded table lists every value.`;
}

export function stripTableMarkdown(block: TokenStripBlock, place: MarkdownPlace): string {
  return tableMarkdown(
    stripTable(block, {
      prose: (prose) => renderInlineMarkdown(prose, place, { inTable: true }),
      token: ({ text }) => codeSpan(visibleToken(text), true),
      value: (value) => significant(value, DIGITS),
      probability: (part) => escapeMarkdown(valueAsText(part)),
    }),
  );
}
