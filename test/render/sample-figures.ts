import { visible } from '#base/visible-space';
import type { FigureBlock } from '#report/block';
import { figure } from '#report/block';
import { prose } from '#report/prose';
import { drawable } from '../report/measured-values.ts';

/** Figures of the kinds that chapters draw, with data made by formulas: what the tests of rendering look at. */

const caption = prose`What to see.`;
const alt = prose`What it says.`;

const curve = Array.from({ length: 160 }, (_, i) => {
  const rank = Math.round(49152 ** (i / 159));
  return { rank, probability: 0.34 / rank ** 1.18 / (1 + (rank / 9000) ** 3) };
});
const marks = [
  { rank: 4, share: '50 % of it' },
  { rank: 96, share: '90 %' },
  { rank: 2310, share: '99 %' },
];

/** A curve on two logarithmic axes, with places marked on it. */
export const rankCurve: FigureBlock = figure({
  id: 'rank-curve',
  caption,
  alt,
  data: { rows: drawable(curve), marks: drawable(marks) },
  spec: {
    height: 320,
    layer: [
      {
        mark: 'line',
        encoding: {
          x: {
            field: 'rank',
            type: 'quantitative',
            scale: { type: 'log', domain: [1, 49152], nice: false },
            axis: { title: 'rank', values: [1, 10, 100, 1000, 10000], format: ',' },
          },
          y: {
            field: 'probability',
            type: 'quantitative',
            scale: { type: 'log' },
            axis: { title: 'probability', labelExpr: '$powerOfTen', values: [1, 1e-2, 1e-4, 1e-6, 1e-8] },
          },
        },
      },
      {
        data: { name: 'marks' },
        mark: { type: 'rule', style: 'reference' },
        encoding: { x: { field: 'rank', type: 'quantitative' } },
      },
      {
        data: { name: 'marks' },
        mark: { type: 'text', style: 'annotation', align: 'left', dx: 6, y: 8 },
        encoding: { x: { field: 'rank', type: 'quantitative' }, text: { field: 'share' } },
      },
    ],
  },
});

const topTen = [
  [' Paris', 0.3391],
  [' the', 0.1207],
  [' a', 0.0568],
  [' located', 0.0411],
  [' not', 0.0226],
  [' called', 0.0173],
  [' one', 0.0141],
  ['\n', 0.0119],
  [' in', 0.0102],
  [' Marseille', 0.0088],
].map(([token, probability], i) => ({
  rank: i + 1,
  token: visible(String(token)),
  probability: Number(probability),
  shown: `${(100 * Number(probability)).toFixed(1)} %`,
}));

/** A list of bars whose labels are tokens. */
export const tokenBars: FigureBlock = figure({
  id: 'token-bars',
  caption,
  alt,
  data: drawable(topTen),
  spec: {
    encoding: {
      y: {
        field: 'token',
        type: 'nominal',
        sort: null,
        axis: { title: null, style: 'tokens' },
      },
      x: { field: 'probability', type: 'quantitative', axis: null, scale: { domainMax: 0.4 } },
    },
    layer: [
      {
        mark: { type: 'bar' },
        encoding: { color: { condition: { test: 'datum.rank === 1', value: '$orange' }, value: '$blue' } },
      },
      {
        mark: { type: 'text', style: 'value', align: 'left', dx: 6 },
        encoding: { text: { field: 'shown' } },
      },
    ],
  },
});

const softmaxEntropy = (logits: readonly number[], temperature: number): number => {
  const weights = logits.map((z) => Math.exp(z / temperature));
  const total = weights.reduce((sum, w) => sum + w, 0);
  return -weights.reduce((sum, w) => sum + (w / total) * Math.log(w / total), 0);
};
const logits = topTen.map((row) => Math.log(row.probability));
const temperatures = Array.from({ length: 20 }, (_, i) => (i + 1) / 10);

