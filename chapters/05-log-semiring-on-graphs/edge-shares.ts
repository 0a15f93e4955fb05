import { at } from '#numerics/list';
import { code, curious, output, prose, section } from '#report';
import { asPython, cite, equation, given, math, percent, real, term, text } from '#report/values';
import { sharesOfMap } from './edge-shares.measure.ts';

export const backward = section({
  id: 'backward',
  title: prose`The backward pass`,
  needs: { m: sharesOfMap },
  write({ m }) {
    return [
      prose`A walk ended in ${text(m.end)}. How likely is each step, given this end? This ${term('posterior')} is the
        share of the *total*, over all paths from S to ${text(m.end)}, that goes through the edge. Let ${math`w_{uv}`}
        be the probability of the edge, ${math`\alpha_u`} the total of all paths from S to ${math`u`}, and
        ${math`\beta_v`} that of all paths from ${math`v`} to ${text(m.end)}. By distributivity:`,
      equation`\text{share of } u \to v \;=\; \frac{\alpha_u \, w_{uv} \, \beta_v}{\text{total}}`,
      prose`The forward pass computes every ${math`\alpha`}, on the log scale. On the reversed edges, the same loop
        computes every ${math`\beta`}: because ⊗ is commutative, it may add an edge at either end of a path. The two
        passes together are the *forward-backward algorithm*. Append:`,
      code('#chapters/05-log-semiring-on-graphs/paths', 'edge-shares'),
      prose`\`\`\`ts
        for (const { from, to, share } of edgeShares(map, 'S', 'z'))
          if (share > 0) console.log(from + '→' + to, (100 * share).toFixed(1) + '%');
        \`\`\``,
      output(
        m.edges.map(({ from, to, share }) => prose`${text(from)}→${text(to)} ${asPython(share, '.1%')}`),
      ),
    ];
  },
});

export const differentiation = section({
  id: 'posteriors-are-gradients',
  title: prose`Gradients`,
  needs: { m: sharesOfMap },
  write({ m }) {
    return [
      prose`Can a deep-learning library derive these shares? Divide the paths to ${text(m.end)} into those that avoid an
        edge and those that take it:`,
      equation`\text{total} = \text{rest} + \alpha_u \, w_{uv} \, \beta_v`,
      prose`Raise ${math`w_{uv}`} by a small fraction. Only the second term grows, by the same fraction, so the total
        grows by this fraction times the edge's share. In logarithms:`,
      equation`\frac{\partial \ln \text{total}}{\partial \ln w_{uv}} = \frac{\alpha_u \, w_{uv} \, \beta_v}{\text{total}} = \text{share of } u \to v`,
      prose`For example, raise S→A by a thousandth, from ${given(0.4)} to ${given(0.4004)}. The logarithm of the total
        rises by ${real(m.rise, 3)}, ${percent(at(m.edges, 0).share, 3)} of ${given(0.001)}.

        If the graph has no cycle, the gradient of the log total lists all shares. Backpropagation computes what
        forward-backward computes, at a small constant times the cost of the forward pass (${cite('eisner-2016')}).`,
      curious(prose`What does the gradient look like in PyTorch?`, [
        prose`\`\`\`python
          import torch

          edges = [("S", "A", 0.4), ("S", "B", 0.35), ("S", "C", 0.25),
                   ("A", "x", 0.5), ("A", "y", 0.1), ("A", "z", 0.4),
                   ("B", "y", 0.8), ("B", "z", 0.2), ("C", "x", 0.3), ("C", "z", 0.7)]

          logprobs = [torch.tensor(p).log().requires_grad_() for _, _, p in edges]
          totals = {"S": torch.tensor(0.0)}
          for (u, v, _), logprob in zip(edges, logprobs):
              through = totals[u] + logprob
              totals[v] = torch.logaddexp(totals[v], through) if v in totals else through
          totals["z"].backward()

          for (u, v, _), logprob in zip(edges, logprobs):
              if logprob.grad is not None:
                  print(f"{u}→{v} {logprob.grad:.1%}")
          \`\`\`

          It prints the same six lines as the loop over \`edgeShares\`. Leave out impossible edges, as \`pass\` does:
          for two weights of −∞, \`torch.logaddexp\` is right, but its gradient is NaN
          ([reported](https://github.com/pytorch/pytorch/issues/49724)).`,
      ]),
    ];
  },
});
