import { at } from '#numerics/list';
import { logSoftmax } from '#numerics/softmax';
import { code, figure, table } from '#report/block';
import { formatKind } from '#report/format';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { equation, given, math, nats, percent, real, ref, term } from '#report/values';
import { toySoftmax } from './softmax-by-hand.ts';

/** The log-probabilities worth knowing by heart. */
const LADDER = [-0.1, -0.69, -1, -2.3, -4.6, -6.9];
/** Right of this the curve is steep, and labels stand beside it. */
const STEEP = -2;
const TOY_LOGITS = [2, 1, 0.1];

// #region exp
/** The probability behind a natural log-probability. */
export function probabilityOf(logprob: number): number {
  return Math.exp(logprob);
}
// #endregion exp

export const ladder = measurement({
  id: 'logprob-ladder',
  kinds: {
    rows: { logprob: 'exact', probability: 'float64', odds: 'float64' },
    curve: { logprob: 'exact', probability: 'float64' },
    oneNat: 'float64',
    toyLogprobs: 'float64',
  },
  async measure() {
    const grid = Array.from({ length: 76 }, (_, index) => -index / 10);
    return {
      rows: LADDER.map((logprob) => {
        const probability = probabilityOf(logprob);
        return { logprob, probability, odds: 1 / probability };
      }),
      curve: grid.map((logprob) => ({ logprob, probability: probabilityOf(logprob) })),
      oneNat: probabilityOf(0) / probabilityOf(-1),
      toyLogprobs: [...logSoftmax(TOY_LOGITS)],
    };
  },
});

export const logProbabilities = section({
  id: 'log-probabilities',
  title: prose`The logarithm of a probability, and an eye for it`,
  needs: { m: ladder, toy: toySoftmax },
  write({ m, toy }) {
    const [first, second, third] = m.toyLogprobs;
    return [
      prose`
        Language models, their papers and their APIs rarely speak of probabilities. They speak of
        ${term('log-probability', 'log-probabilities')}, and we write ${math`\ell = \ln p`}. A probability lies between
        zero and one, so its logarithm is zero or negative. Zero means certain. The further below zero, the less likely.

        Why the detour? The probability of a whole text is a *product*, one factor for each token, and it soon becomes too
        small for a computer to hold. Logarithms turn the product into a sum, and sums are harmless. There is a second
        gift: the natural logarithm ${math`\ln`} (\`Math.log\`) undoes the exponential of ${ref('softmax-by-hand')}, and
        the logarithm of a quotient is a difference, ${math`\ln(a/b) = \ln a - \ln b`}. So the division of softmax becomes a
        subtraction:
      `,
      equation`\ell_i = \ln p_i = z_i - \ln \sum_j e^{z_j}`,
      prose`
        So a log-probability **is** a logit, moved by one number that is the same for all tokens. That number,
        ${math`\ln \sum_j e^{z_j}`}, is called ${term('log-sum-exp')}. For our three tokens it is
        ${real(toy.logSum, 'float64', { digits: 5 })}, and the three log-probabilities are
        ${real(first, 'float64', { digits: 5 })}, ${real(second, 'float64', { digits: 5 })} and
        ${real(third, 'float64', { digits: 5 })}: still one apart, and nine tenths apart, as the logits were.
      `,
      code('#numerics/log-sum-exp', 'log-sum-exp'),
      prose`
        The code subtracts the largest value from all. Its own term is then ${math`e^0 = 1`}; the loop skips it, and
        \`Math.log1p\`, which computes ${math`\ln(1 + x)`} without rounding ${math`1 + x`}, puts it back. Log-softmax is
        the list of all log-probabilities, each logit minus the log-sum-exp:
      `,
      code('#numerics/softmax', 'log-softmax'),
      prose`
        The unit of a natural logarithm is the ${term('nat')}. To get back, exponentiate:
      `,
      code('#chapters/01-logits-logprobs-softmax/log-probabilities', 'exp'),
      prose`
        Nobody does this in the head for every number. But a few steps of the ladder are worth knowing by heart. Can
        you guess the middle column of ${ref('ladder')} before you look?
      `,
      table({
        id: 'ladder',
        caption: prose`An eye for log-probabilities. “One in” is one divided by the probability; the last ones are round only
          nearly, because the log-probabilities are.`,
        rows: m.rows,
        columns: [
          {
            head: prose`log-probability (nats)`,
            align: 'right',
            cell: (row) => prose`${given(row.logprob)}`,
          },
          {
            head: prose`probability`,
            align: 'right',
            cell: (row) => prose`${percent(row.probability, { digits: 2 })}`,
          },
          {
            head: prose`one in`,
            align: 'right',
            cell: (row) => prose`${real(row.odds, 'float64', { digits: 3 })}`,
          },
        ],
      }),
      figure({
        id: 'ladder-curve',
        caption: prose`
          Probability against log-probability, with the steps of ${ref('ladder')} marked. To the eye, all the small
          probabilities lie on the floor.
        `,
        alt: prose`
          A curve that falls from one at a log-probability of zero to nearly nothing at the left end. The steps of the
          table are marked: ${given(at(m.rows, 1).logprob)} is ${percent(at(m.rows, 1).probability, { digits: 2 })},
          ${given(at(m.rows, 3).logprob)} is ${percent(at(m.rows, 3).probability, { digits: 2 })}.
        `,
        data: {
          rows: m.curve.map((point) => ({ ...point })),
          marks: m.rows.map((row) => ({
            logprob: row.logprob,
            probability: row.probability,
            label: `${formatKind(row.logprob, 'exact')}: ${percent(row.probability, { digits: 2 }).text}%`,
            place: row.logprob > STEEP ? 'beside' : 'above',
          })),
        },
        spec: {
          height: 240,
          layer: [
            {
              mark: { type: 'line' },
              encoding: {
                x: {
                  field: 'logprob',
                  type: 'quantitative',
                  title: 'log-probability ℓ in nats',
                  scale: { nice: false },
                },
                y: {
                  field: 'probability',
                  type: 'quantitative',
                  title: 'probability',
                  axis: { format: '%' },
                },
              },
            },
            {
              data: { name: 'marks' },
              mark: { type: 'point', filled: true, size: 60 },
              encoding: {
                x: { field: 'logprob', type: 'quantitative' },
                y: { field: 'probability', type: 'quantitative' },
              },
            },
            ...(['beside', 'above'] as const).map((place) => ({
              data: { name: 'marks' },
              transform: [{ filter: `datum.place === '${place}'` }],
              mark: {
                type: 'text',
                style: 'label',
                align: place === 'beside' ? 'right' : 'center',
                dx: place === 'beside' ? -9 : 0,
                dy: place === 'beside' ? 0 : -13,
              },
              encoding: {
                x: { field: 'logprob', type: 'quantitative' },
                y: { field: 'probability', type: 'quantitative' },
                text: { field: 'label', type: 'nominal' },
              },
            })),
          ],
        },
      }),
      prose`
        What to see in ${ref('ladder-curve')}: near zero, the log-probability says how much is missing to certainty; at
        ${given(at(m.rows, 0).logprob)} about a tenth is missing. Everywhere, each nat is a factor of
        ${real(m.oneNat, 'float64', { digits: 3 })}, and a bit more than two nats are a factor of ten. That is why
        ${nats(at(m.toyLogprobs, 2))} for the last toy token is about the same as ${given(at(m.rows, 3).logprob)} in
        the table: one chance in ten.
      `,
    ];
  },
});
