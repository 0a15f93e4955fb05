import { code, output, prose, section } from '#report';
import { asPython, cite, equation, math, percent, probability, term, text } from '#report/values';
import { sharesOfMap } from './edge-shares.measure.ts';

export const backward = section({
  id: 'backward',
  title: prose`The backward pass`,
  needs: { m: sharesOfMap },
  write({ m }) {
    return [
      prose`A walk ended in ${text(m.end)}. Which steps is it likely to have taken? The probability of a step, given the end,
        is its ${term('posterior')}: the share of the total that goes through this edge.

        A path through the edge ${math`u \to v`} has three parts: a path from S to ${math`u`}, the edge, and a path from
        ${math`v`} to ${text(m.end)}. By distributivity, all such paths have the total weight
        ${math`\alpha_u \, w_{uv} \, \beta_v`}. Here ${math`\alpha_u`} is the total of all paths from S to ${math`u`}, and
        ${math`\beta_v`} is the total of all paths from ${math`v`} to ${text(m.end)}.`,
      equation`\text{share of } u \to v \;=\; \frac{\alpha_u \, w_{uv} \, \beta_v}{\text{total}}`,
      prose`The forward pass computes every ${math`\alpha`}. On the reversed edges, starting at the end, the same loop
        computes every ${math`\beta`}. It then adds each edge at the wrong side of a path, which makes no difference because
        ${math`+`} is commutative. (With \`maxPlus\`, the path would read backwards.) The two passes together are the
        *forward-backward algorithm*. Append this function, and the loop that prints its result:`,
      code('#chapters/05-log-semiring-on-graphs/paths', 'edge-shares'),
      prose`\`\`\`ts
        for (const { from, to, share } of edgeShares(map, 'S', 'z'))
          if (share > 0) console.log(from + '→' + to, (100 * share).toFixed(1) + '%');
        \`\`\``,
      output(
        m.edges.map(({ from, to, share }) => prose`${text(from)}→${text(to)} ${asPython(share, '.1%')}`),
      ),
      prose`Check it by hand: ${math`0.4 \cdot 0.4 =`} ${probability(m.through, 2)} of the total ${probability(m.total, 3)}
        goes through A, a share of ${percent(m.first.share, 3)}.`,
    ];
  },
});

export const differentiation = section({
  id: 'posteriors-are-gradients',
  title: prose`Automatic differentiation`,
  needs: {},
  write() {
    return [
      prose`Deep-learning libraries derive gradients automatically. Can they derive the shares? Let the log-weight
        ${math`\ln w_{uv}`} of one edge grow a little, and hold all others fixed. Only the paths through this edge grow, in
        proportion to ${math`w_{uv}`}. Hence`,
      equation`\frac{\partial \ln \text{total}}{\partial \ln w_{uv}} = \frac{\alpha_u \, w_{uv} \, \beta_v}{\text{total}} = \text{share of } u \to v`,
      prose`If the graph has no cycle, the gradient of the log total is the list of all shares. Automatic differentiation of
        the forward pass computes what forward-backward computes (${cite('eisner-2016')}). This is our loop in PyTorch:

        \`\`\`python
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

        It prints the same six lines. The smallest case is a graph of parallel edges from start to end: its log total is
        ${term('log-sum-exp')}, and its shares are ${term('softmax')}.`,
    ];
  },
});
