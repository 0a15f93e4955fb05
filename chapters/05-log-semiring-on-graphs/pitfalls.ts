import { choose, claim, layout, pitfall, prose, section, table } from '#report';
import { nats, probability, ref, text, token } from '#report/values';
import { overlapping } from './pitfalls.measure.ts';

export const graphPitfalls = section({
  id: 'graph-pitfalls',
  title: prose`What can go wrong`,
  needs: { forms: overlapping },
  write({ forms }) {
    // What is too much must show.
    const digits = layout(
      [forms.sum, forms.right],
      (sum, right) => sum.toPrecision(2) === right.toPrecision(2),
    )
      ? 3
      : 2;
    return [
      pitfall(prose`Adding what overlaps`, [
        prose`After “${text(forms.prompt)}”, someone adds up three ways to answer (${ref('overlapping-table')}).`,
        table({
          id: 'overlapping-table',
          caption: prose`Three continuations that do not exclude each other.`,
          rows: forms.rows,
          columns: [
            ['continuation', (row) => token(row.form)],
            ['log-probability (nats)', (row) => nats(row.logprob, 2)],
            ['probability', (row) => probability(row.probability, 2)],
          ],
        }),
        choose(forms.longer, {
          add: prose`${claim(forms.sum, forms.one, {
            greater: prose`The sum is ${probability(forms.sum)}, more than certain, or ${nats(forms.sumLog, 2)}: a sum
              above zero nats shows that something was counted twice. One below zero shows nothing.`,
            less: prose`The sum is ${probability(forms.sum, digits)}. It looks like a probability, and is none.`,
            tooClose: prose`The sum is ${probability(forms.sum, digits)}, as if the answer were certain.`,
          })} Whoever goes on with a full stop has written ${token(forms.shortest)} first: the longer texts are
            already inside the shorter one. The right number is ${probability(forms.right, digits)}.`,
          'hardly add': prose`Whoever goes on with a full stop has written ${token(forms.shortest)} first: the
            longer texts are already inside the shorter one, and were counted twice. They are so unlikely here
            that the sum does not show it: ${probability(forms.sum, 2)}.`,
        }),
      ]),
    ];
  },
});
