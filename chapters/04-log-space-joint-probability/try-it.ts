import { exercise, instrument, prose, section } from '#report';
import { given, math, nats, percent, text, token } from '#report/values';
import { nextTokenAlone } from './next-token.measure.ts';
import { jointExercises } from './try-it.measure.ts';

export const tryJoint = section({
  id: 'try-joint',
  title: prose`Try it`,
  needs: { m: jointExercises, alone: nextTokenAlone },
  write: ({ m, alone }) => [
    prose`Write an ending of your own, token by token. After “${text(alone.prompt)}” alone, without the story, the likeliest next token is ${token(alone.token)}, with ${percent(alone.probability, 2)}.`,
    instrument({ kind: 'generate', example: { text: 'With the money from the market, the islanders buy' } }),
    exercise(
      prose`Two mutually exclusive answers score ${given(m.equal)} nats each. What is the log-probability of “one of the two”?`,
      prose`Doubling a probability adds ${math`\ln 2`}, about ${given(0.7)} nats, to its logarithm:
        ${nats(m.twice, 1)}.`,
    ),
  ],
});
