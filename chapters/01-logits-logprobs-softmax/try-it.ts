import { always, choose, exercise, measured, prose, recap, section, source, sources } from '#report';
import { count, given, math, nats, percent, real, ref, term, text, token } from '#report/values';
import { namingTheModel } from '../score-command.ts';
import { exerciseAnswers } from './try-it.measure.ts';
import { twoAnswers } from './two-answers.measure.ts';
import { leaningTo } from './two-answers.ts';

export const tryIt = section({
  id: 'try-it',
  title: prose`Try it`,
  needs: { m: exerciseAnswers },
  write({ m }) {
    const answered = choose(m.answers, { tokens: prose`the token`, 'several tokens': prose`the answer` });
    return [
      exercise(
        prose`A log-probability of ${given(m.guess.logprob)}: about which probability is that? Which two steps
        of ${ref('ladder')} add up to about that? Then check with \`exp\`.`,
        prose`${given(-2.3)} is a tenth and ${given(-0.69)} is a half. Together they are nearly the number asked
        for, and half of a tenth is a twentieth. Exactly: ${percent(m.guess.probability)}.`,
      ),
      exercise(
        prose`Two tokens have the logits one and zero. What are the odds of the first against the second at a
        temperature of one, and at ${given(m.odds.temperature)}? Guess before you compute.`,
        prose`A difference of one is a factor of ${math`e`}: ${real(m.odds.plain, 2)} to one. Half the temperature
        doubles the difference, and that squares the odds: ${real(m.odds.halved, 2)} to one.`,
      ),
      exercise(
        prose`Now your own text. In the folder of this report's source, after \`npm ci\`, run

        \`\`\`sh
        npm run score -- --top 5 "The capital of France is Paris."
        \`\`\`

        ${namingTheModel(m.known)}Read the ${choose(m.answers, {
          tokens: prose`line`,
          'several tokens': prose`lines`,
        })} of ${token(m.sentences[0]?.answer)}. Then put another city into the sentence. By
        how many nats do the two cities differ? What happens to the full stop after it?`,
        prose`In “${text(m.sentences[0]?.sentence)}” ${answered} ${token(m.sentences[0]?.answer)} has
        ${nats(m.sentences[0]?.logprob, 2)}. In “${text(m.sentences[1]?.sentence)}” ${answered}
        ${token(m.sentences[1]?.answer)} has ${nats(m.sentences[1]?.logprob, 2)}. The two stand at the same
        position, so their difference of ${nats(m.gap, 2)} is the logarithm of the odds of one against the other.
        The full stop has ${nats(m.sentences[0]?.stop, 2)} after the first and ${nats(m.sentences[1]?.stop, 2)}
        after the second: two probabilities of one token, after two texts. You may say where it was expected more, but
        their difference is not the odds of two competitors.`,
      ),
    ];
  },
});

export const remember = section({
  id: 'remember',
  title: prose`What to remember`,
  needs: { m: twoAnswers },
  write: ({ m }) => [
    recap([
      always(prose`A model gives **every** ${term('token')} of its vocabulary a ${term('logit')}. Only differences of
        logits mean something: ${term('softmax')} turns them into probabilities.`),
      always(prose`A ${term('log-probability')} is a logit minus one number, the ${term('log-sum-exp')}. Zero is
        certain; one nat less is a factor of ${math`e`}.`),
      always(
        prose`Subtract the maximum before you exponentiate, and subtract the log-sum-exp instead of taking the logarithm of a softmax.`,
      ),
      always(prose`${term('temperature', 'Temperature')} divides logits. It changes how bold the bets are, not their
        order.`),
      always(prose`A token outside the list of the likeliest has at most the probability of the last of them, not zero.
        Scaled up to one, the list looks surer than the model is.`),
      measured(prose`Completing the sentence, the model put the capital before the other city in ${count(m.completedCapital)} of
        ${count(m.pairs)} countries. Asked whether a city is the capital, it leaned to
        ${leaningTo(m)}.`),
    ]),
    sources([
      source({
        id: 'openai-logprobs',
        authors: ['Hills, James', 'Anadkat, Shyamal'],
        year: 2023,
        title: 'Using logprobs',
        where: 'OpenAI Cookbook',
        url: 'https://cookbook.openai.com/examples/using_logprobs',
        adds: prose`Requests in Python against a hosted model, and uses for the numbers that come back.`,
      }),
      source({
        id: 'blanchard-2021',
        authors: ['Blanchard, Pierre', 'Higham, Desmond J.', 'Higham, Nicholas J.'],
        year: 2021,
        title: 'Accurately computing the log-sum-exp and softmax functions',
        where: 'IMA Journal of Numerical Analysis 41(4)',
        url: 'https://doi.org/10.1093/imanum/draa038',
        adds: prose`How far rounding moves each way of computing softmax, in four float formats, proved and measured.`,
      }),
      source({
        id: 'zhao-2021',
        authors: ['Zhao, Tony Z.', 'Wallace, Eric', 'Feng, Shi', 'Klein, Dan', 'Singh, Sameer'],
        year: 2021,
        title: 'Calibrate Before Use: Improving Few-Shot Performance of Language Models',
        where: 'International Conference on Machine Learning',
        url: 'https://arxiv.org/abs/2102.09690',
        adds: prose`Where a leaning towards a label comes from, and what taking it off gains on many tasks.`,
      }),
      source({
        id: 'holtzman-2020',
        authors: ['Holtzman, Ari', 'Buys, Jan', 'Du, Li', 'Forbes, Maxwell', 'Choi, Yejin'],
        year: 2020,
        title: 'The Curious Case of Neural Text Degeneration',
        where: 'International Conference on Learning Representations',
        url: 'https://arxiv.org/abs/1904.09751',
        adds: prose`Why neither greedy choice nor a plain draw writes like people, and top-p as the way between.`,
      }),
    ]),
  ],
});
