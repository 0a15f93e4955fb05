import { at } from '#numerics/list';
import { code, figure, prose, section } from '#report';
import { asPython, cite, equation, given, math, percent, ref, term, text } from '#report/values';
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

      In a large graph, many paths take a step. Each such path has three parts: a way from S to
      ${math`u`}, the step ${math`u \to v`}, and a way from ${math`v`} to ${text(m.end)}. By distributivity, the ways
      before the step and the ways after it can be summed separately:`,
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
      algorithm*. In the program, the function \`shares\` ends like this:`,
    code('#chapters/05-log-semiring-on-graphs/paths.py', 'shares'),
    prose`A deep-learning library gets the same shares as a gradient
      (${ref('posteriors-are-gradients')}).`,
  ],
});

export const differentiation = section({
  id: 'posteriors-are-gradients',
  title: prose`Posteriors by backpropagation`,
  needs: { m: sharesOfMap },
  write: ({ m }) => [
    prose`Each share is a derivative. To see why, divide the paths to ${text(m.end)} into those that avoid a step and
      those that take it:`,
    equation`\text{total} = \text{rest} + \alpha_u \, w_{uv} \, \beta_v`,
    prose`Raise ${math`w_{uv}`} by a small fraction, and no other weight. Only the second term grows, by the same
      fraction, so the total grows by this fraction times the step's share. In logarithms:`,
    equation`\frac{\partial \ln \text{total}}{\partial \ln w_{uv}} = \frac{\alpha_u \, w_{uv} \, \beta_v}{\text{total}} = \text{share of } u \to v`,
    prose`So backpropagation computes what the backward pass computes, at a small multiple of the cost of the forward
      pass (${cite('eisner-2016')}). Write the forward pass in a deep-learning library, with \`logaddexp\` for ⊕, and
      ask for the gradient with respect to the log-weights. Leave out impossible edges, as \`totals\` does. When Eisner
      [reported it](https://github.com/pytorch/pytorch/issues/49724), PyTorch's \`logaddexp\` of two weights of −∞ was
      right, but its gradient was NaN. Your version may differ.

      In a hidden Markov model, the shares of all edges from H to F add up to the *expected count* of this move.
      Training (*Baum–Welch*) divides it by the expected count of all moves from H to re-estimate the probability of
      the move, and repeats.`,
  ],
});
