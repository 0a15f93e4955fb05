import { at } from '#numerics/list';
import { figure, table } from '#report/block';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { equation, given, math, percent, probability, real, ref, term, text } from '#report/values';
import { toySoftmax } from './softmax-by-hand.measure.ts';

export const softmaxByHand = section({
  id: 'softmax-by-hand',
  title: prose`From scores to probabilities: softmax`,
  needs: { toy: toySoftmax },
  write({ toy }) {
    const [first, second, third] = toy.rows;
    return [
      prose`
        How do distances become probabilities? Let a toy vocabulary have three tokens, A, B and C, with the logits
        ${given(at(toy.rows, 0).logit)}, ${given(at(toy.rows, 1).logit)} and ${given(at(toy.rows, 2).logit)}.
        We want three ${term('probability', 'probabilities')}: positive, adding up to one, larger for a larger logit.

        Two steps do it. First take the exponential of each logit: ${math`e^z`}, where ${math`e`} is the number
        ${real(toy.e, 'float64')}. Exponentials are always positive, and they turn *differences* into *factors*: a logit
        larger by one makes the exponential ${math`e`} times as large. Then divide each by the sum of all, written
        ${math`\sum_j`}, so that they add up to one. This is ${term('softmax')}:
      `,
      equation`p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}`,
      prose`${ref('softmax-steps')} does it by hand, and ${ref('softmax-picture')} draws the three columns.`,
      table({
        id: 'softmax-steps',
        caption: prose`Softmax by hand. The exponentials add up to ${real(toy.sum, 'float64')}.`,
        rows: toy.rows,
        columns: [
          { head: prose`token`, cell: (row) => prose`${text(row.name)}` },
          { head: prose`logit ${math`z`}`, align: 'right', cell: (row) => prose`${given(row.logit)}` },
          {
            head: prose`${math`e^z`}`,
            align: 'right',
            cell: (row) => prose`${real(row.exponential, 'float64')}`,
          },
          {
            head: prose`probability ${math`p`}`,
            align: 'right',
            cell: (row) => prose`${probability(row.probability)}`,
          },
        ],
      }),
      figure({
        id: 'softmax-picture',
        caption: prose`
          The same three tokens at each step. Exponentiating stretches the lead of A; dividing by the sum only changes
          the scale.
        `,
        alt: prose`
          Three small bar charts. Logits: ${given(at(toy.rows, 0).logit)}, ${given(at(toy.rows, 1).logit)},
          ${given(at(toy.rows, 2).logit)}. Exponentials: ${real(first?.exponential, 'float64')},
          ${real(second?.exponential, 'float64')}, ${real(third?.exponential, 'float64')}. Probabilities:
          ${percent(first?.probability)}, ${percent(second?.probability)}, ${percent(third?.probability)}.
        `,
        data: toy.rows.flatMap((row) => [
          { token: row.name, step: 'logit z', value: row.logit },
          { token: row.name, step: 'exponential eᶻ', value: row.exponential },
          { token: row.name, step: 'probability p', value: row.probability },
        ]),
        spec: {
          facet: {
            column: {
              field: 'step',
              type: 'nominal',
              sort: ['logit z', 'exponential eᶻ', 'probability p'],
              title: null,
            },
          },
          resolve: { scale: { x: 'independent' } },
          spec: {
            width: 180,
            height: 110,
            mark: 'bar',
            encoding: {
              y: { field: 'token', type: 'nominal', title: null },
              x: { field: 'value', type: 'quantitative', title: null },
            },
          },
        },
      }),
      prose`
        What to see: A leads B by one in the logits, and so by a factor of ${real(toy.oddsFirstSecond, 'float64')} in
        the probabilities. That is ${math`e`} again.

        The ratio of two tokens' probabilities we call the ${term('odds')} of one *against the other*: odds of three to
        one mean three times as likely. (The odds of a single event are ${math`p / (1 - p)`}: the same thing, with
        “everything else” as the rival.) The odds of one token against another depend on the difference of their two
        logits and on nothing else:
      `,
      equation`\frac{p_a}{p_b} = e^{z_a - z_b}`,
    ];
  },
});
