import { at } from '#numerics/list';
import { prose, section } from '#report';
import { equation, math, nats, term } from '#report/values';
import { surprisalOfOne } from './one-token.measure.ts';

export const oneToken = section({
  id: 'one-token',
  title: prose`One token`,
  needs: { m: surprisalOfOne },
  write({ m }) {
    const [half, tenth, rare] = [at(m.rows, 2), at(m.rows, 3), at(m.rows, 5)];
    return [
      prose`How should surprise be measured? Let ${math`q`} be the probability that the model gave to **the actual token**. Surprise should
        be zero if that token was certain, and larger the less likely it was. It should also *add up*: if one chance in ten costs ${math`c`}, then one in a hundred, two such events
        in a row, should cost ${math`2c`}, and one in a thousand ${math`3c`}. The cost counts factors of ten, and counting factors is what a
        logarithm does. Minus the logarithm of the probability is the ${term('surprisal')}, or negative log-likelihood (NLL):`,
      equation`\text{surprisal} = -\ln q(\text{token} \mid \text{context})`,
      prose`The unit is the ${term('nat')}, or, with base two, the ${term('bit')}. One chance in two costs ${nats(half.surprisal, 2)}, which is
        one bit; one in ten costs ${nats(tenth.surprisal, 1)}, one in a thousand ${nats(rare.surprisal, 1)}.`,
    ];
  },
});
