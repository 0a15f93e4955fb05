import { at } from '../../../scripts/numerics/list';
import { element, svgElement } from '../element';
import { drawing, label } from './drawing';
import { count, percent } from './number-and-token-text';
import type { Drawable, Prediction } from './prediction';

/** The whole distribution: every token by rank and probability, both on logarithmic axes, and what may be drawn. */

const [WIDTH, HEIGHT] = [340, 200];
const [LEFT, RIGHT, TOP, BOTTOM] = [52, 8, 24, 38];
const LOWEST = -12; // powers of ten
const RANKS = [1, 10, 100, 1000, 10_000, 100_000];
const PROBABILITIES: readonly (readonly [power: number, text: string])[] = [
  [0, '1'],
  [-3, '0.001'],
  [-6, '10⁻⁶'],
  [-9, '10⁻⁹'],
];

/** Ranks that are equally far apart on a logarithmic axis. */
function ranksTo(last: number): number[] {
  const steps = Array.from({ length: 121 }, (_, step) => Math.round(Math.exp((Math.log(last) * step) / 120)));
  return [...new Set(steps)];
}

export function rankCurve({ logprobs, order }: Prediction, left: Drawable): HTMLElement {
  const last = order.length;
  const x = (rank: number) => LEFT + ((WIDTH - LEFT - RIGHT) * Math.log(rank)) / Math.log(last);
  const y = (power: number) => TOP + ((HEIGHT - TOP - BOTTOM) * power) / LOWEST;
  const line = (points: readonly (readonly [number, number])[], className: string) => {
    const path = points
      .filter(([, p]) => Math.log10(p) >= LOWEST)
      .map(([rank, p]) => `${x(rank).toFixed(1)},${y(Math.log10(p)).toFixed(1)}`);
    // A line to its own end makes a dot of a single point.
    return svgElement('polyline', { points: [...path, ...path.slice(-1)].join(' '), class: className });
  };
  const own = ranksTo(last).map((rank) => [rank, Math.exp(at(logprobs, order[rank - 1]))] as const);
  const drawn = ranksTo(left.ids.length).map((rank) => [rank, at(left.probabilities, rank - 1)] as const);
  const axes = [
    ...RANKS.filter((rank) => rank < last).flatMap((rank) => [
      svgElement('path', { d: `M${x(rank)} ${TOP}V${HEIGHT - BOTTOM}`, class: 'grid' }),
      label(x(rank), HEIGHT - BOTTOM + 15, count(rank), 'tick middle'),
    ]),
    ...PROBABILITIES.flatMap(([power, text]) => [
      svgElement('path', { d: `M${LEFT} ${y(power)}H${WIDTH - RIGHT}`, class: 'grid' }),
      label(LEFT - 6, y(power) + 4, text, 'tick end'),
    ]),
    label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 4, 'rank', 'tick middle'),
    label(0, 12, 'probability', 'tick'),
  ];
  const [first = 0] = left.probabilities;
  const alt =
    `Probability by rank of all ${count(last)} tokens, on logarithmic axes. ` +
    `${count(left.ids.length)} tokens may be drawn; the first has ${percent(first)}.`;
  const caption = 'Every token by rank and probability. The thick line is what may be drawn.';
  return element(
    'figure',
    'lab-figure',
    drawing(WIDTH, HEIGHT, alt, ...axes, line(own, 'line rest'), line(drawn, 'line chosen')),
    element('figcaption', '', caption),
  );
}
