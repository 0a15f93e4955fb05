import { at } from '#numerics/list';
import { code, curious, figure, output, prose, section } from '#report';
import { asPython, cite, equation, given, math, percent, real, ref, term, text } from '#report/values';
import { sharesOfMap } from './backward-pass.measure.ts';
import { columns, drawn } from './graph-drawing.ts';

export const backward = section({
  id: 'backward',
  title: prose`The backward pass`,
  needs: { m: sharesOfMap },
  write: ({ m }) => [
    prose`A walk ended in ${text(m.end)}. How likely is each step, given this end? The answer, the step's
      ${term('posterior')}, is the share of the *total* of all paths from S to ${text(m.end)} that paths through its
      edge contribute. Let ${math`w_{uv}`}
      be the probability of the edge, ${math`\alpha_u`} the total of all paths from S to ${math`u`}, and
      ${math`\beta_v`} the total of all paths from ${math`v`} to ${text(m.end)}. By distributivity:`,
    equation`\text{share of } u \to v \;=\; \frac{\alpha_u \, w_{uv} \, \beta_v}{\text{total}}`,
    prose`For S→A, it is ${math`1 \cdot 0.4 \cdot 0.4 / 0.405 =`} ${percent(at(m.edges, 0).share, 3)}
      (${ref('shares-drawn')}).`,
    figure({
      id: 'shares-drawn',
      caption: prose`The paths from S to ${text(m.end)}. The number on each edge is its share; thicker edges have larger
        shares. Below each node are its ${math`\alpha`} and ${math`\beta`}.`,
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
    prose`The forward pass computes the logarithm of every ${math`\alpha`}. On the reversed edges, the same loop
      computes that of every ${math`\beta`}, because ⊗ is commutative. The two passes together are the *forward-backward algorithm*. Append:`,
    code('#chapters/05-log-semiring-on-graphs/map-and-shown-code', 'edge-shares'),
    prose`\`\`\`ts
      for (const { from, to, share } of edgeShares(map, 'S', 'z'))
        if (share > 0) console.log(from + '→' + to, (100 * share).toFixed(1) + '%');
      \`\`\``,
    output(m.edges.map(({ from, to, share }) => prose`${text(from)}→${text(to)} ${asPython(share, '.1%')}`)),
  ],
});

export const differentiation = section({
  id: 'posteriors-are-gradients',
  title: prose`Gradients`,
  needs: { m: sharesOfMap },
  write: ({ m }) => [
    prose`Can a deep-learning library derive these shares? Yes: each share is a derivative. Divide the paths to
    ${text(m.end)} into those that avoid an
      edge and those that take it:`,
    equation`\text{total} = \text{rest} + \alpha_u \, w_{uv} \, \beta_v`,
    prose`Raise ${math`w_{uv}`} by a small fraction, and no other weight. Only the second term grows, by the same
      fraction, so the total grows by this fraction times the edge's share. In logarithms:`,
    equation`\frac{\partial \ln \text{total}}{\partial \ln w_{uv}} = \frac{\alpha_u \, w_{uv} \, \beta_v}{\text{total}} = \text{share of } u \to v`,
    prose`For example, raise S→A by a thousandth, from ${given(0.4)} to ${given(0.4004)} (weights need not add up to
      one). The logarithm of the total rises by ${real(m.rise, 3)}, ${percent(at(m.edges, 0).share, 3)} of
      ${given(0.001)}.

      If the graph has no cycle, the gradient of the log total with respect to the log-weights lists all shares.
      Backpropagation therefore computes what forward-backward computes, at a small multiple of the cost of the forward
      pass (${cite('eisner-2016')}).`,
    curious(prose`What does the gradient look like in PyTorch?`, [
      prose`\`\`\`python
        import torch

        edges = [("S", "A", 0.4), ("S", "B", 0.35), ("S", "C", 0.25),
                 ("A", "x", 0.5), ("A", "y", 0.1), ("A", "z", 0.4), ("B", "y", 0.8),
                 ("B", "z", 0.2), ("C", "x", 0.3), ("C", "z", 0.7)]

        logprobs = [torch.tensor(p).log().requires_grad_() for _, _, p in edges]
        totals = {"S": torch.tensor(0.0)}
        for (u, v, _), logprob in zip(edges, logprobs):
            through = totals[u] + logprob
            if v in totals:
                through = torch.logaddexp(totals[v], through)
            totals[v] = through
        totals["z"].backward()

        for (u, v, _), logprob in zip(edges, logprobs):
            if logprob.grad is not None:
                print(f"{u}→{v} {logprob.grad:.1%}")
        \`\`\`

        It prints the same six lines as the loop over \`edgeShares\`. Leave out impossible edges, as \`pass\` does:
        for two weights of −∞, \`torch.logaddexp\` is right, but its gradient is NaN
        ([reported](https://github.com/pytorch/pytorch/issues/49724)).`,
    ]),
  ],
});
