import type { TokenStripBlock } from '#report/block';
import { significant } from '#report/format';
import type { TokenPart, ValuePart } from '#report/part';
import { escapeHtml } from './escape-html.ts';
import { codeSpan, escapeMarkdown } from './escape-markdown.ts';
import type { HtmlPlace } from './prose-html.ts';
import { numberHtml, renderInlineHtml, tokenHtml, valueHtml } from './prose-html.ts';
import type { MarkdownPlace } from './prose-markdown.ts';
import { renderInlineMarkdown } from './prose-markdown.ts';
import { STRIP_STEPS } from './strip-colours.ts';
import { tableHtml, tableMarkdown } from './tables.ts';
import { textOfProse, valueAsText } from './text-of-prose.ts';
import { inspectorHtml } from './token-inspector.ts';
import { tokenPieces, visibleToken } from './token-pieces.ts';

/** A text whose tokens are tinted by a value, and the same as a table for those who cannot tell the tints apart. */

type StripToken = TokenStripBlock['tokens'][number];

/** The tint of a value: 0 at the lower end of the scale to STRIP_STEPS - 1 at the upper, values beyond clamped. */
export function stripStep(value: number, [low, high]: readonly [number, number]): number {
  const share = (value - low) / (high - low);
  return Math.round(Math.min(1, Math.max(0, share)) * (STRIP_STEPS - 1));
}

/** From this share of the scale on a token is bold where there are no colours. */
const BOLD_FROM = 2 / 3;

/** The value from which on tokens are bold. */
function boldFrom([low, high]: readonly [number, number]): number {
  return low + BOLD_FROM * (high - low);
}

/** A value of the strip itself, which says what colours it. */
function stripValueHtml(value: number, attributes = ''): string {
  return numberHtml({ value }, escapeHtml(significant(value, 3)), attributes);
}

/** A token's text to be read on: spaces stay spaces, lines break where the text breaks them. */
function readableHtml(text: string): string {
  return tokenPieces(text)
    .map((piece) => {
      if (piece.kind === 'text') return escapeHtml(piece.text);
      return piece.text
        .split(/([␣⏎])/)
        .map((sign) =>
          sign === '␣'
            ? ' '
            : sign === '⏎'
              ? '<span class="sign">⏎</span><br>'
              : sign === ''
                ? ''
                : `<span class="sign">${escapeHtml(sign)}</span>`,
        )
        .join('');
    })
    .join('');
}

/** What colours a token and what else is told of it, for its tool tip. */
function inWords({ value, detail }: StripToken, { legend }: TokenStripBlock, place: HtmlPlace): string {
  const words = textOfProse(detail, place.targets);
  return value === null ? words : `${textOfProse(legend, place.targets)} ${significant(value, 3)}, ${words}`;
}

function stripTokens(block: TokenStripBlock, place: HtmlPlace): string {
  return block.tokens
    .map((token) => {
      const { text, value } = token;
      const tint = value === null || Number.isNaN(value) ? 'none' : String(stripStep(value, block.domain));
      const title = escapeHtml(`${visibleToken(text)}: ${inWords(token, block, place)}`);
      return `<span class="t tint-${tint}" title="${title}">${readableHtml(text)}</span>`;
    })
    .join('');
}

function legendHtml(block: TokenStripBlock, place: HtmlPlace): string {
  const steps = Array.from({ length: STRIP_STEPS }, (_, step) => `<span class="tint-${step}"></span>`).join(
    '',
  );
  const [low, high] = block.domain;
  return (
    `<p class="legend"><span class="legend-name">${renderInlineHtml(block.legend, place)}</span> ` +
    `<span class="legend-scale">${stripValueHtml(low)} <span class="legend-steps" aria-hidden="true">${steps}</span> ${stripValueHtml(high)}</span></p>`
  );
}

/** A column of the table of a strip. */
interface StripColumn {
  readonly head: string;
  readonly align: 'left' | 'right';
  readonly cell: (token: StripToken) => string;
}

/** A strip as a table; columns of what the model expected only where the strip knows it. */
function tableOf(block: TokenStripBlock, columns: readonly StripColumn[], insights: readonly StripColumn[]) {
  const all = block.tokens.some(({ insight }) => insight) ? [...columns, ...insights] : columns;
  return {
    heads: all.map(({ head, align }) => ({ text: head, align })),
    rows: block.tokens.map((token) => all.map(({ cell }) => cell(token))),
  };
}

const [EXPECTED, ITS_PROBABILITY] = ['expected most', 'its probability'];

