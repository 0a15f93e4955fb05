/** A bar a prompt, divided into the usual spelling and all others. */
export const SHARES_SPEC = {
  height: { step: 48 },
  encoding: {
    y: { field: 'after', type: 'nominal', sort: null, title: null },
    x: {
      field: 'share',
      type: 'quantitative',
      stack: 'zero',
      scale: { domain: [0, 1] },
      title: 'share of all eight spellings',
      axis: { format: '.0%' },
    },
    order: { field: 'order', type: 'quantitative' },
  },
  layer: [
    {
      mark: 'bar',
      encoding: { color: { field: 'part', type: 'nominal', title: null, sort: null } },
    },
    {
      transform: [{ filter: 'datum.share > 0.1' }],
      mark: { type: 'text', align: 'right', dx: -8, color: '$paper', fontWeight: 600 },
      encoding: { text: { field: 'share', type: 'quantitative', format: '.1%' } },
    },
    {
      transform: [{ filter: 'datum.share <= 0.1' }],
      mark: { type: 'text', align: 'left', dx: 6, color: '$orange', fontWeight: 600 },
      encoding: { x: { datum: 1 }, text: { field: 'share', type: 'quantitative', format: '.1%' } },
    },
  ],
};

/** A point a spelling and prompt, and below a line one for all spellings together. */
export const FORMS_SPEC = {
  height: { step: 28 },
  encoding: {
    y: {
      field: 'form',
      type: 'nominal',
      sort: null,
      title: null,
      axis: { style: 'tokens', grid: true },
    },
  },
  layer: [
    {
      mark: { type: 'point', filled: true, size: 90 },
      encoding: {
        x: { field: 'logprob', type: 'quantitative', title: 'log-probability, in nats' },
        color: { field: 'after', type: 'nominal', title: 'after', sort: null },
        shape: { field: 'after', type: 'nominal', title: 'after', sort: null },
      },
    },
    {
      transform: [{ filter: "datum.form === 'all together'" }],
      mark: { type: 'rule', style: 'reference', yOffset: -14 },
    },
  ],
};
