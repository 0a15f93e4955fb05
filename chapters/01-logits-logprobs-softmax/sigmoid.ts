import { at } from '#numerics/list';
import { prose, section } from '#report';
import { equation, given, math, nats, percent, term, token } from '#report/values';
import { softmaxSteps } from './softmax-by-hand.measure.ts';

export const sigmoidSection = section({
  id: 'sigmoid',
  title: prose`The sigmoid`,
  needs: { m: softmaxSteps },
  write({ m }) {
    const [first, rival] = [at(m.rows, 0), at(m.rows, 2)];
    return [
      prose`What is the probability of ${token(first.text)}, *given that* the token is ${token(first.text)} or ${token(rival.text)}?`,
      equation`\frac{q_a}{q_a + q_b} = \frac{1}{1 + e^{-(z_a - z_b)}} = \sigma(z_a - z_b)`,
      prose`This is the ${term('sigmoid')}, ${math`\sigma`}. The difference is the *lead* of one token over the other, in nats. You can read it off an API's list. A lead of zero means ${given(50)}%,
        one nat ${given(73)}%, two nats ${given(88)}%, and three nats ${given(95)}%. ${token(first.text)} leads ${token(rival.text)} by ${nats(m.lead, 2)}: between these
        two, it has ${percent(m.firstOfTwo, 3)}.`,
    ];
  },
});
