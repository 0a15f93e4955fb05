import type { TokenStripBlock } from '#report/block';
import { significant } from '#report/format';
import { stripTable } from '../shared/tables.ts';
import { valueAsText } from '../shared/text-of-prose.ts';
import { visibleToken } from '../shared/token-pieces.ts';
import { codeSpan, escapeMarkdown } from './escape.ts';
import type { MarkdownPlace } from './prose.ts';
import { renderInlineMarkdown } from './prose.ts';
import { tableMarkdown } from './tables.ts';

/** There are no colours in Markdown: tokens from this share of the scale on are bold. */
const BOLD_FROM = 2 / 3;
const DIGITS = 3;

/** Where more than a third of the tokens would be bold, the share of them that is. */
const MOST_SURPRISING = 0.1;

/** As it is printed in the key; values are compared as the table prints them. */
function boldFrom({ tokens, domain: [low, high] }: TokenStripBlock): number {
  const least = Number((low + BOLD_FROM * (high - low)).toPrecision(2));
  const values = tokens.flatMap(({ value }) => (value === null ? [] : [Number(value.toPrecision(DIGITS))]));
  if (values.filter((value) => value >= least).length <= values.length / 3) return least;
  const falling = values.sort((a, b) => b - a);
  return Number((falling[Math.floor(MOST_SURPRISING * values.length)] ?? least).toPrecision(2));
}

function readable(text: string): string {
  return visibleToken(text).replaceAll('␣', ' ').replaceAll('⏎', '⏎ ');
}

/** A text that is to be bold: what is, from its first letter or digit to its last, and what stands around that. */
function partsOf(text: string) {
  const [, before = '', inside = '', after = ''] =
    /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/su.exec(text) ?? [];
  return { before, inside, after };
}

/** Signs at the edges are left out: they could keep Markdown from seeing the stars. */
function boldMarkdown(text: string): string {
  const { before, inside, after } = partsOf(text);
  const bold = inside === '' ? '' : `**${escapeMarkdown(inside)}**`;
  return escapeMarkdown(before) + bold + escapeMarkdown(after);
}

/** The text in stretches that are bold and stretches that are not. */
function runsOf({ tokens }: TokenStripBlock, least: number) {
  const runs: { readonly bold: boolean; text: string }[] = [];
  for (const { text, value } of tokens) {
    const bold = value !== null && Number(value.toPrecision(DIGITS)) >= least;
    const last = runs.at(-1);
    if (last?.bold === bold) last.text += readable(text);
    else runs.push({ bold, text: readable(text) });
  }
  return runs;
}

export function stripTextMarkdown(block: TokenStripBlock): string {
  return runsOf(block, boldFrom(block))
    .map(({ bold, text }) => (bold ? boldMarkdown(text) : escapeMarkdown(text)))
    .join('');
}

export function stripKeyMarkdown(block: TokenStripBlock, place: MarkdownPlace): string {
  const name = renderInlineMarkdown(block.legend, place, { toFill: true });
  const least = boldFrom(block);
  const leavesOut = runsOf(block, least).some(({ bold, text }) => {
    const { before, after } = partsOf(text);
    return bold && `${before}${after}`.trim() !== '';
  });
  const what = leavesOut ? 'Bold, but for signs at the edges' : 'Bold';
  return `${what}: ${escapeMarkdown(significant(least, 2))} or more (${name}); all values are in the folded table.`;
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