/** Entropy over temperature, two series named at their ends. */
export const entropyLines: FigureBlock = figure({
  id: 'entropy-lines',
  caption,
  alt,
  data: {
    rows: drawable([
      ...temperatures.map((temperature) => ({
        temperature,
        entropy: softmaxEntropy(logits, temperature),
        prompt: 'capital',
      })),
      ...temperatures.map((temperature) => ({
        temperature,
        entropy: softmaxEntropy([3, 2.5, 2.4, 2, 1.9, 1.2, 1, 0.2, 0, -1], temperature),
        prompt: 'once upon a time',
      })),
    ]),
    one: drawable([{ x: 1 }]),
  },
  spec: {
    height: 280,
    layer: [
      {
        mark: { type: 'line', clip: true },
        encoding: {
          x: { field: 'temperature', type: 'quantitative', axis: { title: 'temperature', grid: false } },
          y: { field: 'entropy', type: 'quantitative', axis: { title: 'entropy in nats' } },
          color: { field: 'prompt', type: 'nominal', legend: { title: 'prompt', symbolType: 'stroke' } },
        },
      },
      {
        data: { name: 'one' },
        mark: { type: 'rule', style: 'reference' },
        encoding: { x: { field: 'x', type: 'quantitative' } },
      },
    ],
  },
});

/** Small multiples: one distribution a temperature. */
export const smallMultiples: FigureBlock = figure({
  id: 'small-multiples',
  caption,
  alt,
  data: drawable(
    [0.2, 1, 2].flatMap((temperature) => {
      const weights = logits.map((z) => Math.exp(z / temperature));
      const total = weights.reduce((sum, w) => sum + w, 0);
      return weights.map((w, i) => ({
        panel: `T = ${temperature}`,
        token: topTen[i]?.token ?? '',
        rank: i + 1,
        probability: w / total,
      }));
    }),
  ),
  spec: {
    mark: 'bar',
    height: { step: 24 },
    encoding: {
      y: { field: 'token', type: 'nominal', sort: null, axis: { title: null, style: 'tokens' } },
      x: {
        field: 'probability',
        type: 'quantitative',
        axis: { title: 'probability', tickCount: 3 },
        scale: { domain: [0, 1] },
      },
      column: { field: 'panel', type: 'nominal', header: { title: null } },
    },
  },
});

const words = 'the harbour lay quiet while two gulls argued over bread near old nets'.split(' ');

/** Points with names beside them. */
export const namedPoints: FigureBlock = figure({
  id: 'named-points',
  caption,
  alt,
  data: drawable(
    words.map((word, i) => ({
      word: visible(` ${word}`),
      entropy: 2 + 4.5 * Math.abs(Math.sin(i * 1.7)),
      surprisal: 0.4 + 11 * Math.abs(Math.cos(i * 2.3 + 0.4)) ** 2,
    })),
  ),
  spec: {
    height: 340,
    encoding: {
      x: {
        field: 'entropy',
        type: 'quantitative',
        scale: { zero: false, nice: true },
        axis: { title: 'entropy in nats' },
      },
      y: { field: 'surprisal', type: 'quantitative', axis: { title: 'surprisal in nats' } },
    },
    layer: [
      { mark: { type: 'point', size: 90 } },
      { mark: { type: 'text', style: 'token', align: 'left', dx: 8 }, encoding: { text: { field: 'word' } } },
    ],
  },
});

/** Twelve tokens at twenty temperatures, one of them shown: what a slider chooses. */
export const temperatureSlider: FigureBlock = figure({
  id: 'temperature-slider',
  caption,
  alt,
  data: drawable(
    temperatures.flatMap((temperature, position) => {
      const twelve = [...logits, -5, -5.2];
      const weights = twelve.map((z) => Math.exp(z / temperature));
      const total = weights.reduce((sum, w) => sum + w, 0);
      return weights.map((w, i) => ({
        position,
        temperature,
        token: topTen[i]?.token ?? visible([' home', ' Lyon'][i - 10] ?? ''),
        rank: i + 1,
        probability: w / total,
      }));
    }),
  ),
  spec: {
    params: [
      {
        name: 'temperature',
        value: 1,
        bind: { input: 'range', min: 0.1, max: 2, step: 0.1, name: 'temperature' },
      },
    ],
    transform: [{ filter: 'abs(datum.temperature - temperature) < 0.01' }],
    mark: 'bar',
    encoding: {
      y: { field: 'token', type: 'nominal', sort: null, axis: { title: null, style: 'tokens' } },
      x: {
        field: 'probability',
        type: 'quantitative',
        scale: { domain: [0, 1] },
        axis: { title: 'probability', format: '.0%' },
      },
    },
  },
});

export const SAMPLE_FIGURES: readonly FigureBlock[] = [
  rankCurve,
  tokenBars,
  entropyLines,
  smallMultiples,
  namedPoints,
  temperatureSlider,
];
