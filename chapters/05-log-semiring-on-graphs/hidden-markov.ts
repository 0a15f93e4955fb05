import { at } from '#numerics/list';
import { code, figure, join, output, prose, section } from '#report';
import { asPython, coloured, count, percent, ref, term, text } from '#report/values';
import { columns, type DrawnEdge, drawn } from './drawing.ts';
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
      prose`On three days, a patient feels ${join(m.days.map(({ feeling }) => text(feeling)))}. When did the fever
        begin? The hidden state, healthy (H) or fever (F), depends only on the state on the day before. Such a chain,
        observed only through noisy signs, is a ${term('hidden Markov model')}. The probabilities are those of
        [Wikipedia’s example](https://en.wikipedia.org/wiki/Viterbi_algorithm).

        It becomes a map, its *trellis*, with one node for each state and day. The edge from H1 to F2 has the
        probability of moving from healthy to fever, times the probability that a patient with a fever feels
        ${text(second.feeling)}. END joins the last states, so that one node holds the total. Append this code (a
        separate file in the project):`,
      code('#chapters/05-log-semiring-on-graphs/trellis', 'trellis'),
      prose`Three calls run the *forward algorithm*, the *Viterbi algorithm*, and forward-backward. The shares of the
        edges into a node add up to its posterior. Append these calls:

        \`\`\`ts
        // The file prints the lines from before, and then these.
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
      prose`The most probable path (dashed in ${ref('trellis-drawn')}) carries ${percent(m.bestShare, 2)} of the total.
        On it, the fever begins on the third day.`,
      figure({
        id: 'trellis-drawn',
        caption: prose`The trellis of the three days, healthy above and fever below. The number on each edge is its
          share of the total; thicker edges have larger shares. The ${coloured('chosen', 'dashed green path')} is the
          Viterbi path.`,
        alt: prose`A trellis of three days with a healthy and a fever node each. The Viterbi path is ${text(m.path)}.
          Edges from S: ${percent(m.firstDay, 2)} go to fever on the first day. From H1 to F2 go
          ${percent(m.secondDay, 2)}.`,
        ...drawn({
          spots: SPOTS,
          edges: m.edges.map((edge) => ({ ...edge, label: percent(edge.share, 2) })),
          height: 260,
          labelAt,
        }),
      }),
      prose`Over all paths, the fever most probably began on the first day (${percent(m.firstDay, 2)}, S→F1). For one
        consistent course, report the Viterbi path. To be right on as many days as possible, report each day's most
        probable state, even if together they form an impossible path.

        Add up the shares of all edges from H to F to get the *expected count* of this move, which training needs.`,
    ];
  },
});
