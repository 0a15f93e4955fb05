import { at } from '#numerics/list';
import { code, figure, list, output, prose, section } from '#report';
import { asPython, coloured, count, percent, ref, term, text } from '#report/values';
import { columns, type DrawnEdge, drawn } from './graph-drawing.ts';
import { hiddenMarkov } from './hidden-markov.measure.ts';

const SPOTS = columns([['S'], ['H1', 'F1'], ['H2', 'F2'], ['H3', 'F3'], ['END']]);

/** Edges that cross carry their labels before the crossing, all others in the middle, away from the nodes. */
const labelAt = ({ from, to }: DrawnEdge): number =>
  from === 'S' || to === 'END' || from[0] === to[0] ? 0.5 : 0.3;

export const hiddenMarkovSection = section({
  id: 'hidden-markov',
  title: prose`A hidden Markov model`,
  needs: { m: hiddenMarkov },
  write({ m }) {
    const second = at(m.days, 1);
    return [
      prose`On three successive days, a patient feels ${list(m.days.map(({ feeling }) => text(feeling)))}. When did the
        fever begin? Suppose each day's hidden state, healthy (H) or fever (F), depends only on the previous day's
        state, and each day's feeling only on that day's state. Such a model is a ${term('hidden Markov model')}. Its
        probabilities of a first state, a move and a feeling are those of
        [Wikipedia’s example](https://en.wikipedia.org/wiki/Viterbi_algorithm).

        Draw the model as a graph, its *trellis*, with one node for each state and day. The edge from
        H1 to F2 has the probability of moving from healthy to fever, times the probability that a patient with a fever
        feels ${text(second.feeling)}. END joins the last states in one node. Append this code
        to \`paths.ts\` (in the project, it is \`hidden-markov-model.ts\`):`,
      code('#chapters/05-log-semiring-on-graphs/hidden-markov-model', 'trellis'),
      prose`Three calls run the *forward algorithm*, the *Viterbi algorithm*, and forward-backward. The shares of the
        edges into a node add up to the posterior of that day's state. Append them:

        \`\`\`ts
        // The file first prints the earlier lines, then these.
        const trellis = trellisOf(['cold', 'cold', 'dizzy']);
        const shares = edgeShares(trellis, 'S', 'END'); // throws if no path is possible
        const total = pass(trellis, 'S', log).get('END')!;
        console.log('forward', percent(total));
        const { path, logprob } = pass(trellis, 'S', maxPlus).get('END')!;
        console.log('Viterbi', 'S' + path, percent(logprob - total));
        for (const day of [1, 2, 3]) {
          const into = shares.filter(({ to }) => to === 'F' + day);
          const fever = into.reduce((sum, { share }) => sum + share, 0);
          console.log('fever on day', day, (100 * fever).toFixed(1) + '%');
        }
        \`\`\``,
      output([
        prose`forward ${asPython(m.total, '.1%')}`,
        prose`Viterbi ${text(m.path)} ${asPython(m.bestShare, '.1%')}`,
        ...m.days.map(({ day, smoothed }) => prose`fever on day ${count(day)} ${asPython(smoothed, '.1%')}`),
      ]),
      prose`Along the most probable path (green in ${ref('trellis-drawn')}, ${percent(m.bestShare, 2)} of the total), the
        fever begins on the third day.`,
      figure({
        id: 'trellis-drawn',
        caption: prose`The trellis of the three days, healthy above and fever below. The number on each edge is its
          share of the total; thicker edges have larger shares. The ${coloured('chosen', 'green path')} is the
          Viterbi path.`,
        alt: prose`A trellis of three days with a healthy and a fever node each. The Viterbi path is ${text(m.path)}.
          The edge from S to F1 has a share of ${percent(m.firstDay, 2)}, the edge from H1 to F2 one of
          ${percent(m.secondDay, 2)}.`,
        ...drawn({
          spots: SPOTS,
          edges: m.edges.map(({ onBest, ...edge }) => {
            return { ...edge, label: percent(edge.share, 2), lit: onBest === 'yes' };
          }),
          height: 220,
          labelAt,
          lift: 0.13,
        }),
      }),
      prose`Over all paths, the most probable beginning of the fever is the first day (${percent(m.firstDay, 2)},
        S→F1), ahead of the third (${percent(m.bestShare, 2)}, only the Viterbi path), the second
        (${percent(m.secondDay, 2)}, H1→F2) and never (${percent(m.never, 2)}). Even ${percent(m.firstDay, 2)} is below
        one half, so on the first day, healthy is more probable. Each day's most probable state lies on the Viterbi
        path here.

        For one consistent course of the illness, report the Viterbi path. To be right on as many days as possible,
        report each day's most probable state, although these states may form an impossible path.

        The shares of all edges from H to F add up to the *expected count* of this move. Training (*Baum–Welch*) divides
        it by the expected count of all moves from H to re-estimate the probability of the move, and repeats.`,
    ];
  },
});
