import { at } from '#numerics/list';
import { logSoftmax, softmax } from '#numerics/softmax';
import { code, figure, table } from '#report/block';
import { choose } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { equation, given, math, nats, probability, real, ref, term, token } from '#report/values';
import { PROMPT, predict } from './prediction.ts';

/** (2 - 2⁻¹⁰) · 2¹⁵, the largest finite number of IEEE half precision. */
const LARGEST_FLOAT16 = 65504;
const CONSTANTS = [0, 100, 500, 1000, -1000];

// #region naive
/** Softmax as the formula has it: fine on paper. */
export function naiveSoftmax(logits: readonly number[]): number[] {
  const exponentials = logits.map(Math.exp);
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}

/** z - ln Σ exp(z), as the formula has it: fine on paper. */
export function naiveLogSoftmax(logits: readonly number[]): number[] {
  const sum = logits.map(Math.exp).reduce((total, value) => total + value, 0);
  return logits.map((logit) => logit - Math.log(sum));
}
// #endregion naive

/** The largest x with a finite `exp(x)`, to the last bit of a format; by halving the interval it lies in. */
function largestFinite(exponential: (x: number) => number, round: (x: number) => number): number {
  let finite = 0;
  let infinite = 1024;
  for (;;) {
    const middle = round((finite + infinite) / 2);
    if (middle === finite || middle === infinite) return finite;
    if (Number.isFinite(exponential(middle))) finite = middle;
    else infinite = middle;
  }
}

export const shiftedLogits = measurement({
  id: 'shifted-logits',
  kinds: {
    winner: 'exact',
    rows: {
      constant: 'exact',
      naiveProbability: 'probability',
      naiveLogprob: 'nats',
      probability: 'probability',
      logprob: 'nats',
    },
    largestDifference: 'float64',
    unchanged: 'exact',
    largestFloat64: 'float64',
    largestFloat32: 'float64',
    largestFloat16: 'float64',
    ceiling: { x: 'float64', exponent: 'float64' },
    ends: { format: 'exact', x: 'float64', exponent: 'float64' },
  },
  async measure({ lm }) {
    const { logits, logprobs, order } = await predict(lm, PROMPT);
    const winner = at(order, 0);
    let largestDifference = 0;
    const rows = CONSTANTS.map((constant) => {
      const shifted = Array.from(logits, (logit) => logit + constant);
      const stable = logSoftmax(shifted);
      for (const [id, logprob] of stable.entries()) {
        largestDifference = Math.max(largestDifference, Math.abs(logprob - at(logprobs, id)));
      }
      return {
        constant,
        naiveProbability: at(naiveSoftmax(shifted), winner),
        naiveLogprob: at(naiveLogSoftmax(shifted), winner),
        probability: at(softmax(shifted), winner),
        logprob: at(stable, winner),
      };
    });
    const largestFloat64 = largestFinite(Math.exp, (x) => x);
    const largestFloat32 = largestFinite((x) => Math.fround(Math.exp(x)), Math.fround);
    const largestFloat16 = Math.log(LARGEST_FLOAT16);
    const unchanged: 'exactly' | 'nearly' = largestDifference === 0 ? 'exactly' : 'nearly';
    return {
      winner: at(lm.pieces([winner]), 0).text,
      rows,
      largestDifference,
      unchanged,
      largestFloat64,
      largestFloat32,
      largestFloat16,
      ceiling: [0, largestFloat64].map((x) => ({ x, exponent: Math.log10(Math.exp(x)) })),
      ends: [
        { format: 'float16', x: largestFloat16 },
        { format: 'float32', x: largestFloat32 },
        { format: 'float64', x: largestFloat64 },
      ].map((end) => ({ ...end, exponent: Math.log10(Math.exp(end.x)) })),
    };
  },
});

