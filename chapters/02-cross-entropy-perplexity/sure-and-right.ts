import { at } from '#numerics/list';
import { join, prose, section, table } from '#report';
import { equation, given, nats, real, ref, term, text } from '#report/values';
import { sureAndWrong } from './sure-and-right.measure.ts';

export const sureAndRightSection = section({
  id: 'sure-and-right',
  title: prose`Sure and wrong`,
  needs: { toy: sureAndWrong },
  write({ toy }) {
    const [, unsure, sure] = [at(toy.rows, 0), at(toy.rows, 1), at(toy.rows, 2)];
    return [
      prose`Before the actual token is known, a prediction already says how much surprise to *expect*: its ${term('entropy')}, the mean
        surprisal over all possible tokens, weighted by their probabilities.`,
      equation`H(q) = \sum_j q_j \cdot (-\ln q_j)`,
      prose`A confident prediction has a low entropy. What does it cost if it is wrong (${ref('sure-and-wrong')})?`,
      table({
        id: 'sure-and-wrong',
        caption: prose`Three predictions over four tokens. Entropy and surprisal are in nats.`,
        rows: toy.rows,
        columns: [
          ['the model was', (row) => text(row.what), 'left'],
          ['its probabilities', (row) => join(row.probabilities.map(given)), 'left'],
          ['that of the actual token', (row) => given(row.probability)],
          ['entropy', (row) => nats(row.entropy, 2)],
          ['surprisal', (row) => nats(row.surprisal, 2)],
        ],
      }),
      prose`The unsure model expected a surprisal of ${nats(unsure.entropy, 1)} and got ${real(unsure.surprisal, 2)}. The sure model expected
        ${real(sure.entropy, 2)} and got ${real(sure.surprisal, 2)}. **Surprisal punishes confident mistakes.** `,
    ];
  },
});
