import { exercise, prose, section } from '#report';
import { count, given, math, nats, real } from '#report/values';
import { jointExercises } from './try-it.measure.ts';

export const tryJoint = section({
  id: 'try-joint',
  title: prose`Try it`,
  needs: { m: jointExercises },
  write: ({ m }) => [
    exercise(
      prose`A model gives each token of a text ${given(m.mean)} nats. A float64 product rounds to zero below
        ${nats(m.zeroBelow, 1)}. After how many tokens is it zero?`,
      prose`Divide and round up: ${real(m.quotient, 4)}, so after ${count(m.tokens)} tokens, in less than a page.`,
    ),
    exercise(
      prose`Two mutually exclusive answers have ${given(m.equal)} nats each. How many has “one of the two”? Use no computer.`,
      prose`Twice the probability is ${math`\ln 2`}, about seven tenths of a nat, more: ${nats(m.twice, 1)}.`,
    ),
  ],
});
