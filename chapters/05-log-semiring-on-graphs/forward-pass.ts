import { at } from '#numerics/list';
import { code, curious, join, output, prose, section } from '#report';
import { asPython, count, given, math, probability, ref, term, text } from '#report/values';
import { sharesOfMap } from './backward-pass.measure.ts';
import { hiddenMarkov } from './hidden-markov.measure.ts';
import { threeAnswers } from './three-answers.measure.ts';

const tenths = (share: Parameters<typeof asPython>[0]) => asPython(share, '.1%');
const FILE = '#chapters/05-log-semiring-on-graphs/paths.py';

export const oneLoop = section({
  id: 'one-pass',
  title: prose`Dynamic programming: one loop for all paths`,
  needs: { m: threeAnswers, shares: sharesOfMap, days: hiddenMarkov },
  write: ({ m, shares, days }) => [
    prose`The map has seven paths, so you can list them. Larger graphs have too many. Put ${given(20)} layers of
        three nodes between a start and an end, and join each node to all nodes of the next layer. This graph has only
        ${given(177)} edges, but ${math`3^{20} \approx 3.5 \cdot 10^9`} paths.

        ${term('dynamic programming', 'Dynamic programming')} looks at each edge once. It keeps one number for each
        node: the *total* of all paths that lead there. To extend all these paths by the same step, multiply their
        total by the probability of the step, once. Where steps arrive at the same node, add. At z, three steps
        arrive, with ${math`0.4 \cdot 0.4`}, ${math`0.35 \cdot 0.2`} and ${math`0.25 \cdot 0.7`}. The total is
        ${math`0.16 + 0.07 + 0.175 = 0.405`}.

        A total must be complete before it is used, so every edge *into* a node has to come before any edge *out
        of* it. An order of the nodes that ensures this is called a ${term('topological order')}. It exists exactly when
        the graph has no cycle.

        To find the best path instead, replace the addition by ${math`\max`}: at z, the best path has
        ${probability(at(m.ends, 2).best, 3)}. So let the loop take its two operations as an argument: ⊗ (“times”)
        extends a path by an edge, and ⊕ (“plus”) combines paths that meet. With the two neutral weights *zero* and
        *one*, they form a ${term('semiring')}:`,
    code(FILE, 'loop'),
    prose`The start has the total *one*, every other node *zero* at first.`,
    curious(
      prose`The whole of \`paths.py\`, which you need for the ice-cream diary in ${ref('try-graphs')}`,
      [
        prose`The sections below explain its parts. It needs Python ${given(3)} and no packages. Run it with
          \`python3 paths.py\`. For each end of the map, it prints the best path, its probability, that of the end,
          and the number of paths. The shares of the steps to z follow, and then the answers of ${ref('hidden-markov')}.
          Each of the last lines gives a day, its observation, and the states with their shares.`,
        code(FILE, 'file'),
        output([
          ...m.ends.map(
            ({ node, nodes, best, probability: all, paths }) =>
              prose`${text(node)} ${join(nodes.map(text), prose`->`)} ${tenths(best)} ${tenths(all)} ${count(paths)}`,
          ),
          ...shares.edges.map(({ from, to, share }) => prose`${text(from)}->${text(to)} ${tenths(share)}`),
          prose`forward ${asPython(days.total, '.6f')}`,
          prose`Viterbi ${join(days.states.map(text), prose` `)} ${tenths(days.bestShare)}`,
          ...days.days.map(
            ({ day, feeling, healthy, fever }) =>
              prose`${count(day)} ${text(feeling)} H ${tenths(healthy)} F ${tenths(fever)}`,
          ),
        ]),
      ],
      'Program',
    ),
  ],
});
