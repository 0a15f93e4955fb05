import { at } from '#numerics/list';
import { prose, section } from '#report';
import { equation, given, math, nats, percent, term, token } from '#report/values';
import { softmaxSteps } from './softmax-by-hand.measure.ts';

export const sigmoidSection = section({
  id: 'sigmoid',
  title: prose`Two tokens: log-odds and the sigmoid`,
  needs: { m: softmaxSteps },
  write({ m }) {
    const [first, rival] = [at(m.rows, 0), at(m.rows, 2)];
    return [
      prose`Some questions have two answers, so that only two tokens matter. What is the probability of ${token(first.text)},
        *given that* the next token is ${token(first.text)} or ${token(rival.text)}? Softmax over these two depends on their
        difference alone:`,
      equation`\frac{q_a}{q_a + q_b} = \frac{1}{1 + e^{-(z_a - z_b)}} = \sigma(z_a - z_b)`,
      prose`This function is the ${term('sigmoid')}, ${math`\sigma`}. Statistics uses its inverse: from a probability ${math`p`},
        ${math`\ln \frac{p}{1-p}`} is the logarithm of the odds, or *log-odds*. It is also called *logit*, which is where a
        model's scores got their name. With two tokens, the difference of their logits is the log-odds of one against the other.

        We call this difference the *lead* of a token. An API's list gives it to you as a difference of log-probabilities. A lead of
        zero means ${given(50)}%, one nat ${given(73)}%, two nats ${given(88)}%, and three nats ${given(95)}%. For example,
        ${token(first.text)} leads ${token(rival.text)} by ${nats(m.lead, 2)}, so between these two it has
        ${percent(m.firstOfTwo, 3)}.`,
    ];
  },
});
