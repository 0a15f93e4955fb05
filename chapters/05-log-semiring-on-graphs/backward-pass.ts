import { at } from '#numerics/list';
import { code, figure, prose, section } from '#report';
import { asPython, equation, given, math, percent, ref, term, text } from '#report/values';
import { sharesOfMap } from './backward-pass.measure.ts';
import { columns, drawn } from './graph-drawing.ts';

export const backward = section({
  id: 'backward',
  title: prose`The backward pass: posteriors of steps`,
  needs: { m: sharesOfMap },
  write: ({ m }) => [
    prose`A walk ended in ${text(m.end)}. Did it go through A? The path through A has ${given(0.16)} of the total
      ${given(0.405)} of all paths to ${text(m.end)}. So the step S→A has a *share* of ${math`0.16 / 0.405 =`}
      ${percent(at(m.edges, 0).share, 3)}. This is its ${term('posterior')}: its probability, given where the walk
      ended.

      In a large graph, many paths take a step. Each of them gets to the step, takes it, and goes on from there. By
      distributivity, these parts can be added up separately:`,
    equation`\text{share of } u \to v \;=\; \frac{\alpha_u \, w_{uv} \, \beta_v}{\text{total}}`,
    prose`Here ${math`w_{uv}`} is the probability of the step, ${math`\alpha_u`} the total of all paths from S to
      ${math`u`}, and ${math`\beta_v`} the total of all paths from ${math`v`} to ${text(m.end)}
      (${ref('shares-drawn')}).`,
    figure({
      id: 'shares-drawn',
      caption: prose`The paths from S to ${text(m.end)}. The number on each edge is its share; thicker edges have
        larger shares. Below each node are its ${math`\alpha`} and ${math`\beta`}.`,
      alt: prose`Three paths from S to ${text(m.end)}. Through A go ${percent(at(m.edges, 0).share, 3)} of the total,
        through B ${percent(at(m.edges, 1).share, 3)}, through C ${percent(at(m.edges, 2).share, 3)}.`,
      ...drawn({
        spots: columns([['S'], ['B', 'A', 'C'], ['z']]),
        edges: m.edges.map((edge) => ({ ...edge, label: percent(edge.share, 3), lit: true })),
        height: 250,
        labelAt: () => 0.5,
        notes: Object.fromEntries(
          m.nodes.map(({ node, alpha, beta }) => [
            node,
            prose`α ${asPython(alpha, '.3g')}, β ${asPython(beta, '.3g')}`,
          ]),
        ),
      }),
    }),
    prose`The loop computes every ${math`\alpha`}. On the reversed edges, it computes every ${math`\beta`}: ⊗ is
      commutative here, so the order of the factors does not matter. The two passes are the *forward-backward
      algorithm*:`,
    code('#chapters/05-log-semiring-on-graphs/paths.py', 'shares'),
    prose`A deep-learning library gets the same shares as a gradient (${ref('posteriors-are-gradients')}).`,
  ],
});
