import { significant } from '#base/printed-number';
import { visibleToken } from '#base/visible-space';
import type { InspectedToken } from '#page-model/client-data';
import type { TokenInsight, TokenStripBlock } from '#report/block';
import type { ValuePart } from '#report/prose-parts';
import { drawable } from '../fonts/page.ts';
import { escapeHtml, jsonScript } from '../shared/escape-html.ts';
import { stripTable } from '../shared/tables.ts';
import { textOfProse, valueAsText } from '../shared/text-of-prose.ts';
import { STRIP_TINTS } from './page-colours.ts';
import type { HtmlPlace } from './prose.ts';
import { numberHtml, renderInlineHtml, splitSigns, tokenHtml, valueHtml } from './prose.ts';
import { tableHtml } from './tables.ts';

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

/**
 * What a reader can look into: for each token of a strip, what the model had expected there. The page's script shows
 * one token at a time, from data in the page; without it the strip and its table say the same.
 */

/** Three digits draw a bar exactly enough. */
const barShare = ({ value }: ValuePart): number => Number(value.toPrecision(3));

function inspected(insight: TokenInsight): InspectedToken {
  const { probability, rank, entropy, candidates, others } = insight;
  return [
    valueAsText(probability),
    valueAsText(rank),
    valueAsText(entropy),
    rank.value <= candidates.length ? rank.value - 1 : -1,
    barShare(probability),
    valueAsText(others),
    barShare(others),
    ...candidates.map(
      ({ token, probability: p }) =>
        [drawable(visibleToken(token.text)), valueAsText(p), barShare(p)] as const,
    ),
  ];
}

/** The token of the largest value, the most surprising one, is shown first. */
function mostSurprising({ tokens }: TokenStripBlock): number {
  const surprises = tokens.map(({ value, insight }) => (insight && value !== null ? value : -Infinity));
  return surprises.reduce((found, value, index) => (value > (surprises[found] ?? 0) ? index : found), 0);
}

const canBeInspected = ({ tokens }: TokenStripBlock): boolean => tokens.some(({ insight }) => insight);

/** Says above a strip that its tokens can be looked into; '' for a strip without any insight. */
export function inspectorHint(block: TokenStripBlock): string {
  if (!canBeInspected(block)) return '';
  return (
    '<p class="strip-hint scripted-only">Choose a token to see what the model expected there: click or tap it, ' +
    'or walk to it with the slider below the text.</p>\n'
  );
}

/** The inspector of a strip, hidden until the page's script fills it; '' for a strip without any insight. */
export function inspectorHtml(block: TokenStripBlock, { targets }: HtmlPlace): string {
  if (!canBeInspected(block)) return '';
  const label = escapeHtml(targets.get(block.id)?.label ?? 'this text');
  return `<div class="inspector" role="group" aria-label="Look into the tokens of ${label}" data-strip="${block.id}" data-first="${mostSurprising(block)}" hidden></div>\n`;
}

/** The data of a strip's inspector as a script element that holds JSON; '' for a strip without any insight. */
export function inspectorPayload(block: TokenStripBlock): string {
  if (!canBeInspected(block)) return '';
  const rows = block.tokens.map(({ insight }) => (insight ? inspected(insight) : null));
  return jsonScript(`${block.id}-insights`, rows);
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
