import { code, output, prose, section } from '#report';
import { asPython, count, equation, given, math, ref, term, text } from '#report/values';
import { threeAnswers } from './three-answers.measure.ts';

export const oneLoop = section({
  id: 'one-pass',
  title: prose`One loop`,
  needs: { m: threeAnswers },
  write({ m }) {
    return [
      prose`To add up all paths without listing them, visit each edge once, taking every edge *into* a node before any
        edge *out of* it. A node's total is then complete before it is used. Such an order, a
        ${term('topological order')}, exists if and only if the graph has no cycle.

        A ${term('semiring')} supplies two operations: ⊗ (“times”) extends a path by an edge, and ⊕ (“plus”) combines
        paths that meet. All the TypeScript in this chapter, except the folded code, goes into one file, \`paths.ts\`:`,
      code('#chapters/05-log-semiring-on-graphs/paths', 'loop'),
      prose`Products of many probabilities ${term('underflow')}, so programs keep
        ${term('log-probability', 'log-probabilities')}, in ${term('nat', 'nats')}. Then ⊗ is ${math`+`}, and ⊕
        is *log-add-exp*, which is computed by factoring out the larger term. If ${math`a \ge b`},`,
      equation`\ln(e^a + e^b) = \ln\bigl(e^a (1 + e^{b - a})\bigr) = a + \ln(1 + e^{b - a})`,
      prose`The exponent ${math`b - a`} is at most zero, so nothing
        ${term('overflow', 'overflows')}. Append three semirings and the edges of ${ref('choices-drawn')}:`,
      code('#chapters/05-log-semiring-on-graphs/paths', 'semirings'),
      prose`Append this and run the file:

        \`\`\`ts
        // Run it with: node paths.ts (Node 22.18 or later). For each end, it prints the best path
        // and its probability, the total probability of all paths, and how many there are.
        const percent = (logprob: number) => (100 * Math.exp(logprob)).toFixed(1) + '%';
        const best = pass(map, 'S', maxPlus);
        const all = pass(map, 'S', log);
        const paths = pass(map, 'S', counting);
        for (const end of ['x', 'y', 'z']) {
          const { path, logprob } = best.get(end)!;
          console.log(end, 'S' + path, percent(logprob), percent(all.get(end)!), paths.get(end));
        }
        \`\`\``,
      output(
        m.ends.map(
          (end) =>
            prose`${text(end.node)} ${text(end.path)} ${asPython(end.best, '.1%')} ${asPython(end.probability, '.1%')} ${count(end.paths)}`,
        ),
      ),
      prose`This is a ${term('dynamic programme')}: it solves each part once and keeps the result. Put ${given(20)}
        layers of three nodes between a start and an end, and join each node to all nodes of the next layer. This graph
        has ${math`3^{20} \approx 3.5 \cdot 10^9`} paths but only ${given(177)} edges.`,
    ];
  },
});
