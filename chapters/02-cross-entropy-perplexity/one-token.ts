import { at } from '#numerics/list';
import { figure, join, layout, prose, section } from '#report';
import * as mark from '#report/marks';
import { equation, given, math, nats, real, ref, term } from '#report/values';
import { surprisalOfOne } from './one-token.measure.ts';

export const oneToken = section({
  id: 'one-token',
  title: prose`One token: how surprised was the model?`,
  needs: { m: surprisalOfOne },
  write({ m }) {
    const [_likely, _unlikely, rare] = [at(m.rows, 1), at(m.rows, 3), at(m.rows, 4)];
    return [
      prose`A forecast says: ${given(80)}% rain. Then it rains: little surprise.
        A language model is a forecaster: before each token of a text it gives every token of its
        ${term('vocabulary')} a probability ${math`q`}.

        We want a number for the surprise: zero when a certain token comes, larger the less likely it was. And two surprises in a row should *add*, where
        probabilities multiply: a tenth and then a hundredth make a thousandth, so one and two should make three. Only a logarithm turns products into sums.
        So take the probability that the model had given to **the token that came**, take its logarithm, and flip the sign. This is
        the ${term('surprisal')}, or negative log-likelihood (NLL):`,
      equation`\text{surprisal} = -\ln q(\text{token} \mid \text{context})`,
      prose`The bar reads “given”. With the natural logarithm the unit is the ${term('nat')}. How many nats does one
        chance in a thousand cost (${ref('surprisal-curve')})?`,
      figure({
        id: 'surprisal-curve',
        caption: prose`Surprisal against probability. It is zero at certainty, and grows without end as the
          probability nears zero.`,
        alt: prose`A curve that falls steeply from the left and reaches zero at a probability of one. Marked are ${join(
          m.rows.map((row) => prose`${given(row.probability)} with ${nats(row.surprisal)}`),
        )}.`,
        data: {
          rows: m.curve,
          marks: m.rows.map((row) => ({
            ...row,
            label: layout([row.surprisal], (x) => x === 0)
              ? ''
              : prose`${given(row.probability)}: ${nats(row.surprisal, 1)} nats`,
            side: layout([row.surprisal], (x) => (x > 5 ? 'low' : x > 0.5 ? 'right' : 'above')),
          })),
        },
        spec: {
          height: 240,
          layer: [
            mark.line({
              x: mark.q('probability', { title: 'probability of what came' }),
              y: mark.q('surprisal', { title: 'surprisal in nats' }),
            }),
            ...mark.labelled(
              mark.dots({ x: 'probability', y: 'surprisal' }, { data: 'marks', size: 60 }),
              mark.cases('side', {
                right: { align: 'left', dx: 9, dy: -9 },
                low: { align: 'left', dx: 9, dy: 4 },
                above: { align: 'center', dx: 0, dy: -16 },
              }),
            ),
          ],
        },
      }),
      prose`One in a thousand costs ${nats(rare.surprisal, 1)}, each further factor of ten
        ${real(m.tenfold, 2)} more.`,
    ];
  },
});
