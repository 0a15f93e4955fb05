import type { FigureBlock } from '#report/block';
import { figure } from '#report/block';
import type { Prose } from '#report/part';
import type { Arrow, Place } from './arrows.ts';
import { drawArrows } from './arrows.ts';
import type { ScaleName } from './scales.measure.ts';

/**
 * The diagram of all scales of the report: points are scales (rings are averages), arrows the rules that lead from one to
 * the next.
 */

const SIZE = { width: 600, height: 500 };

const PLACES: readonly (Place & { readonly name: ScaleName })[] = [
  { name: 'perplexity', title: 'perplexity P', hollow: true, x: 75, y: 445 },
  { name: 'probability', title: 'probability p', x: 300, y: 445 },
  { name: 'odds', title: 'odds o', x: 525, y: 445 },
  { name: 'L₄', title: 'L₄: a', x: 205, y: 300 },
  { name: 'bits', title: 'bits s', x: 75, y: 165 },
  { name: 'nats', title: 'nats ℓ', x: 300, y: 165 },
  { name: 'logit', title: 'logit z', x: 525, y: 165 },
  { name: 'bits per byte', title: 'bits per byte b', hollow: true, x: 75, y: 35 },
  { name: 'decibels', title: 'decibels d', x: 525, y: 35 },
];

const ARROWS: readonly (Arrow & { readonly from: ScaleName; readonly to: ScaleName })[] = [
  { from: 'probability', to: 'odds', label: 'p / (1 − p)', along: 0.54 },
  { from: 'probability', to: 'perplexity', label: '1 / ⁿ√p' },
  { from: 'probability', to: 'nats', label: 'ln p', shift: [22, 0] },
  { from: 'probability', to: 'L₄', label: '4 (⁴√p − 1)', shift: [-76, 4] },
  { from: 'L₄', to: 'nats', label: '4 ln(1 + a/4)', shift: [-74, -6] },
  { from: 'probability', to: 'logit', label: 'ln(p/(1 − p))', shift: [62, 10] },
  { from: 'odds', to: 'logit', label: 'ln o', shift: [22, 0] },
  { from: 'perplexity', to: 'bits', label: 'n log₂ P', shift: [48, 0] },
  { from: 'nats', to: 'bits', label: '−ℓ / ln 2' },
  { from: 'nats', to: 'logit', label: 'ℓ − ln(1 − exp ℓ)' },
  { from: 'bits', to: 'bits per byte', label: '÷ B bytes', shift: [56, 0] },
  { from: 'logit', to: 'decibels', label: '× 10 / ln 10', shift: [-62, 0] },
];

/**
 * The diagram as a figure. `values` says what stands under the name of each scale, the same event on all of them, for
 * example; without it the names stand alone.
 */
export function closingDiagram(given: {
  readonly id: string;
  readonly caption: Prose;
  readonly alt: Prose;
  readonly values?: Readonly<Record<ScaleName, string>>;
}): FigureBlock {
  const places = PLACES.map((place) =>
    given.values === undefined ? place : { ...place, below: given.values[place.name] },
  );
  const { data, spec } = drawArrows(places, ARROWS, SIZE);
  return figure({ id: given.id, caption: given.caption, alt: given.alt, data, spec });
}
