import { choose, claim, curious, pitfall, prose, section, table } from '#report';
import { count, given, nats, probability, real, ref, text, token } from '#report/values';
import { overlapping, wrongOrder } from './pitfalls.measure.ts';
import { prefixTree } from './prefix-tree.measure.ts';

export const graphPitfalls = section({
  id: 'graph-pitfalls',
  title: prose`What can go wrong`,
  needs: { tree: prefixTree, forms: overlapping, order: wrongOrder },
  write({ tree, forms, order }) {
    return [
      pitfall(prose`Taking a bundle for a path`, [
        prose`Ask max-plus for the best leaf of the model's tree, bundles included, and it returns
          “${text(tree.naive.text)}” with ${nats(tree.naive.total, { digits: 2 })}.
          ${choose(tree.naive.isRest, {
            yes: prose`That is not a text but nearly all ${count(tree.vocabularySize)} first tokens, added up.
              A bundle's weight is a sum, so it belongs in a sum: in the total of a node, or in a bound on
              what has not been looked at. Leave bundles out when you look for the best.`,
            later: prose`That is not a text either: it ends in a bundle of very many second tokens, added up. A
              bundle's weight belongs in a sum. Leave bundles out when you look for the best.`,
            no: prose`No bundle won here. Elsewhere one can: a bundle's weight is a sum over very many texts,
              and max would take it for a single one. Leave bundles out when you look for the best.`,
          })}`,
      ]),
      pitfall(prose`Adding what overlaps`, [
        prose`Probabilities may be added for paths that *exclude* each other. (Max and Boolean do not mind
          overlap.) After “${text(forms.prompt)}”, someone adds up three ways to answer
          (${ref('overlapping-table')}).`,
        table({
          id: 'overlapping-table',
          caption: prose`Three continuations that do not exclude each other.`,
          rows: forms.rows,
          columns: [
            ['continuation', (row) => token(row.form)],
            ['log-probability (nats)', (row) => nats(row.logprob)],
            ['probability', (row) => probability(row.probability)],
          ],
        }),
        choose(forms.longer, {
          add: prose`${claim(forms.sum, forms.one, {
            greater: prose`The sum is ${probability(forms.sum)}, more than certain, or ${nats(forms.sumLog)}. A
              sum above zero nats shows that something was counted twice.`,
            less: prose`The sum is ${probability(forms.sum)}. It looks like a probability, and is none.`,
            tooClose: prose`The sum is ${probability(forms.sum)}, as if the answer were certain.`,
          })} Whoever goes on with a full stop has written ${token(forms.shortest)} first: the longer texts are
            already inside the shorter one. The right number is ${probability(forms.right)}.`,
          'hardly add': prose`Whoever goes on with a full stop has written ${token(forms.shortest)} first: the
            longer texts are already inside the shorter one, and were counted twice. They are so unlikely here
            that the sum does not show it: ${probability(forms.sum)}.`,
        }),
      ]),
      curious(prose`What if the edges come in the wrong order?`, [
        prose`The algorithm is right only when a node's total is complete before it is used, so our function
          sorts the nodes first. A version that takes the edges as they are listed, without sorting, depends
          on the list. ${ref('wrong-order-table')} has the first graph with the edge from S to B listed
          last.`,
        table({
          id: 'wrong-order-table',
          caption: prose`Totals of the first graph without sorting, its edges listed in topological order and
            in a careless one.`,
          rows: order.rows,
          columns: [
            ['end', (row) => text(row.end)],
            ['in order', (row) => real(row.forward, { digits: 2 })],
            ['careless', (row) => real(row.shuffled, { digits: 2 })],
          ],
        }),
        prose`What to see: no error, only smaller numbers. Every path through B is lost, since nothing had
          reached B when the walk left it. A cheap check: the totals of the ends should add up to ${given(1)}
          when the weights out of every node do.`,
      ]),
    ];
  },
});
