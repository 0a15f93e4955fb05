import { figure, layout, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { equation, given, math, nats, percent, probability, real, ref, term } from '#report/values';
import { ladder } from './log-probabilities.measure.ts';
import { toySoftmax } from './softmax-by-hand.measure.ts';

/** Where a label has room: beside the curve where it is steep, above its left half where it is flat. */
const LABELS = {
  beside: { align: 'right', dx: -9, dy: 0 },
  corner: { align: 'right', dx: -5, dy: -12 },
  above: { align: 'center', dx: 0, dy: -13 },
};

export const logProbabilities = section({
  id: 'log-probabilities',
  title: prose`The logarithm of a probability, and an eye for it`,
  needs: { m: ladder, toy: toySoftmax },
  write: ({ m, toy }) => [
    prose`Papers on language models and their APIs rarely speak of probabilities. They speak of
      ${term('log-probability', 'log-probabilities')}, and we write ${math`\ell = \ln p`}. A probability lies
      between zero and one, so its logarithm is zero or negative. Zero means certain. The further below zero
      it is, the less likely the token. The unit is the ${term('nat')}.

      Why the detour? The probability of a whole text is a *product*, one factor for each token, and it soon
      becomes too small for a computer to hold. Logarithms turn the product into a harmless sum. And the
      natural logarithm ${math`\ln`} (\`Math.log\`) undoes the exponential of ${ref('softmax-by-hand')}, while
      the logarithm of a quotient is a difference, ${math`\ln(a/b) = \ln a - \ln b`}. So the division of
      softmax becomes a subtraction:`,
    equation`\ell_i = \ln p_i = z_i - \ln \sum_j e^{z_j}`,
    prose`So a log-probability **is** a logit, moved by one number that is the same for all tokens. That
      number, ${math`\ln \sum_j e^{z_j}`}, is called ${term('log-sum-exp')}. For our three tokens it is
      ${nats(toy.logSum)}, and the three log-probabilities are ${nats(m.toyLogprobs[0])},
      ${nats(m.toyLogprobs[1])} and ${nats(m.toyLogprobs[2])}: still one apart, and nine tenths apart, as the
      logits were. The exponential leads back: \`Math.exp\` of ${nats(m.toyLogprobs[0])} is
      ${probability(toy.rows[0]?.probability)}, the probability of A.

      A few log-probabilities are worth knowing by heart, like the steps of a ladder. Can you guess the middle
      column of ${ref('ladder')} before you look? ${ref('ladder-curve')} shows the same steps on the curve
      that they belong to.`,
    table({
      id: 'ladder',
      caption: prose`An eye for log-probabilities. They are rounded, so “one in” is
        ${real(m.rows[1]?.odds, { digits: 3 })} rather than two, ${real(m.rows[3]?.odds, { digits: 3 })}
        rather than ten, and so on.`,
      rows: m.rows,
      columns: [
        ['log-probability (nats)', (row) => given(row.logprob)],
        ['probability', (row) => percent(row.probability, { digits: 2 })],
        ['one in', (row) => real(row.odds, { digits: 3 })],
      ],
    }),
    figure({
      id: 'ladder-curve',
      caption: prose`Probability against log-probability, with the steps of ${ref('ladder')} marked. To the
        eye, all the small probabilities lie on the floor.`,
      alt: prose`A curve that falls from one at a log-probability of zero to nearly nothing at the left end.
        The steps of the table are marked: ${given(m.rows[1]?.logprob)} is
        ${percent(m.rows[1]?.probability, { digits: 2 })}, ${given(m.rows[3]?.logprob)} is
        ${percent(m.rows[3]?.probability, { digits: 2 })}.`,
      data: {
        rows: m.curve,
        marks: m.rows.map((row) => ({
          logprob: row.logprob,
          probability: row.probability,
          label: prose`${given(row.logprob)}: ${percent(row.probability, { digits: 2 })}`,
          place: layout([row.logprob], (at) => (at > -2 ? 'beside' : at > -4 ? 'corner' : 'above')),
        })),
      },
      spec: {
        height: 240,
        layer: [
          mark.line({
            x: mark.q('logprob', { title: 'log-probability ℓ in nats', scale: { nice: false } }),
            y: mark.q('probability', { title: 'probability', axis: { format: '%' } }),
          }),
          mark.dots({ x: 'logprob', y: 'probability' }, { data: 'marks', size: 60 }),
          ...Object.entries(LABELS).map(([place, position]) =>
            mark.label(
              { x: 'logprob', y: 'probability', text: 'label' },
              { data: 'marks', transform: [{ filter: `datum.place === '${place}'` }], ...position },
            ),
          ),
        ],
      },
    }),
    prose`What to see: near zero, the log-probability says how far the probability is from one; at
      ${given(m.rows[0]?.logprob)} about a tenth is missing. Everywhere, one nat is a factor of
      ${real(m.oneNat, { digits: 3 })}, and ${given(m.ten.nats)} nats are a factor of
      ${real(m.ten.factor, { digits: 2 })}. So the toy token C, at ${nats(m.toyLogprobs[2])}, has about one
      chance in ten.`,
  ],
});
