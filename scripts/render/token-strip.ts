import type { TokenStripBlock } from '#report/block';
import { significant } from '#report/format';
import { escapeHtml } from './escape-html.ts';
import { codeSpan } from './escape-markdown.ts';
import type { HtmlPlace } from './prose-html.ts';
import { renderInlineHtml, tokenHtml } from './prose-html.ts';
import type { MarkdownPlace } from './prose-markdown.ts';
import { renderInlineMarkdown } from './prose-markdown.ts';
import { STRIP_STEPS } from './strip-colours.ts';
import { tableHtml, tableMarkdown } from './tables.ts';
import { textOfProse } from './text-of-prose.ts';
import { tokenPieces, visibleToken } from './token-pieces.ts';

/** A text whose tokens are tinted by a value, and the same as a table for those who cannot tell the tints apart. */

/** The tint of a value: 0 at the lower end of the scale to STRIP_STEPS - 1 at the upper, values beyond clamped. */
export function stripStep(value: number, [low, high]: readonly [number, number]): number {
  const share = (value - low) / (high - low);
  return Math.round(Math.min(1, Math.max(0, share)) * (STRIP_STEPS - 1));
}

function numberHtml(value: number): string {
  return `<data class="value" value="${value}">${escapeHtml(significant(value, 3))}</data>`;
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

function stripTokens(block: TokenStripBlock, place: HtmlPlace): string {
  return block.tokens
    .map(({ text, value, detail }) => {
      const tint = value === null || Number.isNaN(value) ? 'none' : String(stripStep(value, block.domain));
      const title = escapeHtml(`${visibleToken(text)}: ${textOfProse(detail, place.targets)}`);
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
    `<span class="legend-scale">${numberHtml(low)} <span class="legend-steps" aria-hidden="true">${steps}</span> ${numberHtml(high)}</span></p>`
  );
}

/** The strip, its legend, and its table folded away. */
export function tokenStripHtml(block: TokenStripBlock, place: HtmlPlace, captionId: string): string {
  const table = tableHtml(
    {
      heads: [
        { text: 'token', align: 'left' },
        { text: renderInlineHtml(block.legend, place), align: 'right' },
        { text: 'in words', align: 'left' },
      ],
      rows: block.tokens.map(({ text, value, detail }) => [
        tokenHtml(text),
        value === null ? '' : numberHtml(value),
        renderInlineHtml(detail, place),
      ]),
    },
    captionId,
  );
  return (
    `${legendHtml(block, place)}\n` +
    `<p class="visually-hidden">${renderInlineHtml(block.alt, place)}</p>\n` +
    `<p class="strip">${stripTokens(block, place)}</p>\n` +
    `<details class="fold as-table"><summary>The same as a table</summary>\n${table}\n</details>`
  );
}

/** The strip as a table. */
export function tokenStripMarkdown(block: TokenStripBlock, place: MarkdownPlace): string {
  return tableMarkdown({
    heads: [
      { text: 'token', align: 'left' },
      { text: renderInlineMarkdown(block.legend, place, { inTable: true }), align: 'right' },
      { text: 'in words', align: 'left' },
    ],
    rows: block.tokens.map(({ text, value, detail }) => [
      codeSpan(visibleToken(text), true),
      value === null ? '' : significant(value, 3),
      renderInlineMarkdown(detail, place, { inTable: true }),
    ]),
  });
}
