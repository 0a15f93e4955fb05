import { figure, join, list, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { equation, given, math, percent, probability, real, ref, term, text } from '#report/values';
import { toySoftmax } from './softmax-by-hand.measure.ts';

export const softmaxByHand = section({
  id: 'softmax-by-hand',
  title: prose`From scores to probabilities: softmax`,
  needs: { toy: toySoftmax },
  write: ({ toy }) => [
    prose`How do distances become probabilities? Let a toy vocabulary have three tokens, A, B and C, with the
      logits ${list(toy.rows.map(({ logit }) => given(logit)))}. We want three
      ${term('probability', 'probabilities')}: positive, adding up to one, larger for a larger logit.

      Two steps do it. First take the exponential of each logit: ${math`e^z`}, where ${math`e`} is the number
      ${real(toy.e)}. Exponentials are always positive, and they turn *differences* into *factors*: a logit
      larger by one makes the exponential ${math`e`} times as large. Then divide each by the sum of all,
      written ${math`\sum_j`}, so that they add up to one. This is ${term('softmax')}:`,
    equation`p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}`,
    prose`${ref('softmax-steps')} does it by hand, and ${ref('softmax-picture')} draws the three columns.`,
    table({
      id: 'softmax-steps',
      caption: prose`Softmax by hand. The exponentials add up to ${real(toy.sum)}.`,
      rows: toy.rows,
      columns: [
        ['token', (row) => text(row.name)],
        [prose`logit ${math`z`}`, (row) => given(row.logit)],
        [math`e^z`, (row) => real(row.exponential)],
        [prose`probability ${math`p`}`, (row) => probability(row.probability)],
      ],
    }),
    figure({
      id: 'softmax-picture',
      caption: prose`The same three tokens at each step. Exponentiating stretches the lead of A; dividing by
        the sum only changes the scale.`,
      alt: prose`Three small bar charts. Logits: ${join(toy.rows.map(({ logit }) => given(logit)))}.
        Exponentials: ${join(toy.rows.map(({ exponential }) => real(exponential)))}. Probabilities:
        ${join(toy.rows.map((row) => percent(row.probability)))}.`,
      data: toy.rows.flatMap((row) => [
        { token: row.name, step: 'logit z', value: row.logit },
        { token: row.name, step: 'exponential eᶻ', value: row.exponential },
        { token: row.name, step: 'probability p', value: row.probability },
      ]),
      spec: {
        facet: {
          column: mark.n('step', { sort: ['logit z', 'exponential eᶻ', 'probability p'], title: null }),
        },
        resolve: { scale: { x: 'independent' } },
        spec: {
          width: 180,
          height: 110,
          mark: 'bar',
          encoding: { y: mark.n('token', { title: null }), x: mark.q('value', { title: null }) },
        },
      },
    }),
    prose`What to see: A leads B by one in the logits, and so by a factor of ${real(toy.oddsFirstSecond)} in
      the probabilities. That is ${math`e`} again.

      The ratio of two tokens' probabilities we call the ${term('odds')} of one *against the other*: odds of
      three to one mean three times as likely. (The odds of a single event are ${math`p / (1 - p)`}: the same
      thing, with “everything else” as the rival.) The odds of one token against another depend on the
      difference of their two logits and on nothing else:`,
    equation`\frac{p_a}{p_b} = e^{z_a - z_b}`,
  ],
});
