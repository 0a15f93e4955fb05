import { at } from '#numerics/list';
import { code, figure, table } from '#report/block';
import { formatKind } from '#report/format';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { equation, given, math, nats, real, ref, term } from '#report/values';
import { surprisalOfOne } from './one-token.measure.ts';

export const oneToken = section({
  id: 'one-token',
  title: prose`One token: how surprised was the model?`,
  needs: { m: surprisalOfOne },
  write({ m }) {
    const [likely, unlikely] = [at(m.rows, 1), at(m.rows, 3)];
    return [
      prose`
        A forecast says: eighty per cent rain. Then it rains. You are less surprised than if it had stayed dry. A language
        model is a forecaster, too. Before each ${term('token')} of a text, it gives every token of its
        ${term('vocabulary')} a probability. Then one of them comes. How good was the forecast?

        One number answers that: take the probability ${math`p`} that the model had given to **what really came**, take
        its logarithm, and flip the sign. The result is the ${term('surprisal')}, also called negative log-likelihood
        (NLL).
      `,
      equation`\text{surprisal} = -\ln p`,
      prose`In code the sign is flipped by \`0 - …\`, so that a certain token costs zero and not “minus zero”:`,
      code('#numerics/cross-entropy', 'negative-log-likelihood'),
      prose`
        With the natural logarithm its unit is the ${term('nat')}. Before you look at ${ref('surprisal-table')} and
        ${ref('surprisal-curve')}: how many nats might one chance in a thousand cost?
      `,
      table({
        id: 'surprisal-table',
        caption: prose`The probability of what came, and the surprisal.`,
        rows: m.rows,
        columns: [
          {
            head: prose`probability ${math`p`}`,
            align: 'right',
            cell: (row) => prose`${given(row.probability)}`,
          },
          {
            head: prose`surprisal ${math`-\ln p`} (nats)`,
            align: 'right',
            cell: (row) => prose`${real(row.surprisal, 'float64', { digits: 5 })}`,
          },
        ],
      }),
      figure({
        id: 'surprisal-curve',
        caption: prose`Surprisal against probability. It is zero at certainty and grows without end as the probability nears zero.`,
        alt: prose`
          A curve that falls steeply from the left and reaches zero at a probability of one. Marked are
          ${given(likely.probability)} with ${nats(likely.surprisal)} and ${given(unlikely.probability)} with
          ${nats(unlikely.surprisal)}.
        `,
        data: {
          rows: m.curve.map((point) => ({ ...point })),
          marks: m.rows.map((row) => ({
            probability: row.probability,
            surprisal: row.surprisal,
            label: row.surprisal === 0 ? '' : `${formatKind(row.surprisal, 'nats')} nats`,
            side: row.probability > 0.6 ? 'above' : row.surprisal > 5 ? 'low' : 'right',
          })),
        },
        spec: {
          height: 240,
          layer: [
            {
              mark: { type: 'line' },
              encoding: {
                x: { field: 'probability', type: 'quantitative', title: 'probability of what came' },
                y: { field: 'surprisal', type: 'quantitative', title: 'surprisal in nats' },
              },
            },
            {
              data: { name: 'marks' },
              mark: { type: 'point', filled: true, size: 60 },
              encoding: {
                x: { field: 'probability', type: 'quantitative' },
                y: { field: 'surprisal', type: 'quantitative' },
              },
            },
            ...['right', 'low', 'above'].map((side) => ({
              data: { name: 'marks' },
              transform: [{ filter: `datum.side === '${side}'` }],
              mark: {
                type: 'text',
                style: 'label',
                align: side === 'above' ? 'center' : 'left',
                dx: side === 'above' ? 0 : 9,
                dy: side === 'above' ? -16 : side === 'low' ? 4 : -9,
              },
              encoding: {
                x: { field: 'probability', type: 'quantitative' },
                y: { field: 'surprisal', type: 'quantitative' },
                text: { field: 'label', type: 'nominal' },
              },
            })),
          ],
        },
      }),
      prose`
        What to see: near certainty the curve falls gently, near zero it is a cliff: whoever calls
        impossible what then happens pays without limit.

        Why the logarithm? Because what happens together should add up. The probabilities of two tokens in a row
        multiply: ${given(likely.probability)} times ${given(unlikely.probability)} is
        ${real(m.both.probability, 'float64', { digits: 1 })}. Their surprisals add: ${nats(likely.surprisal)} and
        ${nats(unlikely.surprisal)} make ${nats(m.both.surprisal)}. The logarithm carries multiplication
        over into addition.
      `,
    ];
  },
});
