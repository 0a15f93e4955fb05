import { prose, section } from '#report';
import { cite, equation, math, text } from '#report/values';
import { sharesOfMap } from './backward-pass.measure.ts';

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
      ask for the gradient with respect to the log-weights. Leave out impossible edges, as \`totals\` does: in
      PyTorch, the \`logaddexp\` of two weights of −∞ is right, but its gradient is NaN
      ([reported](https://github.com/pytorch/pytorch/issues/49724)).

      In a hidden Markov model, the shares of all edges from H to F add up to the *expected count* of this move.
      Training (*Baum–Welch*) divides it by the expected count of all moves from H to re-estimate the probability of
      the move, and repeats.`,
  ],
});
