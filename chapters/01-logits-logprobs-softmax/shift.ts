import { choose, code, curious, prose, section, table } from '#report';
import { cite, count, equation, given, math, nats, real, ref, term, text, token } from '#report/values';
import { shiftedLogits } from './shift.measure.ts';

export const shift = section({
  id: 'shift',
  title: prose`Adding a constant changes nothing, unless the computer is in the way`,
  needs: { m: shiftedLogits },
  write: ({ m }) => [
    prose`Add the same number ${math`s`} to every logit. On paper nothing happens, since ${math`e^s`} cancels:`,
    equation`\frac{e^{z_i + s}}{\sum_j e^{z_j + s}} = \frac{e^s \, e^{z_i}}{e^s \sum_j e^{z_j}} = q_i`,
    prose`A computer agrees only up to a point (${ref('shift-table')}).`,
    table({
      id: 'shift-table',
      caption: prose`The likeliest token, ${token(m.winner)}, after adding ${math`s`} to all logits, in float64: by the
        formulas as they stand, and *stable*, with the maximum subtracted first. The naive ${math`\ell`} subtracts the logarithm of the sum: ${math`\ln \infty = \infty`}, or ${math`\ln 0 = -\infty`}.`,
      rows: m.rows,
      columns: [
        [math`s`, (row) => given(row.constant)],
        [prose`naive ${math`q`}`, (row) => real(row.naiveProbability)],
        [prose`naive ${math`\ell`}`, (row) => nats(row.naiveLogprob)],
        [prose`stable ${math`\ell`}`, (row) => nats(row.logprob)],
      ],
    }),
    prose`With ${given(m.rows[2]?.constant)} added all exponentials are infinite, and infinity divided by infinity
      is not a number: ${term('overflow')}. With ${given(m.rows[3]?.constant)} all are zero, and so is their sum:
      ${term('underflow')}.

      The remedy: if a constant changes nothing, choose a good one, and **subtract the largest logit**. Then the
      largest exponent is zero, nothing can overflow, and the sum is at least one.`,
    curious(prose`What does the code look like, and at which logit would it overflow without the maximum?`, [
      prose`Log-sum-exp takes the largest value out of all exponents and adds it again at the end
        (${cite('blanchard-2021')} prove how little is rounded away). The winner's own
        term is then ${math`e^0 = 1`}. The loop leaves it out and sums the rest. \`Math.log1p\`, which computes ${math`\ln(1 + x)`}
        without rounding ${math`1 + x`}, adds it: so a small rest keeps its digits.`,
      code('#numerics/log-sum-exp', 'log-sum-exp'),
      prose`Log-softmax subtracts that number from each logit. It never forms a probability only to take its logarithm;
        \`Math.exp\` of the result is softmax.`,
      code('#numerics/softmax', 'log-softmax'),
      prose`Float64, JavaScript's only float, holds ${math`e^x`} up to ${real(m.largestFloat64)}; models compute in
        shorter formats (${ref('ceiling')}).`,
      table({
        id: 'ceiling',
        caption: prose`The largest number of each float format, and the ${math`x`} at which ${math`e^x`} reaches it,
          rounded. Significant bits decide how finely a format counts: ten bits are about three decimal digits.`,
        rows: m.formats,
        columns: [
          ['format', (row) => text(row.format)],
          ['significant bits', (row) => count(row.bits)],
          ['largest number', (row) => real(row.largest, 3)],
          [prose`largest ${math`x`}`, (row) => real(row.exponent)],
        ],
      }),
      prose`In float32 a logit of a hundred breaks the naive formulas. ${choose(m.float16, {
        breaks: prose`In float16 our own ${token(m.winner)}, with ${real(m.winnerLogit, 2)}, already does.`,
        holds: prose`In float16 one of twelve already does.`,
      })} Bfloat16 has float32's range and fewer digits.`,
    ]),
  ],
});
