import { exercise, prose, section } from '#report';
import { given, math, nats } from '#report/values';
import { jointExercises } from './try-it.measure.ts';

export const tryJoint = section({
  id: 'try-joint',
  title: prose`Try it`,
  needs: { m: jointExercises },
  write: ({ m }) => [
    exercise(
      prose`Two mutually exclusive answers score ${given(m.equal)} nats each. What is the log-probability of “one of the two”?`,
      prose`Doubling a probability adds ${math`\ln 2`}, about ${given(0.7)} nats, to its logarithm:
        ${nats(m.twice, 1)}.`,
    ),
  ],
});
