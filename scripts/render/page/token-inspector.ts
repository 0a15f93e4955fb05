import { visibleToken } from '#base/visible-space';
import type { InspectedToken } from '#page-model/client-data';
import type { TokenInsight, TokenStripBlock } from '#report/block';
import type { ValuePart } from '#report/prose-parts';
import { drawable } from '../fonts/page.ts';
import { escapeHtml, jsonScript } from '../shared/escape-html.ts';
import { valueAsText } from '../shared/text-of-prose.ts';
import type { HtmlPlace } from './prose.ts';

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
