import { figure, type Quantity } from '#report';
import { formula, real } from '#report/values';
import { type Arrow, drawArrows, type Place } from './arrows.ts';
import type { ScaleName } from './scales.ts';

/** The diagram of all scales: points are scales (rings are averages), arrows the rules that lead to the next one. */

const PLACES: readonly (Place & { readonly name: ScaleName })[] = [
  { name: 'perplexity', title: 'perplexity P', hollow: true, x: 75, y: 445 },
  { name: 'probability', title: 'probability p', x: 300, y: 445 },
  { name: 'odds', title: 'odds o', x: 525, y: 445 },
  { name: 'L¼', title: 'L¼: a', x: 205, y: 300 },
  { name: 'bits', title: 'bits s', x: 75, y: 165 },
  { name: 'nats', title: 'nats ℓ', x: 300, y: 165 },
  { name: 'logit', title: 'logit z', x: 525, y: 165 },
  { name: 'bits per byte', title: 'bits per byte b', hollow: true, x: 75, y: 35 },
  { name: 'decibels', title: 'decibels d', x: 525, y: 35 },
];

export const ARROWS: readonly (Arrow & { readonly from: ScaleName; readonly to: ScaleName })[] = [
  { from: 'probability', to: 'odds', label: formula('p / (1 − p)'), along: 0.54 },
  { from: 'probability', to: 'perplexity', label: formula('1 / ⁿ√p') },
  { from: 'probability', to: 'nats', label: formula('ln p'), shift: [28, 0] },
  { from: 'probability', to: 'L¼', label: formula('4 (⁴√p − 1)'), shift: [-76, 4] },
  { from: 'L¼', to: 'nats', label: formula('4 ln(1 + a/4)'), shift: [-74, -6] },
  { from: 'probability', to: 'logit', label: formula('ln(p/(1 − p))'), along: 0.36, shift: [68, 6] },
  { from: 'odds', to: 'logit', label: formula('ln o'), shift: [28, 0] },
  { from: 'perplexity', to: 'bits', label: formula('n log₂ P'), shift: [48, 0] },
  { from: 'nats', to: 'bits', label: formula('−ℓ / ln 2') },
  { from: 'nats', to: 'logit', label: formula('ℓ − ln(1 − exp ℓ)'), shift: [3, -13] },
  { from: 'bits', to: 'bits per byte', label: formula('÷ B bytes'), shift: [56, 0] },
  { from: 'logit', to: 'decibels', label: formula('× 10 / ln 10'), shift: [-66, 0] },
];

type Words = Pick<Parameters<typeof figure>[0], 'id' | 'caption' | 'alt'>;
type Values = Readonly<Record<ScaleName, Quantity>>;

/**
 * The diagram as a figure, with the same event on all scales in `values`, under their names. Where its number on L¼ is
 * stuck at the floor, no arrow leads on from there.
 */
export function closingDiagram({
  values,
  isStuck = false,
  ...words
}: Words & { readonly values?: Values; readonly isStuck?: boolean }) {
  const arrows = isStuck ? ARROWS.filter(({ from }) => from !== 'L¼') : ARROWS;
  const places = PLACES.map((place) => (values ? { ...place, below: real(values[place.name]) } : place));
  return figure({ ...words, ...drawArrows(places, arrows, { width: 600, height: 500 }) });
}
