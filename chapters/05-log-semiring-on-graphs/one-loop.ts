import { code, output, prose, section } from '#report';
import { asPython, count, given, math, term, text } from '#report/values';
import { threeAnswers } from './three-answers.measure.ts';

export const oneLoop = section({
  id: 'one-pass',
  title: prose`One loop`,
  needs: { m: threeAnswers },
  write({ m }) {
    return [
      prose`You need not list all paths to add them up. Visit each edge once, and every edge *into* a node before the edges
        *out of* it. Then a node's total is complete before it is used. Such a ${term('topological order')} exists exactly if
        the graph has no cycle. All TypeScript of this chapter, except folded code, goes into one file,
        \`paths.ts\`:`,
      code('#chapters/05-log-semiring-on-graphs/paths', 'loop'),
      prose`Products of many probabilities ${term('underflow')}, so programs keep
        ${term('log-probability', 'log-probabilities')}, in ${term('nat', 'nats')}. Multiplying becomes adding, so ⊗ is
        ${math`+`}. Adding becomes *log-add-exp*, ${math`\ln(e^a + e^b)`}. Append three choices of operations, and the map:`,
      code('#chapters/05-log-semiring-on-graphs/paths', 'semirings'),
      prose`Append these questions, and run the file:

        \`\`\`ts
        // Run it with: node paths.ts (Node 22.18 or later). For each end, it prints
        // the best path, its probability, that of all paths together, and their number.
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
      prose`At z, the loop meets ${given(0.16)}, ${given(0.07)} and ${given(0.175)} in turn: \`log\` adds each to the total so
        far, and \`maxPlus\` keeps the larger of the two.

        This is a ${term('dynamic programme')}: it solves each part once and keeps the result. With ${given(20)} fully
        connected layers of three nodes between a start and an end, there are ${math`3^{20} \approx 3.5 \cdot 10^9`} paths but
        only ${given(177)} edges.`,
    ];
  },
});
