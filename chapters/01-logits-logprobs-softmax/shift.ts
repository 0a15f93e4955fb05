import { choose, code, curious, prose, section, table } from '#report';
import { count, equation, given, math, nats, real, ref, term, text, token } from '#report/values';
import { shiftedLogits } from './shift.measure.ts';

export const shift = section({
  id: 'shift',
  title: prose`Adding a constant changes nothing, unless the computer is in the way`,
  needs: { m: shiftedLogits },
  write: ({ m }) => [
    prose`Add the same constant ${math`c`} to every logit. What happens to the probabilities? On paper,
      nothing: the factor ${math`e^c`} stands above and below the line and cancels.`,
    equation`\frac{e^{z_i + c}}{\sum_j e^{z_j + c}} = \frac{e^c \, e^{z_i}}{e^c \sum_j e^{z_j}} = p_i`,
    prose`A computer has another opinion. Here are the formulas of softmax and of the log-probability as they
      stand. ${ref('shift-table')} runs them on the model's own logits with a constant added, beside a stable
      form that we come to in a moment.`,
    code('#chapters/01-logits-logprobs-softmax/shift.measure', 'naive'),
    table({
      id: 'shift-table',
      caption: prose`The likeliest token, ${token(m.winner)}, after adding ${math`c`} to all logits: by the
        formulas as they stand, and with the maximum subtracted first.`,
      rows: m.rows,
      columns: [
        [math`c`, (row) => given(row.constant)],
        [prose`naive ${math`p`}`, (row) => real(row.naiveProbability)],
        [prose`naive ${math`\ell`}`, (row) => nats(row.naiveLogprob)],
        [prose`stable ${math`p`}`, (row) => real(row.probability)],
        [prose`stable ${math`\ell`}`, (row) => nats(row.logprob)],
      ],
    }),
    prose`With ${given(m.rows[3]?.constant)} added, the naive probability is
      ${real(m.rows[3]?.naiveProbability)} and the naive log-probability is ${nats(m.rows[3]?.naiveLogprob)}.
      The exponentials became infinite: infinity divided by infinity is not a number, and a logit minus
      infinity is minus infinity. That is ${term('overflow')}. With ${given(m.rows[4]?.constant)} all
      exponentials become zero: zero divided by zero is not a number either, and a logit minus ${math`\ln 0`}
      is plus infinity, which no log-probability can be. That is ${term('underflow')}. The stable columns do
      not move in any printed digit.

      How large may an exponent be? JavaScript's numbers are float64; models compute in float32 or shorter
      formats. ${ref('ceiling')} shows where each of them ends.`,
    table({
      id: 'ceiling',
      caption: prose`The largest number of each float format, and the ${math`x`} at which ${math`e^x`} reaches
        it, rounded. Significant bits decide how finely a format counts: ten bits are about three decimal
        digits.`,
      rows: m.formats,
      columns: [
        ['format', (row) => text(row.format)],
        ['significant bits', (row) => count(row.bits)],
        ['largest number', (row) => real(row.largest, { digits: 3 })],
        [prose`largest ${math`x`}`, (row) => real(row.exponent)],
      ],
    }),
    prose`What to see: float64 carries exponents up to ${real(m.largestFloat64)}, so the first lines of
      ${ref('shift-table')} came out well. Float32 carries only ${real(m.largestFloat32, { digits: 3 })}, so a
      logit of a hundred breaks the naive formulas. ${choose(m.float16, {
        breaks: prose`Float16 carries only ${real(m.formats[3]?.exponent)}: there our own ${token(m.winner)},
          with ${real(m.winnerLogit, { digits: 2 })}, already breaks them.`,
        holds: prose`Float16 carries only ${real(m.formats[3]?.exponent)}.`,
      })} (Bfloat16 has float32's range and fewer digits.)

      The remedy: if a constant changes nothing, choose a good one, and subtract the largest logit. Then the
      largest exponent is zero, its exponential is one, nothing can overflow, and the sum is at least one. In
      code it looks like this. The function also divides by a ${term('temperature')}, which
      ${ref('temperature')} explains; at one it changes nothing.`,
    code('#numerics/softmax', 'softmax'),
    curious(prose`How are log-sum-exp and log-softmax computed?`, [
      prose`By the same remedy. Log-sum-exp takes the largest value out of all exponents and adds it again at
        the end. The winner's own term is then ${math`e^0 = 1`}. The loop skips it, and \`Math.log1p\`, which
        computes ${math`\ln(1 + x)`} without rounding ${math`1 + x`}, puts it back: a small rest keeps its
        digits.`,
      code('#numerics/log-sum-exp', 'log-sum-exp'),
      prose`Log-softmax gives all log-probabilities at once, each logit minus the log-sum-exp. Here, too, the
        winner's term is left out of the sum. \`rest\` begins with the winner's distance from itself, which is
        zero, or NaN if a logit is not a number, so that the mistake is not hidden.`,
      code('#numerics/softmax', 'log-softmax'),
      prose`With ${given(m.rows[3]?.constant)} added, the log-sum-exp of the model's logits goes from
        ${real(m.rows[0]?.logSum)} to ${real(m.rows[3]?.logSum)}: it moves along with the logits, and the
        subtraction takes the constant out again. ${choose(m.unchanged, {
          exactly: prose`Over all constants of ${ref('shift-table')} and all tokens, the largest change of a
            log-probability is exactly ${real(m.largestDifference)}, because logit plus constant is exact
            here: float64 has bits to spare for a float32 logit. Where that sum rounds, subtracting the
            maximum cannot bring the lost bits back.`,
          nearly: prose`Over all constants of ${ref('shift-table')} and all tokens, the largest change of a
            log-probability is ${real(m.largestDifference)}, which comes from rounding the sums of logit and
            constant.`,
        })} Scores of the project's own model are made by this function, or by a much faster one in float32, which
        tests hold to it within ${given(1.5e-6)} nats over a whole vocabulary.`,
    ]),
  ],
});
