import { choose, code, curious, figure, prose, section, table } from '#report';
import { byMedium, equation, given, math, percent, probability, real, ref, term, text } from '#report/values';
import { drawingData, drawingSpec, FIRST_SPOTS } from './drawing.ts';
import { ENDS } from './graphs.ts';
import { observedEnds } from './posteriors.measure.ts';

export const posteriors = section({
  id: 'forward-backward',
  title: prose`Looking back from the end`,
  needs: { m: observedEnds },
  write({ m }) {
    const drawing = { spots: FIRST_SPOTS, edges: m.edges, height: 290, edgeWords: 'shares' } as const;
    const [alpha, beta] = [real(m.parts.alpha, { digits: 1 }), real(m.parts.beta, { digits: 1 })];
    const [weight, total] = [given(m.parts.weight), probability(m.parts.total, { digits: 2 })];
    const bind = { input: 'select', options: [...ENDS, 'any'], name: 'the walk ended in' };
    return [
      prose`Somebody walked through the first graph, and all we know is that the walk ended in
        ${text(m.shown)}. Did it lead through A or through B? Take only the paths that end in
        ${text(m.shown)}, and ask which share of their total goes through an edge. That share is called the
        edge's ${term('posterior')}.

        No list of paths is needed for this either. Let ${math`w_{uv}`} be the probability of the edge from
        ${math`u`} to ${math`v`}, ${math`\alpha_u`} the total of all ways from the start to ${math`u`}, and
        ${math`\beta_v`} the total of all ways from ${math`v`} to the end. The same function computes
        ${math`\beta`} on the graph with all its edges turned round. A path through the edge is a way to it,
        the edge, and a way on:`,
      equation`\text{share of the edge } u \to v \;=\; \frac{\alpha_u \cdot w_{uv} \cdot \beta_v}{\text{total}}`,
      prose`For the edge ${text(m.parts.from)}→${text(m.parts.to)}, given ${text(m.shown)}:
        ${math`\alpha_{\mathrm{A}} = ${alpha}`}, ${math`w = ${weight}`},
        ${math`\beta_{\mathrm{z}} = ${beta}`}, and the total is ${total}, so its share is
        ${math`${alpha} \cdot ${weight} \cdot ${beta} / ${total} = ${probability(m.parts.share)}`}. In
        log-space the products are sums and the division is a difference. This is called *forward-backward*.
        What are the shares of the other edges? ${ref('observed-end')} draws them.`,
      figure({
        id: 'observed-end',
        caption: prose`The first graph, given that the walk ended in ${text(m.shown)}${byMedium({
          interactive: prose`, or in the end that you choose`,
        })}. On each edge stands its share of the total that remains, and thickness
          shows the same; an edge with nothing is dotted. The dashed orange line marks the likeliest of these
          paths.`,
        alt: prose`The first graph given the end ${text(m.shown)}: ${percent(m.overA)} of the remaining total
          goes through A and ${percent(m.overB)} through B; edges to other ends have none.`,
        data: drawingData(drawing),
        spec: {
          ...drawingSpec(drawing, 'datum.end === walkEnd'),
          params: [{ name: 'walkEnd', value: m.shown, bind }],
        },
      }),
      prose`What to see: given ${text(m.shown)}, the walk went through A with a probability of
        ${probability(m.overA)}, through B with ${probability(m.overB)}. From B hardly anyone goes to
        ${text(m.shown)}, so having ended there speaks for A: ${given(m.priorA)} has become
        ${probability(m.overA)}.`,
      curious(prose`The shares as a table`, [
        table({
          id: 'observed-end-table',
          caption: prose`The share of each edge, given the end.`,
          rows: m.table,
          columns: [
            ['from', (row) => text(row.from)],
            ['to', (row) => text(row.to)],
            ['given x', (row) => percent(row.x)],
            ['given y', (row) => percent(row.y)],
            ['given z', (row) => percent(row.z)],
            ['any end', (row) => percent(row.any)],
          ],
        }),
      ]),
      curious(prose`What does forward-backward look like in code?`, [
        code('#numerics/path-totals', 'edge-marginals'),
      ]),
      curious(prose`Why are the shares a gradient?`, [
        prose`Nudge the log-weight of one edge by a little and leave all others as they are, so that the
          weights out of a node no longer add up to one. How much does the log of the total move? By the
          nudge, times exactly the edge's share:`,
        equation`\frac{\partial \ln \text{total}}{\partial \ln w_{uv}} = \text{share of } u \to v`,
        prose`${ref('slopes-table')} tries it, with a small nudge up and down:`,
        code('#chapters/05-log-semiring-on-graphs/posteriors.measure', 'slope-of-log-total'),
        table({
          id: 'slopes-table',
          caption: prose`The share of each edge given ${text(m.shown)}, by forward-backward and by nudging.`,
          rows: m.slopes,
          columns: [
            ['edge', (row) => prose`${text(row.from)} → ${text(row.to)}`],
            ['share', (row) => real(row.posterior, { digits: 4 })],
            ['slope', (row) => probability(row.slope, { digits: 4 })],
          ],
        }),
        choose(m.agreement, {
          agree: prose`What to see: the two columns agree.`,
          differ: prose`The two columns should agree; on this machine they differ by up to
            ${probability(m.largestDifference)}.`,
        }),
        prose`This is why a library with automatic differentiation needs no forward-backward: differentiate
          the forward total, and the shares fall out. ${term('softmax', 'Softmax')} is the smallest case: a
          graph of one step, whose log total is log-sum-exp and whose shares are the probabilities.`,
      ]),
    ];
  },
});
