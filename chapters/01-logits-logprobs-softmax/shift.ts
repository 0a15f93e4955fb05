import { at } from '#numerics/list';
import { prose, section, table } from '#report';
import { equation, given, math, nats, real, ref, term, token } from '#report/values';
import { shiftedLogits } from './shift.measure.ts';

export const shift = section({
  id: 'shift',
  title: prose`Adding a constant`,
  needs: { m: shiftedLogits },
  write: ({ m }) => [
    prose`Add the same number ${math`s`} to every logit, and the probabilities stay the same, because the factor ${math`e^s`} cancels:`,
    equation`\frac{e^{z_i + s}}{\sum_j e^{z_j + s}} = \frac{e^s \, e^{z_i}}{e^s \sum_j e^{z_j}} = q_i`,
    prose`In floats, this holds only while the exponentials fit (${ref('shift-table')}).`,
    table({
      id: 'shift-table',
      caption: prose`${token(m.winner)} after adding ${math`s`} to all logits, in float64. The *naive* columns follow the formulas
        above: a quotient for ${math`q`}, and for ${math`\ell`} the logit minus the logarithm of the sum. *Stable* subtracts
        the largest logit first.`,
      rows: m.rows,
      columns: [
        [math`s`, (row) => given(row.constant)],
        [prose`naive ${math`q`}`, (row) => real(row.naiveProbability)],
        [prose`naive ${math`\ell`}`, (row) => nats(row.naiveLogprob)],
        [prose`stable ${math`\ell`}`, (row) => nats(row.logprob)],
      ],
    }),
    prose`With ${given(at(m.rows, 2).constant)} added, the exponentials are infinite (${term('overflow')}), and infinity divided by
      infinity is not a number (NaN). With ${given(at(m.rows, 3).constant)} they are all zero (${term('underflow')}), and so is their sum.

      So **subtract the largest logit first**. The largest exponential is then ${math`e^0 = 1`}:
      nothing overflows, and the sum is at least one.`,
  ],
});
