import { always, choose, exercise, prose, recap, section } from '#report';
import { given, math, nats, percent, real, ref, term, text, token } from '#report/values';
import { namingTheModel } from '../score-command.ts';
import { exerciseAnswers } from './try-it.measure.ts';

export const tryIt = section({
  id: 'try-it',
  title: prose`Try it`,
  needs: { m: exerciseAnswers },
  write({ m }) {
    const answered = choose(m.answers, { tokens: prose`the token`, 'several tokens': prose`the answer` });
    return [
      exercise(
        prose`A log-probability of ${given(m.guess.logprob)}: about which probability is that? Which two steps
        of ${ref('ladder')} add up to about that? Then check with \`Math.exp\`.`,
        prose`${given(-2.3)} is a tenth and ${given(-0.69)} is a half. Together they are nearly the number asked
        for, and half of a tenth is a twentieth. Exactly: ${percent(m.guess.probability)}.`,
      ),
      exercise(
        prose`Two tokens have the logits one and zero. What are the odds of the first against the second at a
        temperature of one, and at ${given(m.odds.temperature)}? Guess before you compute.`,
        prose`A difference of one is a factor of ${math`e`}: ${real(m.odds.plain)} to one. Half the temperature
        doubles the difference, and that squares the odds: ${real(m.odds.halved)} to one.`,
      ),
      exercise(
        prose`Now your own text. In the project's folder, the one with
        \`package.json\`, after \`npm ci\`, run

        \`\`\`sh
        npm run score -- --top 5 "The capital of France is Paris."
        \`\`\`

        ${namingTheModel(m.known)}Read the ${choose(m.answers, {
          tokens: prose`line`,
          'several tokens': prose`lines`,
        })} of ${token(m.sentences[0]?.answer)}. Then put another city into the sentence. By
        how many nats do the two cities differ? What happens to the full stop after it?`,
        prose`In “${text(m.sentences[0]?.sentence)}” ${answered} ${token(m.sentences[0]?.answer)} has
        ${nats(m.sentences[0]?.logprob)}. In “${text(m.sentences[1]?.sentence)}” ${answered}
        ${token(m.sentences[1]?.answer)} has ${nats(m.sentences[1]?.logprob)}. The two stand at the same
        position, so their difference of ${nats(m.gap)} is the logarithm of the odds of one against the other.
        The full stop has ${nats(m.sentences[0]?.stop)} after the first and ${nats(m.sentences[1]?.stop)}
        after the second: it stands after two different texts, so these two answer different questions.`,
      ),
    ];
  },
});

export const remember = section({
  id: 'remember',
  title: prose`What to remember`,
  needs: {},
  write: () => [
    recap([
      always(prose`A model gives **every** ${term('token')} of its vocabulary a ${term('logit')}.`),
      always(prose`Only differences of logits mean something. ${term('softmax', 'Softmax')} turns differences into
        odds and the list into probabilities.`),
      always(prose`A ${term('log-probability')} is a logit minus one number, the ${term('log-sum-exp')}. Zero is
        certain; one nat less is a factor of ${math`e`}.`),
      always(prose`Subtract the maximum before you exponentiate, and never take the logarithm of a softmax.`),
      always(prose`Two choices: the ${term('sigmoid')} of the difference of their logits.`),
      always(prose`${term('temperature', 'Temperature')} divides logits. It changes how bold the bets are, not their
        order.`),
      always(prose`What a list of the likeliest tokens does not show is bounded, not zero.`),
    ]),
    prose`The logarithm is a change of scale on which *multiplying* has become *adding*. All of this report
      lives on such changes of scale.`,
  ],
});
