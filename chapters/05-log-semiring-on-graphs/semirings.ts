import { at } from '#numerics/list';
import { prose, section, table } from '#report';
import { count, equation, given, math, nats, probability, ref, term, text } from '#report/values';
import { semiringTable } from './semirings.measure.ts';

type Cell = Parameters<typeof prose>[1];

export const semirings = section({
  id: 'semirings',
  title: prose`Semiring laws, and common semirings: tropical, Viterbi, counting`,
  needs: { m: semiringTable },
  write({ m }) {
    const [zero, one, none, infinite] = [given(0), given(1), math`-\infty`, math`+\infty`];
    const [plus, times, min, max] = [math`+`, math`\times`, math`\min`, math`\max`];
    const [logP, cost] = [math`\ln p`, math`-\ln p`];
    const rows: readonly (readonly Cell[])[] = [
      [prose`counting`, plus, times, zero, one, one, prose`number of paths`, count(m.paths)],
      [prose`log`, prose`log-add-exp`, plus, none, zero, logP, prose`all paths`, nats(m.log, 2)],
      [prose`max-plus`, max, plus, none, zero, logP, prose`best path`, nats(m.best.log, 2)],
      [prose`min-plus`, min, plus, infinite, zero, cost, prose`lowest cost`, nats(m.least, 2)],
    ];
    return [
      prose`Why may the loop combine paths first and extend the result afterwards? Because multiplication distributes
        over addition: ${math`0.16 w + 0.07 w = (0.16 + 0.07)\,w`}. It distributes over ${math`\max`}, too, so one
        loop serves both. In general, the loop needs this law:`,
      equation`(a \oplus b) \otimes w = (a \otimes w) \oplus (b \otimes w)`,
      prose`It also needs ⊕ to be ${term('associative')} and commutative, so that paths into a node may come in any
        order and grouping. *Zero* must change nothing in a sum (${math`\textit{zero} \oplus a = a`}) and rule out a
        path (${math`\textit{zero} \otimes a = \textit{zero}`}). *One* must change nothing in a product. Two more
        laws make it a semiring: ⊗ is associative, and it distributes from the left. A forward pass can do without
        these two; a backward pass, which comes next, cannot.

        The mean does not qualify as ⊕. Taken two at a time, the mean of ${given(0.16)}, ${given(0.07)} and
        ${given(0.175)} is ${probability(m.means.left, 3)} or ${probability(m.means.right, 3)}, depending on the
        grouping.

        The operations in ${ref('semiring-card')} do qualify. Programs that minimize *costs* take ${math`-\ln p`} as
        the cost of an edge. Then the best path is the *shortest path*, and ⊕ is ${math`\min`}. Max-plus and min-plus
        are called *tropical*. Without logarithms, log is the probability semiring (${math`+`}, ${math`\times`}), and
        max-plus the Viterbi semiring (${math`\max`}, ${math`\times`}). Other semirings list the k best paths or find
        the ${term('entropy')} of the path; the project has them in \`scripts/numerics\`.`,
      table({
        id: 'semiring-card',
        caption: prose`Common semirings, with the weight of an edge and the answer at ${text(m.end)}, in nats where it
          is a logarithm.`,
        rows,
        columns: ['semiring', '⊕', '⊗', 'zero', 'one', 'edge', 'what you get', 'at z'].map((head, index) => [
          head,
          (row: readonly Cell[]) => at(row, index),
        ]),
      }),
    ];
  },
});
