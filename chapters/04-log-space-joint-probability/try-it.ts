import { exercise, prose, section } from '#report';
import { given, math, nats } from '#report/values';
import { jointExercises } from './try-it.measure.ts';

export const tryJoint = section({
  id: 'try-joint',
  title: prose`Try it`,
  needs: { m: jointExercises },
  write: ({ m }) => [
    exercise(
      prose`Two mutually exclusive answers have ${given(m.equal)} nats each. What is the log-probability of “one
        of the two”? Work it out in your head.`,
      prose`Twice the probability is ${math`\ln 2`}, about seven tenths of a nat, more: ${nats(m.twice, 1)}.`,
    ),
  ],
});
