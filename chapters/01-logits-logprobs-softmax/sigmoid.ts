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
      prose`What is the probability of ${token(first.text)}, *given that* the next token is ${token(first.text)} or
        ${token(rival.text)}? Softmax over two tokens depends on their difference alone:`,
      equation`\frac{q_a}{q_a + q_b} = \frac{1}{1 + e^{-(z_a - z_b)}} = \sigma(z_a - z_b)`,
      prose`This function is the ${term('sigmoid')}, ${math`\sigma`}. In statistics, its inverse is called *logit*: it turns a
        probability into the logarithm of the odds (*log-odds*). That is where a model's scores got their name. The difference
        between two of them is the log-odds of one token against the other.

        We call this difference the *lead* of a token. You can read it off an API's list, as a difference of log-probabilities. A
        lead of zero means ${given(50)}%, one nat ${given(73)}%, two nats ${given(88)}%, and three nats ${given(95)}%.
        ${token(first.text)} leads ${token(rival.text)} by ${nats(m.lead, 2)}, so between these two it has
        ${percent(m.firstOfTwo, 3)}.`,
    ];
  },
});
