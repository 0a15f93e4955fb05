import { visible } from '#base/visible-space';
import type { FigureBlock } from '#report/block';
import { figure } from '#report/block';
import * as mark from '#report/marks';
import { prose } from '#report/prose';
import { drawable } from '../report/measured-values.ts';

/** Figures of the kinds that chapters draw, with data made by formulas: what the tests of rendering look at. */

type Given = Parameters<typeof figure>[0];

/** A figure of which nothing matters but its data and its specification. */
export const sample = (id: string, data: Given['data'], spec: Given['spec']): FigureBlock =>
  figure({ id, caption: prose`What to see.`, alt: prose`What it says.`, data, spec });

const curve = Array.from({ length: 160 }, (_, i) => {
  const rank = Math.round(49152 ** (i / 159));
  return { rank, probability: 0.34 / rank ** 1.18 / (1 + (rank / 9000) ** 3) };
});
const marks = [
  { rank: 4, share: '50 % of it' },
  { rank: 96, share: '90 %' },
  { rank: 2310, share: '99 %' },
];
const ranks = mark.q('rank', {
  scale: { type: 'log', domain: [1, 49152], nice: false },
  axis: { title: 'rank', values: [1, 10, 100, 1000, 10000], format: ',' },
});
const powers = { title: 'probability', labelExpr: '$powerOfTen', values: [1, 1e-2, 1e-4, 1e-6, 1e-8] };

/** A curve on two logarithmic axes, with places marked on it. */
export const rankCurve = sample(
  'rank-curve',
  { rows: drawable(curve), marks: drawable(marks) },
  {
    height: 320,
    layer: [
      mark.line({ x: ranks, y: mark.q('probability', { scale: { type: 'log' }, axis: powers }) }),
      mark.reference({ x: 'rank' }, { data: 'marks' }),
      mark.annotation({ x: 'rank', text: 'share' }, { data: 'marks', align: 'left', dx: 6, y: 8 }),
    ],
  },
);

const NAMES = [' Paris', ' the', ' a', ' located', ' not', ' called', ' one', '\n', ' in', ' Marseille'];
const topTen = [0.3391, 0.1207, 0.0568, 0.0411, 0.0226, 0.0173, 0.0141, 0.0119, 0.0102, 0.0088].map(
  (probability, i) => ({
    rank: i + 1,
    token: visible(NAMES[i] ?? ''),
    probability,
    shown: `${(100 * probability).toFixed(1)} %`,
  }),
);
const tokens = mark.n('token', { sort: null, axis: { title: null, style: 'tokens' } });

/** A list of bars whose labels are tokens. */
export const tokenBars = sample('token-bars', drawable(topTen), {
  encoding: { y: tokens, x: mark.q('probability', { axis: null, scale: { domainMax: 0.4 } }) },
  layer: [
    mark.bars({ color: { condition: { test: 'datum.rank === 1', value: '$orange' }, value: '$blue' } }),
    mark.words({ text: 'shown' }, { style: 'value', align: 'left', dx: 6 }),
  ],
});

/** The softmax of logits at a temperature. */
function sharesOf(logits: readonly number[], temperature: number): number[] {
  const weights = logits.map((z) => Math.exp(z / temperature));
  const total = weights.reduce((sum, w) => sum + w, 0);
  return weights.map((weight) => weight / total);
}
const entropyOf = (shares: readonly number[]) => -shares.reduce((sum, p) => sum + p * Math.log(p), 0);
const temperatures = Array.from({ length: 20 }, (_, i) => (i + 1) / 10);
const PROMPTS = {
  capital: topTen.map((row) => Math.log(row.probability)),
  'once upon a time': [3, 2.5, 2.4, 2, 1.9, 1.2, 1, 0.2, 0, -1],
};
const entropies = Object.entries(PROMPTS).flatMap(([prompt, logits]) =>
  temperatures.map((temperature) => {
    return { temperature, entropy: entropyOf(sharesOf(logits, temperature)), prompt };
  }),
);

/** Entropy over temperature, two series named at their ends. */
export const entropyLines = sample(
  'entropy-lines',
  { rows: drawable(entropies), one: drawable([{ x: 1 }]) },
  {
    height: 280,
    layer: [
      mark.line(
        {
          x: mark.q('temperature', { axis: { title: 'temperature', grid: false } }),
          y: mark.q('entropy', { axis: { title: 'entropy in nats' } }),
          color: mark.n('prompt', { legend: { title: 'prompt', symbolType: 'stroke' } }),
        },
        { clip: true },
      ),
      mark.reference({ x: 'x' }, { data: 'one' }),
    ],
  },
);

const panels = [0.2, 1, 2].flatMap((temperature) =>
  sharesOf(PROMPTS.capital, temperature).map((probability, i) => {
    return { panel: `T = ${temperature}`, token: topTen[i]?.token ?? '', rank: i + 1, probability };
  }),
);

/** Small multiples: one distribution a temperature. */
export const smallMultiples = sample('small-multiples', drawable(panels), {
  ...mark.bars({
    y: tokens,
    x: mark.q('probability', { axis: { title: 'probability', tickCount: 3 }, scale: { domain: [0, 1] } }),
    column: mark.n('panel', { header: { title: null } }),
  }),
  height: { step: 24 },
});

const words = 'the harbour lay quiet while two gulls argued over bread near old nets'.split(' ');
const named = words.map((word, i) => ({
  word: visible(` ${word}`),
  entropy: 2 + 4.5 * Math.abs(Math.sin(i * 1.7)),
  surprisal: 0.4 + 11 * Math.abs(Math.cos(i * 2.3 + 0.4)) ** 2,
}));

/** Points with names beside them. */
export const namedPoints = sample('named-points', drawable(named), {
  height: 340,
  encoding: {
    x: mark.q('entropy', { scale: { zero: false, nice: true }, axis: { title: 'entropy in nats' } }),
    y: mark.q('surprisal', { axis: { title: 'surprisal in nats' } }),
  },
  layer: [
    mark.points({}, { size: 90 }),
    mark.words({ text: 'word' }, { style: 'token', align: 'left', dx: 8 }),
  ],
});

const slid = temperatures.flatMap((temperature, position) =>
  sharesOf([...PROMPTS.capital, -5, -5.2], temperature).map((probability, i) => {
    const token = topTen[i]?.token ?? visible([' home', ' Lyon'][i - 10] ?? '');
    return { position, temperature, token, rank: i + 1, probability };
  }),
);

/** Twelve tokens at twenty temperatures, one of them shown: what a slider chooses. */
export const temperatureSlider = sample('temperature-slider', drawable(slid), {
  params: [mark.slider('temperature', 1, [0.1, 2, 0.1], 'temperature')],
  transform: [{ filter: 'abs(datum.temperature - temperature) < 0.01' }],
  ...mark.bars({
    y: tokens,
    x: mark.q('probability', { scale: { domain: [0, 1] }, axis: { title: 'probability', format: '.0%' } }),
  }),
});

export const SAMPLE_FIGURES: readonly FigureBlock[] = [
  rankCurve,
  tokenBars,
  entropyLines,
  smallMultiples,
  namedPoints,
  temperatureSlider,
];
