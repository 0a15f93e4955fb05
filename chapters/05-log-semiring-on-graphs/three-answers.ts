import { figure, prose, section } from '#report';
import { coloured, given, math, percent, probability, ref, text } from '#report/values';
import { columns, drawn } from './graph-drawing.ts';
import { threeAnswers } from './three-answers.measure.ts';

/** Where the nodes are: with as few crossings as the graph allows. */
const SPOTS = columns([['S'], ['B', 'A', 'C'], ['y', 'z', 'x']]);

export const threeAnswersSection = section({
  id: 'shortest-path',
  title: prose`Three answers`,
  needs: { m: threeAnswers },
  write({ m: { edges, greedy, likeliestPath: path, likeliestEnd: end } }) {
    return [
      prose`A walk starts at S and takes two steps (${ref('choices-drawn')}). Where is it most likely to end?`,
      figure({
        id: 'choices-drawn',
        caption: prose`A map of the walk. The number on each edge is the probability of that step; thicker edges are
          more probable. The ${coloured('chosen', 'dashed green path')} is the most probable path, and the
          ${coloured('model', 'blue path')} is the greedy path.`,
        alt: prose`A graph from S through A, B or C to x, y and z. The most probable path is ${text(path.path)} with
          ${probability(path.best, 2)}, the greedy path ${text(greedy.path)} with
          ${probability(greedy.probability, 2)}.`,
        ...drawn({
          spots: SPOTS,
          edges: edges.map((edge) => ({ ...edge, share: edge.weight, label: prose`${given(edge.weight)}` })),
          height: 320,
        }),
      }),
      prose`Three methods give three answers:

        - **The greedy path** takes the most probable step each time: ${text(greedy.path)}, with
          ${math`0.4 \cdot 0.5 =`} ${percent(greedy.probability, 2)}.
        - **The most probable path** is ${text(path.path)}, with ${percent(path.best, 2)}.
        - **The most probable end** is ${text(end.node)}. Three paths lead there, with probabilities ${given(0.16)},
          ${given(0.07)} and ${given(0.175)}: ${percent(end.probability, 3)} in all.

        The second and third methods multiply the probabilities along each path. Where paths meet, the second keeps only
        the most probable path; the third adds the paths' probabilities. The same algorithm serves both: only the
        operation that combines paths differs.`,
    ];
  },
});
