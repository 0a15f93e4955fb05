import { at } from '#numerics/list';
import { prose, section } from '#report';
import { count, equation, given, nats, real } from '#report/values';
import { tokenWeights } from './token-weights.measure.ts';

export const tokenWeightsSection = section({
  id: 'token-weights',
  title: prose`Several texts`,
  needs: { m: tokenWeights },
  write({ m: { texts } }) {
    const [long, short] = [at(texts.rows, 0), at(texts.rows, 1)];
    return [
      prose`One text has ${count(long.tokens)} tokens with a mean of ${given(long.meanSurprisal)} nats, another ${count(short.tokens)} with a mean of
        ${given(short.meanSurprisal)}. What is the perplexity of both together? Divide the total surprisal by the number of tokens:`,
      equation`\frac{900 \cdot 2 + 100 \cdot 5}{1000} = 2.3, \qquad e^{2.3} \approx 10`,
      prose`The mean of the two means is ${nats(texts.unweighted.meanSurprisal, 1)}, a perplexity of ${real(texts.unweighted.perplexity, 2)}. The mean of the
        two perplexities, ${real(long.perplexity, 2)} and ${real(short.perplexity, 3)}, is ${real(texts.meanOfPerplexities, 2)}. Both give the short text as much
        weight as the long one, and the second lets the larger perplexity dominate. **Weight mean surprisals by token count, and exponentiate last.**`,
    ];
  },
});
