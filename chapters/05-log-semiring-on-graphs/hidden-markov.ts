import { at } from '#numerics/list';
import { choose, figure, join, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { cite, count, equation, given, math, percent, probability, ref, term, text } from '#report/values';
import { columns, type DrawnEdge, drawn } from './drawing.ts';
import { hiddenMarkov } from './hidden-markov.measure.ts';

const SPOTS = columns([['S'], ['H1', 'F1'], ['H2', 'F2'], ['H3', 'F3']]);

/** Edges that cross carry their labels before the crossing, all others in the middle, away from the nodes. */
const labelAt = ({ from, to }: DrawnEdge): number => (from === 'S' || from[0] === to[0] ? 0.5 : 0.3);

export const hiddenMarkovSection = section({
  id: 'hidden-markov',
  title: prose`When did the fever begin?`,
  needs: { m: hiddenMarkov },
  write({ m }) {
    const { parts } = m;
    const second = at(m.days, 1);
    return [
      prose`We never see whether the patient is healthy (H) or has a fever (F). We hear how the patient feels:
        ${join(m.days.map(({ feeling }) => text(feeling)))}. Tomorrow's state depends on today's only. Hidden states that leave signs are a ${term('hidden Markov model')}. ${ref('markov-model')} has its probabilities, those of [Wikipedia’s example](https://en.wikipedia.org/wiki/Viterbi_algorithm); the three days are ours.`,
      table({
        id: 'markov-model',
        caption: prose`The model: how likely each state is on day one, how likely it stays, and how one feels in it.`,
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
      prose`Unroll the days into a graph, two nodes a day. An edge weighs the probability of the move times that of the feeling after it: from S to H1, healthy and cold, ${math`0.6 \cdot 0.4`}. Which course is the likeliest? ${ref('trellis-drawn')} marks it.`,
      figure({
        id: 'trellis-drawn',
        caption: prose`Three days, healthy above and fever below. On each edge, and as its thickness: its share of the weight of all courses, computed below. Dashed green: the likeliest course.`,
        alt: prose`A trellis of three days with a healthy and a fever node each. The likeliest path is ${text(m.best)},
          with ${percent(m.share, 2)} of the whole weight.`,
        ...drawn({ spots: SPOTS, edges: m.edges, height: 260, labelAt, edgeWords: 'shares' }),
      }),
      prose`It is ${text(m.best)}, the fever on ${text(m.onBest)}. But it holds only ${percent(m.share, 2)} of the weight of
        all courses. Add them up by the day on which the fever begins (${ref('fever-begins')}).`,
      table({
        id: 'fever-begins',
        caption: prose`When the fever began, by all courses together, and by ${count(m.drawn)} courses that were drawn.`,
        rows: m.begins,
        columns: [
          ['the fever begins', (row) => text(row.when)],
          ['share of all courses', (row) => percent(row.share, 2)],
          ['of those drawn', (row) => percent(row.drawn, 2)],
        ],
      }),
      prose`The likeliest is ${text(m.likeliest)}, with ${percent(m.likeliestShare, 2)}. Four courses begin with a fever; none
        is the best, and together they win. The last column needs no list of paths: draw an end by its share of the total, and walk backwards, drawing each way in by its share of the node's total.

        Where do the shares in the figure come from? The part of the total that goes through a node or an edge is its ${term('posterior')}. Let ${math`w_{uv}`} be the weight of the edge,
        ${math`\alpha_u`} the total of all ways from the start to ${math`u`}, and ${math`\beta_v`} that of all ways from
        ${math`v`} to the end, here to H3 or F3, which is the same pass on the graph turned round. This is called *forward-backward*:`,
      equation`\text{share of } u \to v \;=\; \frac{\alpha_u \, w_{uv} \, \beta_v}{\text{total}}`,
      prose`From H2 to F3 that is ${math`\alpha`} = ${probability(parts.alpha, 2)}, ${math`w`} = ${given(parts.weight)},
        ${math`\beta`} = ${probability(parts.beta, 2)}, over ${probability(parts.total, 2)}: ${percent(parts.share, 2)}. For a node, leave out ${math`w`}. Does feeling dizzy on day three change what we think of day two? ${ref('filtered-smoothed')} compares.`,
      figure({
        id: 'filtered-smoothed',
        caption: prose`The probability of a fever, day by day: by what was felt up to that day, and by all three days.`,
        alt: prose`Two rising lines over three days. They meet on the third, at ${probability(m.days[2]?.smoothed, 2)}; on
          the second day the one that knows all reports is higher, ${probability(second.smoothed, 2)} against
          ${probability(second.filtered, 2)}.`,
        data: m.days.flatMap(({ filtered, smoothed, ...of }) => {
          const day = prose`day ${count(of.day)}: ${text(of.feeling)}`;
          return [
            { day, known: 'reports so far', fever: filtered },
            { day, known: 'all reports', fever: smoothed },
          ];
        }),
        spec: {
          height: 230,
          mark: { type: 'line', point: { size: 90 } },
          encoding: {
            x: mark.n('day', { sort: null, title: null, axis: { labelAngle: 0 } }),
            y: mark.q('fever', { title: 'probability of a fever', scale: { domain: [0, 1] } }),
            ...mark.series('known'),
          },
        },
      }),
      prose`It does: from ${percent(second.filtered, 2)} to ${percent(second.smoothed, 2)}. The forward pass knows the past, the backward pass the future.`,
    ];
  },
});

export const gradientSection = section({
  id: 'posteriors-are-gradients',
  title: prose`The backward pass comes for free`,
  needs: { m: hiddenMarkov },
  write({ m }) {
    return [
      prose`Nobody has to write that backward pass. Nudge the log-weight of one edge alone. By how much does the log of the total move? The total is ${math`\alpha_u w_{uv} \beta_v`}, from the paths through the edge, plus the rest, from those that avoid it.
        Only the first part grows with ${math`w_{uv}`}, in proportion, so`,
      equation`\frac{\partial \ln \text{total}}{\partial \ln w_{uv}} = \frac{\alpha_u \, w_{uv} \, \beta_v}{\text{total}} = \text{share of } u \to v`,
      prose`So the gradient of the forward total *is* the list of all shares, and reverse-mode differentiation, which every
        deep-learning library has, *is* the backward pass (${cite('eisner-2016')}). ${choose(m.slopes, {
          agree: prose`We nudged each edge of the trellis up and down, and the slopes agree with the shares: from H2 to F3 again
            ${percent(m.parts.slope, 2)}.`,
          differ: prose`We nudged each edge of the trellis up and down; the slopes do not agree with the shares.`,
        })} ${term('softmax', 'Softmax')} is the smallest case: a graph of one step, whose log total is
        ${term('log-sum-exp')} and whose shares are the probabilities.`,
    ];
  },
});
