import { exercise, prose, section } from '#report';
import { given, math, nats } from '#report/values';
import { jointExercises } from './try-it.measure.ts';

export const tryJoint = section({
  id: 'try-joint',
  title: prose`Exercises`,
  needs: { m: jointExercises },
  write: ({ m }) => [
    exercise(
      prose`1. Two mutually exclusive answers score ${given(m.equal)} nats each. What does “one of the two” score?
        2. All known outcomes together score ${given(m.almost)} nats, rounded by up to ${given(1e-13)} nats. How do you
           compute “none of them”, and how accurate is the result?
        3. After two wordings, an answer has the probabilities ${given(0.9)} and ${given(0.1)}. What are log-mean-exp
           and the mean of the logarithms?`,
      prose`1. Doubling a probability adds ${math`\ln 2`}, about ${given(0.7)} nats, to its logarithm:
        ${nats(m.twice, 1)}.
        2. Near certainty, use \`log(-expm1(x))\`: ${nats(m.none, 1)}. The probability of “none of them” is about
           ${math`-x`}, and the error may be a tenth of that. So the result is accurate to about ${given(0.1)} nats.
        3. They are ${math`\ln 0.5 =`} ${nats(m.mean, 2)} and ${math`\ln 0.3 =`} ${nats(m.meanOfLogs, 2)}: the
           arithmetic mean of the probabilities is ${given(0.5)}, the geometric mean ${given(0.3)}.`,
    ),
  ],
});
