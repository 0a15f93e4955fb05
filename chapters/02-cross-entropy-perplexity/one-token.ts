import { at } from '#numerics/list';
import { prose, section } from '#report';
import { equation, math, nats, term } from '#report/values';
import { surprisalOfOne } from './one-token.measure.ts';

export const oneToken = section({
  id: 'one-token',
  title: prose`Why surprisal is a logarithm`,
  needs: { m: surprisalOfOne },
  write({ m }) {
    const [half, tenth, rare] = [at(m.rows, 2), at(m.rows, 3), at(m.rows, 5)];
    return [
      prose`Suppose a token had one chance in ten. Call its cost ${math`c`}. Two such tokens in a row had one chance in a hundred,
        and should cost twice as much, ${math`2c`}. Three had one chance in a thousand, and should cost ${math`3c`}. So the cost counts how often you divide by ten,
        and counting factors is what a logarithm does.

        Let ${math`q`} be the probability that the model gave to **the actual token**. The ${term('surprisal')} of the token is`,
      equation`\text{surprisal} = -\ln q(\text{token} \mid \text{context})`,
      prose`It is also called the negative log-likelihood (NLL). Its unit is the ${term('nat')}, or the
        ${term('bit')} if the logarithm has base two.

        A token that was certain costs nothing. One chance in two costs ${nats(half.surprisal, 2)}, which is one bit. One in ten costs
        ${nats(tenth.surprisal, 1)}, and one in a thousand ${nats(rare.surprisal, 1)}, three times as much.`,
    ];
  },
});
