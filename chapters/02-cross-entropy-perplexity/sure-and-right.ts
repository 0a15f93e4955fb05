import { at } from '#numerics/list';
import { join, prose, section, table } from '#report';
import { equation, given, math, nats, real, ref, term, text } from '#report/values';
import { sureAndWrong } from './sure-and-right.measure.ts';

export const sureAndRightSection = section({
  id: 'sure-and-right',
  title: prose`Entropy: the surprise that a model expects`,
  needs: { toy: sureAndWrong },
  write({ toy }) {
    const [, unsure, sure] = [at(toy.rows, 0), at(toy.rows, 1), at(toy.rows, 2)];
    return [
      prose`Before the actual token comes, each possible token ${math`j`} would cost ${math`-\ln q_j`}, and the model says how likely it is: ${math`q_j`}. So it is
        possible to compute how much surprise the model itself *expects*. This mean surprisal, weighted by the model's own probabilities, is the
        ${term('entropy')} of the prediction:`,
      equation`H(q) = \sum_j q_j \cdot (-\ln q_j)`,
      prose`A confident prediction has a low entropy, because it expects little surprise. What does it cost to be confident and wrong
        (${ref('sure-and-wrong')})?`,
      table({
        id: 'sure-and-wrong',
        caption: prose`Three predictions over four tokens. Entropy and surprisal are in nats.`,
        rows: toy.rows,
        columns: [
          ['the model was', (row) => text(row.what), 'left'],
          ['its probabilities', (row) => join(row.probabilities.map(given)), 'left'],
          ['probability of the actual token', (row) => given(row.probability)],
          ['entropy', (row) => nats(row.entropy, 2)],
          ['surprisal', (row) => nats(row.surprisal, 2)],
        ],
      }),
      prose`The unsure model expected a surprisal of ${nats(unsure.entropy, 1)} and got ${real(unsure.surprisal, 2)}. The sure model expected
        ${real(sure.entropy, 2)} and got ${real(sure.surprisal, 2)}. **Surprisal punishes confident mistakes.**`,
    ];
  },
});
