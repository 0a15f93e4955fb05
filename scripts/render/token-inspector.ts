import type { TokenInsight, TokenStripBlock } from '#report/block';
import type { ValuePart } from '#report/part';
import { escapeHtml, jsonForScript } from './escape-html.ts';
import type { HtmlPlace } from './prose-html.ts';
import { valueAsText } from './text-of-prose.ts';
import { visibleToken } from './token-pieces.ts';

/**
 * What a reader can look into: for each token of a strip, what the model had expected there. The page's script shows
 * one token at a time, from data that stand in the page; without it the strip and its table say the same.
 */

/** A bar of the inspector: what it stands for, its probability as shown, and as a share of one. */
export type InspectedShare = readonly [name: string, shown: string, share: number];

/**
 * A token as the page's script reads it: all but the shares and `came` are texts to show. `came` is the place of the
 * token that came among the candidates, -1 when it is none of them. Null for a token that was not predicted.
 */
export type InspectedToken = readonly [
  probability: string,
  rank: string,
  entropy: string,
  came: number,
  share: number,
  others: string,
  othersShare: number,
  ...candidates: InspectedShare[],
];

/** Three digits draw a bar exactly enough. */
function shareOf(name: string, probability: ValuePart): InspectedShare {
  return [name, valueAsText(probability), barShare(probability)];
}

function barShare({ value }: ValuePart): number {
  return Number(value.toPrecision(3));
}

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
    ...candidates.map(({ token, probability: p }) => shareOf(visibleToken(token.text), p)),
  ];
}

/** The most surprising token is shown first: the largest value of the strip. */
function mostSurprising({ tokens }: TokenStripBlock): number {
  let found = 0;
  for (const [index, { value, insight }] of tokens.entries()) {
    const best = tokens[found];
    if (insight && value !== null && (!best?.insight || value > (best.value ?? Number.NEGATIVE_INFINITY)))
      found = index;
  }
  return found;
}

function canBeInspected({ tokens }: TokenStripBlock): boolean {
  return tokens.some(({ insight }) => insight !== undefined);
}

/** The inspector of a strip, hidden until the page's script fills it; '' for a strip without any insight. */
export function inspectorHtml(block: TokenStripBlock, { targets }: HtmlPlace): string {
  if (!canBeInspected(block)) return '';
  const label = escapeHtml(targets.get(block.id)?.label ?? block.id);
  return `<div class="inspector" role="group" aria-label="Look into the tokens of ${label}" data-strip="${block.id}" data-first="${mostSurprising(block)}" hidden></div>\n`;
}

/** The data of a strip's inspector as a script element that holds JSON; '' for a strip without any insight. */
export function inspectorPayload(block: TokenStripBlock): string {
  if (!canBeInspected(block)) return '';
  const rows = block.tokens.map(({ insight }) => (insight ? inspected(insight) : null));
  return `<script type="application/json" id="${block.id}-insights">${jsonForScript(rows)}</script>`;
}
