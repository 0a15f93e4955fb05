import { list, prose, section, table } from '#report';
import { equation, given, math, percent, real, ref, term, text } from '#report/values';
import { toySoftmax } from './softmax-by-hand.measure.ts';

export const softmaxByHand = section({
  id: 'softmax-by-hand',
  title: prose`From scores to probabilities: softmax`,
  needs: { toy: toySoftmax },
  write: ({ toy }) => [
    prose`How do distances become probabilities? Take a toy vocabulary of three tokens, A, B and C, with the
      logits ${list(toy.rows.map(({ logit }) => given(logit)))}. We want three
      ${term('probability', 'probabilities')}: positive, adding up to one, larger for a larger logit.

      Two steps do it. First exponentiate each logit: ${math`e^z`}, where ${math`e`} is
      ${real(toy.e, 3)}. Exponentials are positive, and they turn *differences* into *factors*: one
      logit more is ${math`e`} times as much. Then divide each by the sum of all.
      This is ${term('softmax')}; ${ref('softmax-steps')} does it by hand.`,
    equation`q_i = \frac{e^{z_i}}{\sum_j e^{z_j}}`,
    table({
      id: 'softmax-steps',
      caption: prose`Softmax by hand. The exponentials add up to ${real(toy.sum)}.`,
      rows: toy.rows,
      columns: [
        ['token', (row) => text(row.name)],
        [prose`logit ${math`z`}`, (row) => given(row.logit)],
        [math`e^z`, (row) => real(row.exponential)],
        [prose`probability ${math`q`}`, (row) => percent(row.probability)],
      ],
    }),
    prose`A leads B by one logit, so it is ${math`e`} times as likely:
      ${real(toy.oddsFirstSecond, 2)} to one. Such a ratio we call the ${term('odds')} of one token
      *against another*. It depends on the difference of their two logits and on nothing else:`,
    equation`\frac{q_a}{q_b} = e^{z_a - z_b}`,
  ],
});
