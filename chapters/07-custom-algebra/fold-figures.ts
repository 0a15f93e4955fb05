/** The drawing of the fold of token probabilities. */

/** What the points are called, by the state of the composed number. */
export const REST = { moving: 'still moving', stuck: 'stuck at −4' } as const;

const errorAxis = {
  field: 'error',
  type: 'quantitative',
  title: 'relative error of p',
  scale: { type: 'log', nice: false, domain: [1e-16, 10] },
  axis: { values: [1e-15, 1e-12, 1e-9, 1e-6, 1e-3, 1], labelExpr: '$powerOfTen' },
};
const own = { field: 'state', type: 'nominal', title: null, sort: Object.values(REST) };

/** The error after each token, with two errors to measure it against. */
export const errorSpec = {
  height: 270,
  layer: [
    {
      data: { name: 'marks' },
      mark: { type: 'rule', style: 'reference' },
      encoding: { y: errorAxis },
    },
    {
      data: { name: 'marks' },
      mark: { type: 'text', style: 'annotation', align: 'left', dx: 8, dy: -10 },
      encoding: { x: { value: 0 }, y: errorAxis, text: { field: 'label', type: 'nominal' } },
    },
    {
      mark: { type: 'point', filled: true, size: 40 },
      encoding: {
        x: { field: 'tokens', type: 'quantitative', title: 'tokens multiplied so far' },
        y: errorAxis,
        color: own,
        shape: own,
      },
    },
  ],
};
