import { code, output, prose, section } from '#report';
import { asPython, cite, equation, math, percent, probability, term, text } from '#report/values';
import { sharesOfMap } from './edge-shares.measure.ts';

export const backward = section({
  id: 'backward',
  title: prose`The backward pass`,
  needs: { m: sharesOfMap },
  write({ m }) {
    return [
      prose`A walk ended in ${text(m.end)}. Which steps did it probably take? The probability of a step, given the end, is its
        ${term('posterior')}: the share of the total that goes through this edge.

        A path through the edge ${math`u \to v`} has three parts: a path from S to ${math`u`}, the edge, and a path from
        ${math`v`} to ${text(m.end)}. By distributivity, all such paths together weigh
        ${math`\alpha_u \, w_{uv} \, \beta_v`}. Here ${math`\alpha_u`} is the total of all paths from S to ${math`u`},
        and ${math`\beta_v`} that of all paths from ${math`v`} to ${text(m.end)}.`,
      equation`\text{share of } u \to v \;=\; \frac{\alpha_u \, w_{uv} \, \beta_v}{\text{total}}`,
      prose`The forward pass computes every ${math`\alpha`}. On the reversed edges, starting at the end, the same loop
        computes every ${math`\beta`}. Together they are the *forward-backward algorithm*. Append it:`,
      code('#chapters/05-log-semiring-on-graphs/paths', 'edge-shares'),
      prose`\`\`\`ts
        for (const { from, to, share } of edgeShares(map, 'S', 'z'))
          if (share > 0) console.log(from + '→' + to, (100 * share).toFixed(1) + '%');
        \`\`\``,
      output(
        m.edges.map(({ from, to, share }) => prose`${text(from)}→${text(to)} ${asPython(share, '.1%')}`),
      ),
      prose`By hand: of ${probability(m.total, 3)}, ${math`0.4 \cdot 0.4 =`} ${probability(m.through, 2)} goes through A,
        which is ${percent(m.first.share, 3)}.`,
    ];
  },
});

export const differentiation = section({
  id: 'posteriors-are-gradients',
  title: prose`Automatic differentiation`,
  needs: { m: sharesOfMap },
  write({ m }) {
    return [
      prose`Deep-learning libraries derive backward passes automatically. Can they derive this one? Let the log-weight of one edge
        grow a little. Only the part ${math`\alpha_u w_{uv} \beta_v`} of the total grows with it, in proportion, so`,
      equation`\frac{\partial \ln \text{total}}{\partial \ln w_{uv}} = \frac{\alpha_u \, w_{uv} \, \beta_v}{\text{total}} = \text{share of } u \to v`,
      prose`The gradient of the log total *is* the list of all shares, and automatic differentiation of the forward pass *is*
        the backward pass (${cite('eisner-2016')}). This is the forward pass in PyTorch:

        \`\`\`python
        import torch

        edges = [("S", "A", 0.4), ("S", "B", 0.35), ("S", "C", 0.25),
                 ("A", "x", 0.5), ("A", "y", 0.1), ("A", "z", 0.4),
                 ("B", "y", 0.8), ("B", "z", 0.2), ("C", "x", 0.3), ("C", "z", 0.7)]

        logprobs = [torch.tensor(p).log().requires_grad_() for _, _, p in edges]
        arriving = {"S": [torch.tensor(0.0)]}
        for (u, v, _), logprob in zip(edges, logprobs):
            total = torch.logsumexp(torch.stack(arriving[u]), dim=0)
            arriving.setdefault(v, []).append(total + logprob)
        torch.logsumexp(torch.stack(arriving["z"]), dim=0).backward()

        for (u, v, _), logprob in zip(edges, logprobs):
            if logprob.grad is not None:
                print(f"{u}→{v} {logprob.grad:.1%}")
        \`\`\``,
      output(
        m.edges.map(({ from, to, share }) => prose`${text(from)}→${text(to)} ${asPython(share, '.1%')}`),
      ),
      prose`The output is that of our backward pass. Differentiate by the *log*-weights, each varied alone. The smallest case is a graph of parallel edges from start to end: its log total is
        ${term('log-sum-exp')}, and its shares are ${term('softmax')}.`,
    ];
  },
});
