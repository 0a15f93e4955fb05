import { SERIES_LINE } from './series.ts';

/** The drawings of the fold of token probabilities. */

export const SERIES = ['sum of logs', 'taken back from ⊕₄'] as const;

const logAxis = { field: 'log', type: 'quantitative', title: 'log-probability in nats' };
const foldPoint = {
  x: {
    field: 'tokens',
    type: 'quantitative',
    title: 'tokens multiplied so far',
    scale: { nice: false },
  },
  y: logAxis,
  color: { field: 'series', type: 'nominal', title: null, sort: [...SERIES] },
};

/** The sum of logs as a line, what was taken back as points on it. */
export const foldSpec = {
  height: 270,
  layer: [
    {
      data: { name: 'rounded' },
      mark: { type: 'rule', style: 'reference' },
      encoding: { y: logAxis },
    },
    {
      data: { name: 'rounded' },
      mark: { type: 'text', style: 'annotation', align: 'left', dx: 8, dy: 14 },
      encoding: { x: { value: 0 }, y: logAxis, text: { field: 'label', type: 'nominal' } },
    },
    {
      transform: [{ filter: `datum.series === '${SERIES[0]}'` }],
      mark: SERIES_LINE,
      encoding: foldPoint,
    },
    {
      transform: [{ filter: `datum.series === '${SERIES[1]}'` }],
      mark: { type: 'point', filled: true, size: 40 },
      encoding: foldPoint,
    },
  ],
};

/** How many float steps are left, over the tokens. */
export const stepsSpec = {
  height: 220,
  mark: { type: 'point', filled: true, size: 40 },
  encoding: {
    x: { field: 'tokens', type: 'quantitative', title: 'tokens multiplied so far' },
    y: {
      field: 'above',
      type: 'quantitative',
      title: 'float steps above the floor',
      scale: { type: 'log', nice: false, domain: [0.5, 1e16] },
      axis: { values: [1, 1e3, 1e6, 1e9, 1e12, 1e15], labelExpr: '$powerOfTen' },
    },
  },
};