export const shift = section({
  id: 'shift',
  title: prose`Adding a constant changes nothing, unless the computer is in the way`,
  needs: { m: shiftedLogits },
  write({ m }) {
    const failing = at(m.rows, 3);
    const sinking = at(m.rows, 4);
    return [
      prose`
        Add the same constant ${math`c`} to every logit. What happens to the probabilities? On paper, nothing: the
        factor ${math`e^c`} stands above and below the line and cancels.
      `,
      equation`\frac{e^{z_i + c}}{\sum_j e^{z_j + c}} = \frac{e^c \, e^{z_i}}{e^c \sum_j e^{z_j}} = p_i`,
      prose`
        A computer has another opinion. Here are both formulas written down as they stand, and then run on the model's
        own logits with a constant added.
      `,
      code('#chapters/01-logits-logprobs-softmax/shift', 'naive'),
      table({
        id: 'shift-table',
        caption: prose`
          The likeliest token, ${token(m.winner)}, after adding ${math`c`} to all logits: by the formulas as they stand,
          and with the maximum subtracted first.
        `,
        rows: m.rows,
        columns: [
          { head: prose`${math`c`}`, align: 'right', cell: (row) => prose`${given(row.constant)}` },
          {
            head: prose`naive ${math`p`}`,
            align: 'right',
            cell: (row) => prose`${probability(row.naiveProbability)}`,
          },
          {
            head: prose`naive ${math`\ell`}`,
            align: 'right',
            cell: (row) => prose`${nats(row.naiveLogprob)}`,
          },
          {
            head: prose`stable ${math`p`}`,
            align: 'right',
            cell: (row) => prose`${probability(row.probability)}`,
          },
          { head: prose`stable ${math`\ell`}`, align: 'right', cell: (row) => prose`${nats(row.logprob)}` },
        ],
      }),
      prose`
        With ${given(failing.constant)} added, the naive probability is ${probability(failing.naiveProbability)} and the
        naive log-probability is ${nats(failing.naiveLogprob)}. The exponentials became infinite: infinity divided by
        infinity is not a number, and a logit minus infinity is minus infinity. That is ${term('overflow')}. With
        ${given(sinking.constant)} all exponentials become zero: zero divided by zero is not a number either, and a logit
        minus ${math`\ln 0`} is plus infinity, a log-probability that cannot be. That is ${term('underflow')}.

        How large may an exponent be? JavaScript's numbers are float64. Models compute in float32 or in shorter formats.
        ${ref('ceiling')} shows where three of them end.
      `,
      figure({
        id: 'ceiling',
        caption: prose`
          The exponential, drawn up to the largest result that each float format can hold. Upwards are powers of ten.
        `,
        alt: prose`
          One straight line with three marks where a format ends: float16 at ${real(m.largestFloat16, 'float64')}, float32
          at ${real(m.largestFloat32, 'float64')}, float64 at ${real(m.largestFloat64, 'float64')}.
        `,
        data: { rows: m.ceiling.map((point) => ({ ...point })), ends: m.ends.map((end) => ({ ...end })) },
        spec: {
          height: 200,
          layer: [
            {
              mark: { type: 'line' },
              encoding: {
                x: { field: 'x', type: 'quantitative', title: 'exponent x' },
                y: { field: 'exponent', type: 'quantitative', title: 'eˣ as a power of ten' },
              },
            },
            {
              data: { name: 'ends' },
              mark: { type: 'point', filled: true, size: 80 },
              encoding: {
                x: { field: 'x', type: 'quantitative' },
                y: { field: 'exponent', type: 'quantitative' },
              },
            },
            {
              data: { name: 'ends' },
              mark: { type: 'text', style: 'label', align: 'left', dx: 11, dy: -2 },
              encoding: {
                x: { field: 'x', type: 'quantitative' },
                y: { field: 'exponent', type: 'quantitative' },
                text: { field: 'format', type: 'nominal' },
              },
            },
          ],
        },
      }),
      prose`
        What to see: float64 carries exponents up to ${real(m.largestFloat64, 'float64', { digits: 6 })}, so the first lines
        of ${ref('shift-table')} came out well. Float32 carries only ${real(m.largestFloat32, 'float64', { digits: 6 })}, and
        half precision (float16) only ${real(m.largestFloat16, 'float64', { digits: 4 })}. There, a logit of a hundred breaks
        the naive formulas.

        The remedy uses the very rule that we began with. If a constant changes nothing, choose a good one: subtract the
        largest logit. Then the largest exponent is exactly zero, its exponential is one, nothing can overflow, and the
        sum is at least one, so that its logarithm is harmless. That is why softmax and log-sum-exp look for the largest value before they do anything else.
      `,
      choose(m.unchanged, {
        exactly: prose`
          In ${ref('shift-table')} the stable columns do not move. Over all constants and all tokens the largest difference
          is exactly ${real(m.largestDifference, 'float64')}, because logit plus constant is exact here: float64 has bits to
          spare for a float32 logit. Where that sum rounds, subtracting the maximum cannot bring the lost bits back.
        `,
        nearly: prose`
          In ${ref('shift-table')} the stable columns do not move in any printed digit: over all constants and all
          tokens the largest difference is ${real(m.largestDifference, 'float64')}, which comes from rounding the sums
          of logit and constant.
        `,
      }),
    ];
  },
});