/** The strip, its legend, what a reader can look into, and its table folded away. */
export function tokenStripHtml(block: TokenStripBlock, place: HtmlPlace, captionId: string): string {
  const legend = renderInlineHtml(block.legend, place);
  const columns: StripColumn[] = [
    { head: 'token', align: 'left', cell: ({ text }) => tokenHtml(text) },
    {
      head: legend,
      align: 'right',
      cell: ({ value }) => (value === null ? '' : stripValueHtml(value, place.sourceOf?.({ value }))),
    },
    { head: 'in words', align: 'left', cell: ({ detail }) => renderInlineHtml(detail, place) },
  ];
  const first = ({ insight }: StripToken) => insight?.candidates[0];
  const insights: StripColumn[] = [
    { head: EXPECTED, align: 'left', cell: (token) => tokenHtmlOf(first(token)?.token) },
    { head: ITS_PROBABILITY, align: 'right', cell: (token) => valueHtmlOf(first(token)?.probability, place) },
  ];
  const table = tableHtml(tableOf(block, columns, insights), captionId);
  return (
    `${legendHtml(block, place)}\n` +
    `<p class="visually-hidden">${renderInlineHtml(block.alt, place)}</p>\n` +
    `<p class="strip" id="${block.id}-tokens">${stripTokens(block, place)}</p>\n` +
    inspectorHtml(block, place) +
    `<details class="fold as-table"><summary>The same as a table</summary>\n${table}\n</details>`
  );
}

function tokenHtmlOf(part: TokenPart | undefined): string {
  return part ? tokenHtml(part.text) : '';
}

function valueHtmlOf(part: ValuePart | undefined, place: HtmlPlace): string {
  return part ? valueHtml(part, place) : '';
}

/** A token's text to be read on, as plain text. */
function readable(text: string): string {
  return visibleToken(text).replaceAll('␣', ' ').replaceAll('⏎', '⏎ ');
}

/** Bold from its first letter or digit to its last: signs at its edges could keep Markdown from seeing the stars. */
function boldMarkdown(text: string): string {
  const [, before = '', inside = '', after = ''] =
    /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/su.exec(text) ?? [];
  const bold = inside === '' ? '' : `**${escapeMarkdown(inside)}**`;
  return escapeMarkdown(before) + bold + escapeMarkdown(after);
}

/** The text of a strip in one paragraph, the tokens of the largest values bold. */
export function stripTextMarkdown({ tokens, domain }: TokenStripBlock): string {
  const least = boldFrom(domain);
  const runs: { readonly bold: boolean; text: string }[] = [];
  for (const { text, value } of tokens) {
    const bold = value !== null && value >= least;
    const last = runs.at(-1);
    if (last?.bold === bold) last.text += readable(text);
    else runs.push({ bold, text: readable(text) });
  }
  return runs.map(({ bold, text }) => (bold ? boldMarkdown(text) : escapeMarkdown(text))).join('');
}

/** What is bold in the text of a strip. */
export function stripKeyMarkdown({ legend, domain }: TokenStripBlock, place: MarkdownPlace): string {
  const name = renderInlineMarkdown(legend, place, { toFill: true });
  return `Bold: ${escapeMarkdown(significant(boldFrom(domain), 2))} or more (${name}).`;
}

/** The strip as a table. */
export function tokenStripMarkdown(block: TokenStripBlock, place: MarkdownPlace): string {
  const inTable = { inTable: true };
  const columns: StripColumn[] = [
    { head: 'token', align: 'left', cell: ({ text }) => codeSpan(visibleToken(text), true) },
    {
      head: renderInlineMarkdown(block.legend, place, inTable),
      align: 'right',
      cell: ({ value }) => (value === null ? '' : significant(value, 3)),
    },
    { head: 'in words', align: 'left', cell: ({ detail }) => renderInlineMarkdown(detail, place, inTable) },
  ];
  const first = ({ insight }: StripToken) => insight?.candidates[0];
  const insights: StripColumn[] = [
    {
      head: EXPECTED,
      align: 'left',
      cell: (token) => {
        const likeliest = first(token);
        return likeliest ? codeSpan(visibleToken(likeliest.token.text), true) : '';
      },
    },
    {
      head: ITS_PROBABILITY,
      align: 'right',
      cell: (token) => {
        const likeliest = first(token);
        return likeliest ? escapeMarkdown(valueAsText(likeliest.probability)) : '';
      },
    },
  ];
  return tableMarkdown(tableOf(block, columns, insights));
}
