import { at } from '#numerics/list';
import { code, figure, join, output, prose, section, table } from '#report';
import { asPython, count, given, percent, ref, term, text } from '#report/values';
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
    const [second, last] = [at(m.days, 1), at(m.days, 2)];
    return [
      prose`On three days, a patient feels ${join(m.days.map(({ feeling }) => text(feeling)))}. When did the fever begin? We do not see the state, healthy (H) or fever (F). It depends only on the state of the day before. A chain of hidden states, seen only
        through noisy signs, is a ${term('hidden Markov model')} (HMM, ${ref('markov-model')}).`,
      table({
        id: 'markov-model',
        caption: prose`The model, from [Wikipedia’s example](https://en.wikipedia.org/wiki/Viterbi_algorithm): how probable a state is on the first day, the state of the next day given this one,
          and the feeling given the state.`,
        rows: m.states,
        columns: [
          ['state', (row) => text(row.name)],
          ['first day', (row) => given(row.begin)],
          ['then healthy', (row) => given(row.healthy)],
          ['then fever', (row) => given(row.fever)],
          ['normal', (row) => given(row.normal)],
          ['cold', (row) => given(row.cold)],
          ['dizzy', (row) => given(row.dizzy)],
        ],
      }),
      prose`An HMM becomes a map, its *trellis*, with one node for each state and day. The edge from H1 to F2 weighs the probability
        of the move from healthy to fever, times that of feeling ${text(second.feeling)} with a fever. Edges of weight one lead from the last day to END. Append this:`,
      code('#chapters/05-log-semiring-on-graphs/hidden-markov-trellis', 'trellis'),
      prose`Three calls are now three well-known algorithms:

        \`\`\`ts
        const trellis = trellisOf(['cold', 'cold', 'dizzy']);
        const total = pass(trellis, 'S', log).get('END')!;
        console.log('forward', percent(total));
        const { path, logprob } = pass(trellis, 'S', maxPlus).get('END')!;
        console.log('Viterbi', 'S' + path, percent(logprob - total));
        const shares = edgeShares(trellis, 'S', 'END');
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
      prose`- The **forward algorithm** gives the probability of the three feelings, ${percent(m.total, 2)}.
        - The **Viterbi algorithm** gives the most probable course, which holds ${percent(m.bestShare, 2)} of the total. In it, the
          fever begins on the third day.
        - The **forward-backward algorithm** gives the share of every edge (${ref('trellis-drawn')}). The shares into a
          node add up to the posterior of that state.`,
      figure({
        id: 'trellis-drawn',
        caption: prose`The trellis of the three days, healthy above and fever below. The number on an edge is its share of the total,
          also drawn as the edge's thickness. The dashed green path is the Viterbi path.`,
        alt: prose`A trellis of three days with a healthy and a fever node each. The Viterbi path is ${text(m.path)}.
          Edges from S: ${percent(m.firstDay, 2)} go to fever on the first day. From H1 to F2 go ${percent(m.secondDay, 2)}.`,
        ...drawn({
          spots: SPOTS,
          edges: m.edges.map((edge) => ({ ...edge, label: percent(edge.share, 2) })),
          height: 260,
          labelAt,
        }),
      }),
      prose`All courses together disagree with the best one: the fever began on the first day with ${percent(m.firstDay, 2)} (the edge from S to F1), on the second
        with ${percent(m.secondDay, 2)} (from H1 to F2), and on the third with only ${percent(m.bestShare, 2)}.

        The forward pass alone knows only the past. By the second day, it gives the fever ${percent(second.filtered, 2)} (*filtering*). Feeling
        ${text(last.feeling)} on the third day raises this to ${percent(second.smoothed, 2)} (*smoothing*).`,
    ];
  },
});
