import { always, exercise, list, prose, recap, section, source, sources } from '#report';
import { codeText, given, math, percent, real } from '#report/values';
import { listToDecision } from './try-it.measure.ts';

export const tryIt = section({
  id: 'try-it',
  title: prose`Try it`,
  needs: { m: listToDecision },
  write: ({ m }) => [
    exercise(
      prose`After a review, an API lists ${list(m.list.map(({ label, logprob }) => prose`${codeText(label)} ${given(logprob)}`))}. 
        (a) What are the odds of \`positive\` against \`negative\`, now and at ${math`T`} = ${given(m.cold)}?
        (b) Which tokens does top-p keep with ${math`p`} = ${given(m.topP)}? (c) What does the review program decide with
        a threshold of ${given(m.threshold)} and a margin of ${given(m.margin)}, and how likely is \`positive\`, given one of the two labels?`,
      prose`(a) \`positive\` leads by ${real(m.lead, 2)} nats, so the odds are ${math`e^{0.4}`} = ${real(m.odds, 2)} to one. At
        ${math`T`} = ${given(m.cold)} they are squared: ${real(m.coldOdds, 2)} to one. (b) The listed tokens have only ${percent(m.listed, 2)}
        together, so top-p keeps all of them and some unlisted ones, each with at most ${percent(m.last, 2)}. (c) The lead is
        ${real(m.distance, 2)} nats from the threshold, within the margin, so the program asks a person. Between the two labels,
        \`positive\` has ${math`\sigma(0.4)`} = ${percent(m.share, 2)}.`,
    ),
  ],
});

export const remember = section({
  id: 'remember',
  title: prose`What to remember`,
  needs: {},
  write: () => [
    recap([
      always(
        prose`A model gives **every** token a logit. Only differences mean something, and softmax turns them into probabilities.`,
      ),
      always(prose`Subtract the largest logit before you exponentiate.`),

      always(
        prose`No unlisted token is likelier than the ${math`k`}-th likeliest in a list of ${math`k`}, nor than all that the list hides.`,
      ),
    ]),
    sources([
      source({
        id: 'openai-logprobs',
        authors: ['Hills, James', 'Anadkat, Shyamal'],
        year: 2023,
        title: 'Using logprobs',
        where: 'OpenAI Cookbook',
        url: 'https://cookbook.openai.com/examples/using_logprobs',
        adds: prose`More uses, in Python.`,
      }),
      source({
        id: 'zhao-2021',
        authors: ['Zhao, Tony Z.', 'Wallace, Eric', 'Feng, Shi', 'Klein, Dan', 'Singh, Sameer'],
        year: 2021,
        title: 'Calibrate Before Use: Improving Few-Shot Performance of Language Models',
        where: 'International Conference on Machine Learning',
        url: 'https://arxiv.org/abs/2102.09690',
        adds: prose`Label bias and a correction.`,
      }),
      source({
        id: 'vllm-v1',
        authors: ['vLLM'],
        year: 2025,
        title: 'vLLM V1',
        where: 'vLLM documentation',
        url: 'https://docs.vllm.ai/en/latest/usage/v1_guide/',
        adds: prose`Which log-probabilities are reported.`,
      }),
    ]),
  ],
});
