import { code, output, prose, section } from '#report';
import { asPython, count, given, math, term, text } from '#report/values';
import { threeAnswers } from './three-answers.measure.ts';

export const oneLoop = section({
  id: 'one-pass',
  title: prose`One loop`,
  needs: { m: threeAnswers },
  write({ m }) {
    return [
      prose`You need not list all paths to add them up. Visit each edge once, in an order in which every edge *into* a
        node comes before the edges *out of* it. Then a node's total is complete before it is used. Such a
        ${term('topological order')} exists exactly if the graph has no cycle. All TypeScript of this chapter goes into one
        file, \`paths.ts\`, block after block. It starts with the loop:`,
      code('#chapters/05-log-semiring-on-graphs/paths', 'loop'),
      prose`The operation \`times\` (⊗) extends a path by an edge; \`plus\` (⊕) combines paths that meet.

        Products of many probabilities ${term('underflow')}, so programs keep
        ${term('log-probability', 'log-probabilities')}, in ${term('nat', 'nats')}. Multiplying becomes adding, so ⊗ is
        ${math`+`}. Adding becomes *log-add-exp*, ${math`\ln(e^a + e^b)`}. Append three choices of operations, and the map:`,
      code('#chapters/05-log-semiring-on-graphs/paths', 'semirings'),
      prose`Append this code, which asks for all three ends, and run the file:

        \`\`\`ts
        // Run it with: node paths.ts (Node 22.18 or later)
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
      prose`Each line shows an end, the best path to it, the probability of that path, the total probability of all paths to
        that end, and the number of paths. Follow the loop at z: with \`log\`, its total grows from ${given(0.16)} (through A)
        to ${math`0.16 + 0.07 = 0.23`} and ${math`0.23 + 0.175 = 0.405`}, as logarithms. With \`maxPlus\` it is ${given(0.16)},
        still ${given(0.16)}, and then ${given(0.175)}.

        An algorithm that solves each part once and keeps the result is a ${term('dynamic programme')}. A graph with
        ${given(20)} fully connected layers of three nodes between a start and an end has
        ${math`3^{20} \approx 3.5 \cdot 10^9`} paths but only ${given(177)} edges.`,
    ];
  },
});
