import { at } from '#numerics/list';
import { code, figure, list, prose, section } from '#report';
import { coloured, count, given, percent, probability, ref, term, text } from '#report/values';
import { columns, type DrawnEdge, drawn } from './graph-drawing.ts';
import { hiddenMarkov } from './hidden-markov.measure.ts';

const SPOTS = columns([['S'], ['H1', 'F1'], ['H2', 'F2'], ['H3', 'F3'], ['END']]);

/** Edges that cross carry their labels before the crossing, all others in the middle, away from the nodes. */
const labelAt = ({ from, to }: DrawnEdge): number =>
  from === 'S' || to === 'END' || from[0] === to[0] ? 0.5 : 0.3;

export const hiddenMarkovSection = section({
  id: 'hidden-markov',
  title: prose`A hidden Markov model: forward, Viterbi, posteriors`,
  needs: { m: hiddenMarkov },
  write({ m }) {
    const [first, second, third] = [at(m.days, 0), at(m.days, 1), at(m.days, 2)];
    return [
      prose`On three days, a patient feels ${list(m.days.map(({ feeling }) => text(feeling)))}. On which days did the
        patient have a fever? Suppose that each day's hidden state, healthy (H) or fever (F), depends only on the state of the day
        before, and each day's feeling only on that day's state. This is a ${term('hidden Markov model')}. Its
        probabilities are those of [Wikipedia's example](https://en.wikipedia.org/wiki/Viterbi_algorithm):`,
      code('#chapters/05-log-semiring-on-graphs/paths.py', 'model'),
      prose`Draw the model as a graph, its *trellis*, with one node for each state and day (${ref('trellis-drawn')}).
        The edge from H1 to F2 stands for two events: the patient falls ill (${given(0.3)}), and then feels cold with
        a fever (${given(0.3)}). So it weighs ${probability(m.onset, 2)}. The edges to END weigh one, because nothing
        more happens.

        On the trellis, our two functions answer three questions:

        - **The forward algorithm**, \`totals\` with \`LOG\`: how probable are these feelings? All eight paths
          together have ${probability(m.total, 3)}.
        - **The Viterbi algorithm**, \`totals\` with \`BEST\`: which course is most probable? It is ${text(m.path)},
          with ${percent(m.bestShare, 2)} of that total.
        - **Forward-backward**, \`shares\`: how probable is a fever on each day? Add the shares of the edges into its
          node. F2 gets ${percent(m.secondDay, 2)} from H1 and ${percent(m.stays, 2)} from F1. On the first day, a
          fever has ${percent(first.smoothed, 2)}, on the second ${percent(second.smoothed, 2)}, and on the third
          ${percent(third.smoothed, 2)}.`,
      figure({
        id: 'trellis-drawn',
        caption: prose`The trellis of the three days, healthy above and fever below. The number on each edge is its
          share of the total; thicker edges have larger shares. The ${coloured('chosen', 'green path')} is the
          Viterbi path.`,
        alt: prose`A trellis of three days, on which the patient feels
          ${list(m.days.map(({ feeling }) => text(feeling)))}, with a healthy and a fever node each. The Viterbi path
          is ${text(m.path)}. The edge from S to F1 has a share of ${percent(m.firstDay, 2)}, the edge from H1 to F2
          one of ${percent(m.secondDay, 2)}.`,
        ...drawn({
          spots: SPOTS,
          edges: m.edges.map(({ onBest, ...edge }) => {
            return { ...edge, label: percent(edge.share, 2), lit: onBest === 'yes' };
          }),
          height: 250,
          labelAt,
          lift: 0.13,
          notes: Object.fromEntries(
            m.days.map(({ day, feeling }, index) => [
              ['F1', 'F2', 'F3'][index],
              prose`day ${count(day)}, ${text(feeling)}`,
            ]),
          ),
        }),
      }),
      prose`The green step H2→F3 has ${percent(m.lastStep, 2)}, more than the ${percent(m.bestShare, 2)} of the whole
        green path. The other ${percent(m.relapse, 2)} belong to a second path that takes it, a relapse: S→F1→H2→F3.

        When did the fever begin? The Viterbi path says on the third day. Yet the first day is more probable:
        ${percent(m.firstDay, 2)} of the total goes through F1, and only the Viterbi path, with
        ${percent(m.bestShare, 2)}, has a fever that begins on the third. Once more, the best path and the best sum
        differ.

        So choose by the question. For one consistent course of the illness, report the Viterbi path. To be right on
        as many days as possible, report each day's most probable state, although these states may form an impossible
        path.

        Other graphs answer other questions, such as the edit distance of two words (${ref('other-problems')}). For
        tokens of a language model, the loop needs care (${ref('ways-to-cut')}).`,
    ];
  },
});
