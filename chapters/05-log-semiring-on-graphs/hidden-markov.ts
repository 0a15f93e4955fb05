import { at } from '#numerics/list';
import { code, figure, join, output, prose, section } from '#report';
import { asPython, count, math, percent, ref, term, text } from '#report/values';
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
      prose`On three days, a patient feels ${join(m.days.map(({ feeling }) => text(feeling)))}. When did the fever begin? We do
        not see the state, healthy (H) or fever (F). The state on a day depends only on the state on the day before. Such a
        chain of hidden states, observed only through noisy signs, is a ${term('hidden Markov model')} (HMM). This one is
        [Wikipedia’s example](https://en.wikipedia.org/wiki/Viterbi_algorithm).

        An HMM becomes a map, its *trellis*, with one node for each state and day. The weight of the edge from H1 to F2 is the
        probability of moving from healthy to fever, times the probability of feeling ${text(second.feeling)} on day 2 with a
        fever. On day 1, the probability of starting in a state takes the place of the move. Edges of weight one join the last
        day's states in END, so that one node holds the total of all paths. Append the model and its trellis:`,
      code('#chapters/05-log-semiring-on-graphs/paths', 'trellis'),
      prose`Three calls now run three well-known algorithms. The shares of the edges into a node add up to the posterior of
        that state:

        \`\`\`ts
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
      prose`- The **forward algorithm** gives the probability of the three feelings, ${percent(m.total, 2)}.
        - The **Viterbi algorithm** gives the most probable path, which has ${percent(m.bestShare, 2)} of the total. On this
          path, the fever begins on day 3.
        - The **forward-backward algorithm** gives the share of every edge (${ref('trellis-drawn')}), and so the probability of
          a fever on each day.`,
      figure({
        id: 'trellis-drawn',
        caption: prose`The trellis of the three days, healthy above and fever below. The number on each edge is its share of the total; thicker edges have larger shares. The dashed green path is the Viterbi path.`,
        alt: prose`A trellis of three days with a healthy and a fever node each. The Viterbi path is ${text(m.path)}.
          Edges from S: ${percent(m.firstDay, 2)} go to fever on the first day. From H1 to F2 go ${percent(m.secondDay, 2)}.`,
        ...drawn({
          spots: SPOTS,
          edges: m.edges.map((edge) => ({ ...edge, label: percent(edge.share, 2) })),
          height: 260,
          labelAt,
        }),
      }),
      prose`Summed over all paths, day 3 is not the most probable start. The fever began on day 1 with probability
        ${percent(m.firstDay, 2)} (the edge from S to F1), on day 2 with ${percent(m.secondDay, 2)} (from H1 to F2), and on day
        3 with ${percent(m.bestShare, 2)}. (The ${percent(m.late, 2)} on the edge from H2 to F3 include a path on which an earlier
        fever had passed.) With probability ${percent(m.never, 2)} there was no fever.

        The forward pass uses only the observations so far. Its totals at H2 and F2 put the probability of fever on day 2 at
        ${math`\alpha_\text{F2} / (\alpha_\text{H2} + \alpha_\text{F2}) =`} ${percent(second.filtered, 2)} (*filtering*). Feeling
        ${text(last.feeling)} on day 3 raises it to ${percent(second.smoothed, 2)} (*smoothing*).`,
    ];
  },
});
