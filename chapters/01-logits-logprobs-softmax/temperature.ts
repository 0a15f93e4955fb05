import { finding, greater, prose, section } from '#report';
import { given, math, percent, ref, set, term } from '#report/values';
import { temperatures } from './temperature.measure.ts';
import { temperatureFlow } from './temperature-flow-figure.ts';

export const temperature = section({
  id: 'temperature',
  title: prose`Temperature: greedy decoding and sampling`,
  needs: { m: temperatures },
  write: ({ m }) => [
    prose`To continue a text, a program takes the likeliest token (*greedy* decoding) or draws a token at random
      (*sampling*). Before the draw, softmax is applied to ${math`z_i / T`} instead of ${math`z_i`}, where ${math`T`} is the
      ${term('temperature')}.`,
    temperatureFlow(m, [
      prose`${set('plain', 'A temperature of one')} changes nothing.`,
      prose`At ${set('cold', prose`${math`T`} = ${given(m.cold.temperature)}`)}, all differences double, so all odds are
        squared: ten to one becomes a hundred to one.`,
      prose`As ${math`T`} ${set('zero', 'approaches zero')}, the likeliest token gets all the probability, so
        \`temperature=0\` is greedy.`,
      prose`At ${set('hot', prose`${math`T`} = ${given(m.warm.temperature)}`)}, the differences are halved. ${finding(
        {
          id: 'heat-feeds-the-tail',
          when: greater(
            'probability of all tokens but the eight likeliest, at a temperature of two above that at one',
            m.warm.others,
            m.plain.others,
          ),
          text: () =>
            prose`A higher temperature moves probability to the unlikely tokens: at ${math`T`} = ${given(m.warm.temperature)}, those beyond the first eight have ${percent(m.warm.others, 2)} together, up from ${percent(m.plain.others, 2)} at ${given(m.plain.temperature)}.`,
        },
      )}`,
    ]),
    prose`The order of the tokens never changes. As ${math`T`} grows, all tokens become equally likely. Two more settings,
      top-k and top-p, cut off the unlikely tokens (${ref('top-p-and-entropy')}).`,
  ],
});
