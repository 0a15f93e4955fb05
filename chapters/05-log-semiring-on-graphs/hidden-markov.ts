import { choose, curious, figure, join, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { count, given, math, percent, probability, real, ref, term, text } from '#report/values';
import { columns, type DrawnEdge, drawn, edgeTable } from './drawing.ts';
import { hiddenMarkov } from './hidden-markov.measure.ts';

const SPOTS = columns([['S'], ['H1', 'F1'], ['H2', 'F2'], ['H3', 'F3']]);

/** Edges that cross carry their labels before the crossing, all others in the middle, away from the nodes. */
const labelAt = ({ from, to }: DrawnEdge): number => (from === 'S' || from[0] === to[0] ? 0.5 : 0.3);

export const hiddenMarkovSection = section({
  id: 'hidden-markov',
  title: prose`The same on a hidden Markov model`,
  needs: { m: hiddenMarkov },
  write({ m }) {
    const feelings = m.days.map(({ feeling }) => text(feeling));
    const sameDay = choose(m.agreement, {
      agree: prose`Both ways of asking give the same day here.`,
      differ: prose`Asked like this the answer is another one: ${text(m.likeliest)}.`,
    });
    const begins = m.begins.map(({ when, share }) => prose`${percent(share)} (${text(when)})`);
    return [
      prose`A graph like ours is at the bottom of an old and famous model, the ${term('hidden Markov model')}:
        states that nobody sees, and signs of them that one does see. A patient is healthy (H) or has a fever
        (F), and tomorrow depends on today only. We hear, day by day, how the patient feels:
        ${join(feelings)}. Unroll the days into a graph: each way through them is a path, and the functions of
        this chapter run on that graph unchanged. After these three reports the best story, ${text(m.best)},
        holds ${percent(m.share)} of the weight of all paths.`,
      curious(prose`When did the fever begin?`, [
        prose`We never see the state; we hear whether the patient feels normal, cold or dizzy.
          ${ref('markov-model')} has the probabilities. (The numbers are those of the example in [Wikipedia’s
          article on the Viterbi algorithm](https://en.wikipedia.org/wiki/Viterbi_algorithm), so you can check
          ours against others.)`,
        table({
          id: 'markov-model',
          caption: prose`The model: how it begins, how likely a state stays, and how one feels in it.`,
          rows: m.states,
          columns: [
            ['state', (row) => text(row.name)],
            ['on day one', (row) => given(row.begin)],
            ['stays', (row) => given(row.stays)],
            ['normal', (row) => given(row.normal)],
            ['cold', (row) => given(row.cold)],
            ['dizzy', (row) => given(row.dizzy)],
          ],
        }),
        prose`Unroll the days into a graph, two nodes a day. An edge weighs the probability of the move, times
          that of feeling as reported afterwards. The edge from S to H on day one weighs
          ${math`0.6 \cdot 0.5 = 0.3`}. A graph of this shape is called a *trellis*. Which stories explain the
          reports? ${ref('trellis-drawn')} draws it, and ${ref('trellis-edges')} has its numbers.`,
        figure({
          id: 'trellis-drawn',
          caption: prose`The trellis of three days. Thickness shows the share of the total weight of all
            paths; the dashed orange line marks the likeliest path.`,
          alt: prose`A trellis of three days with a healthy and a fever node each. The likeliest path is
            ${text(m.best)}, with ${percent(m.share)} of the whole weight.`,
          ...drawn({ spots: SPOTS, edges: m.edges, height: 260, labelAt }),
        }),
        edgeTable(
          'trellis-edges',
          prose`The edges of the trellis, each weighing a move times a report.`,
          m.edges,
          'weight',
        ),
        prose`So when did the fever begin? The best path (max-plus) is ${text(m.best)} with
          ${real(m.bestProbability)}: ${text(m.onBest)}. All paths together have ${real(m.total)}, which is
          how likely these reports were at all, so the best story holds ${percent(m.share)} of the weight. Add
          up the paths by the day on which the fever begins, and the shares are ${join(begins)}. ${sameDay}
          How likely the patient had a fever on day two is yet another question:
          ${percent(m.feverOnSecondDay)}. So it is worth asking day by day, with what was known on that day or
          with all that is known at the end. ${ref('filtered-smoothed')} and ${ref('markov-days')} compare the
          two.`,
        figure({
          id: 'filtered-smoothed',
          caption: prose`The probability of being healthy, day by day: by what was known on that day (from the
            front), and by all three reports (from both ends).`,
          alt: prose`Two falling lines over three days. Both end at ${probability(m.days[2]?.smoothed)}; on
            the second day the one that knows all reports is lower, ${probability(m.days[1]?.smoothed)}
            against ${probability(m.days[1]?.filtered)}.`,
          data: m.days.flatMap(({ filtered, smoothed, ...of }) => {
            const day = prose`day ${count(of.day)}: ${text(of.feeling)}`;
            return [
              { day, known: 'reports so far', healthy: filtered },
              { day, known: 'all reports', healthy: smoothed },
            ];
          }),
          spec: {
            height: 230,
            mark: { type: 'line', point: { size: 90 } },
            encoding: {
              x: mark.n('day', { sort: null, title: null, axis: { labelAngle: 0 } }),
              y: mark.q('healthy', { title: 'probability of being healthy', scale: { domain: [0, 1] } }),
              ...mark.series('known'),
            },
          },
        }),
        table({
          id: 'markov-days',
          caption: prose`Day by day: the probability of being healthy, and the state on the best path.`,
          rows: m.days,
          columns: [
            ['day', (row) => given(row.day)],
            ['report', (row) => text(row.feeling)],
            ['healthy, by the reports so far', (row) => probability(row.filtered)],
            ['healthy, by all reports', (row) => probability(row.smoothed)],
            ['best path', (row) => text(row.bestState)],
          ],
        }),
        prose`What to see: knowing on day three that the patient is dizzy makes us doubt day two, too. Totals
          from the start know only the past; together with the totals to the end they know the future as
          well.`,
      ]),
    ];
  },
});
