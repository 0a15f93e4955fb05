import { significant } from '#base/printed-number';
import { visibleToken } from '#base/visible-space';
import type { TokenStripBlock } from '#report/block';
import { escapeHtml } from '../shared/escape-html.ts';
import { stripTable } from '../shared/tables.ts';
import { textOfProse } from '../shared/text-of-prose.ts';
import { STRIP_TINTS } from './page-colours.ts';
import type { HtmlPlace } from './prose.ts';
import { numberHtml, renderInlineHtml, splitSigns, tokenHtml, valueHtml } from './prose.ts';
import { tableHtml } from './tables.ts';
import { inspectorHint, inspectorHtml } from './token-inspector.ts';

/** The tint of a value: an index of STRIP_TINTS, of its ends for values beyond the scale. */
export function stripStep(value: number, [low, high]: readonly [number, number]): number {
  const share = (value - low) / (high - low);
  return Math.round(Math.min(1, Math.max(0, share)) * (STRIP_TINTS.length - 1));
}

const stripValueHtml = (value: number, attributes = ''): string =>
  numberHtml({ value }, escapeHtml(significant(value, 3)), attributes);

/** A token's text to be read on: spaces stay spaces, lines break where the text breaks them. */
function readableHtml(text: string): string {
  const signs = (shown: string): string =>
    shown.replace(/␣|⏎|[^␣⏎]+/g, (sign) =>
      sign === '␣' ? ' ' : `<span class="sign">${sign}</span>${sign === '⏎' ? '<br>' : ''}`,
    );
  return splitSigns(text, signs);
}

function stripTokens({ tokens, legend, domain }: TokenStripBlock, { targets }: HtmlPlace): string {
  return tokens
    .map(({ text, value, detail }) => {
      const tint = value === null || Number.isNaN(value) ? 'none' : String(stripStep(value, domain));
      const named = value === null ? '' : `${textOfProse(legend, targets)} ${significant(value, 3)}, `;
      const title = escapeHtml(`${visibleToken(text)}: ${named}${textOfProse(detail, targets)}`);
      return `<span class="t tint-${tint}" title="${title}">${readableHtml(text)}</span>`;
    })
    .join('');
}

/** Says that the last tint is also that of values beyond it, where there are some. */
function beyondWords({ tokens, domain: [low, high] }: TokenStripBlock): string {
  const isBeyond = (value: number | null): boolean => value !== null && (value - low) / (high - low) > 1;
  if (!tokens.some(({ value }) => isBeyond(value))) return '';
  return high > low ? ' or more' : ' or less';
}

function legendHtml(block: TokenStripBlock, place: HtmlPlace): string {
  const [low, high] = block.domain;
  const steps = STRIP_TINTS.map((_tint, step) => `<span class="tint-${step}"></span>`);
  return (
    `<p class="legend"><span class="legend-name">${renderInlineHtml(block.legend, place)}</span> ` +
    `<span class="legend-scale">${stripValueHtml(low)} <span class="legend-steps" aria-hidden="true">` +
    `${steps.join('')}</span> ${stripValueHtml(high)}${beyondWords(block)}</span></p>`
  );
}

/** A strip that a reader can look into, below the key to its colours. */
export function openStripHtml(block: TokenStripBlock, place: HtmlPlace): string {
  return (
    `${legendHtml(block, place)}\n` +
    inspectorHint(block) +
    `<p class="visually-hidden">${renderInlineHtml(block.alt, place)}</p>\n` +
    `<p class="strip" id="${block.id}-tokens">${stripTokens(block, place)}</p>\n` +
    inspectorHtml(block, place)
  );
}

export function tokenStripHtml(block: TokenStripBlock, place: HtmlPlace, captionId: string): string {
  const table = stripTable(block, {
    prose: (prose) => renderInlineHtml(prose, place),
    token: ({ text }) => tokenHtml(text),
    value: (value, source) => stripValueHtml(value, source && place.sourceOf?.({ source })),
    probability: (part) => valueHtml(part, place),
  });
  return (
    openStripHtml(block, place) +
    `<details class="fold as-table"><summary>The same as a table (␣ is a space)</summary>\n` +
    `${tableHtml(table, captionId)}\n</details>`
  );
}
