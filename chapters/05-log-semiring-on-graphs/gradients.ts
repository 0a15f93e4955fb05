import { at } from '#numerics/list';
import { prose, section } from '#report';
import { cite, equation, given, math, percent, real, text } from '#report/values';
import { sharesOfMap } from './backward-pass.measure.ts';

export const differentiation = section({
  id: 'posteriors-are-gradients',
  title: prose`Posteriors by backpropagation`,
  needs: { m: sharesOfMap },
  write: ({ m }) => [
    prose`Each share is a derivative. To see why, divide the paths to ${text(m.end)} into those that avoid a step and those
      that take it:`,
    equation`\text{total} = \text{rest} + \alpha_u \, w_{uv} \, \beta_v`,
    prose`Raise ${math`w_{uv}`} by a small fraction, and no other weight. Only the second term grows, by the same
      fraction, so the total grows by this fraction times the step's share. In logarithms:`,
    equation`\frac{\partial \ln \text{total}}{\partial \ln w_{uv}} = \frac{\alpha_u \, w_{uv} \, \beta_v}{\text{total}} = \text{share of } u \to v`,
    prose`For example, raise S→A by a thousandth, from ${given(0.4)} to ${given(0.4004)} (weights need not add up to
      one). The logarithm of the total rises by ${real(m.rise, 3)}, ${percent(at(m.edges, 0).share, 3)} of
      ${given(0.001)}.

      So backpropagation computes what the backward pass computes, at a small multiple of the cost of the forward pass
      (${cite('eisner-2016')}). In PyTorch, the forward pass is enough:

      \`\`\`python
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

      It prints the six shares of \`paths.py\`. Leave out impossible edges, as \`totals\` does: for two weights of
      −∞, \`torch.logaddexp\` is right, but its gradient is NaN
      ([reported](https://github.com/pytorch/pytorch/issues/49724)).

      In a hidden Markov model, the shares of all edges from H to F add up to the *expected count* of this move. Training
      (*Baum–Welch*) divides it by the expected count of all moves from H to re-estimate the probability of the
      move, and repeats.`,
  ],
});
