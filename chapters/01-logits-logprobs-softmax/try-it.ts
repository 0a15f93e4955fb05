import { always, exercise, type Inline, list, prose, recap, section, source, sources } from '#report';
import { codeText, given, math, percent, real } from '#report/values';
import { exerciseAnswers } from './try-it.measure.ts';

export const tryIt = section({
  id: 'try-it',
  title: prose`Exercises: logits and lists`,
  needs: { m: exerciseAnswers },
  write: ({ m }) => {
    const each = (print: (row: (typeof m.logits)[number]) => Inline) =>
      list(m.logits.map((row) => prose`${print(row)}`));
    return [
      exercise(
        prose`A vocabulary has three tokens, with the logits ${each((row) => given(row.logit))}. (a) How many times as likely is the first token as the second? As the third? (b) Somebody adds ${given(m.constant)} to all three logits. What happens to
          the probabilities, and what does Python do with the naive formula? (c) Compute the log-probability of the first
          token with the stable formula.`,
        prose`(a) The logits differ by one and by three, so ${math`e`} = ${real(m.firstOverSecond, 2)} times and
          ${math`e^3`} = ${real(m.firstOverThird, 2)} times. (b) The probabilities stay
          ${each((row) => percent(row.probability, 2))}, but \`exp(1012)\` overflows, and Python raises an \`OverflowError\`.
          (c) After subtracting the largest logit, they are ${each((row) => given(row.fromLargest))}. Their exponentials are
          ${each((row) => real(row.exponential, 2))}, with the sum ${real(m.sum, 3)}. The log-sum-exp is
          ${math`1012 + \ln 1.42`} = ${real(m.logSum, 6)}, so the log-probability is ${real(m.logprob, 2)} nats.`,
      ),
      exercise(
        prose`After a review, an API lists ${list(m.list.map(({ label, logprob }) => prose`${codeText(label)} ${given(logprob)}`))}.
          (a) What are the odds of \`positive\` against \`negative\`, now and at ${math`T`} = ${given(m.cold)}? (b) How likely is
          \`positive\`, *given that* the answer is one of the two? (c) How much probability does the list hide, and how likely can an unlisted token be at most?`,
        prose`(a) \`positive\` leads by ${real(m.lead, 2)} nats, so the odds are ${math`e^{0.4}`} = ${real(m.odds, 2)} to one. At
          ${math`T`} = ${given(m.cold)} they are squared: ${real(m.coldOdds, 2)} to one. (b)
          ${math`\sigma(0.4)`} = ${percent(m.share, 2)}. (c) The listed tokens have ${percent(m.listed, 2)} together, so the list
          hides ${percent(m.hidden, 2)}. An unlisted token has at most ${percent(m.last, 2)}, as much as \`mixed\`.`,
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
      always(
        prose`A model gives **every** token a logit. Softmax turns equal differences between logits into equal ratios between probabilities.`,
      ),
      always(
        prose`Compute with the stable formula: subtract the largest logit before you exponentiate, and add it again after the logarithm.`,
      ),
      always(
        prose`A list of the ${math`k`} likeliest tokens hides the rest. No hidden token is likelier than the ${math`k`}-th likeliest, nor than all that is hidden.`,
      ),
      always(prose`Rescale a list only if you will sample from it, or compare the tokens on it.`),
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
        id: 'openai-reference',
        authors: ['OpenAI'],
        year: 2025,
        title: 'Chat Completions',
        where: 'API reference',
        url: 'https://platform.openai.com/docs/api-reference/chat',
        adds: prose`Every field of an answer, with its meaning.`,
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
      source({
        id: 'zhao-2021',
        authors: ['Zhao, Tony Z.', 'Wallace, Eric', 'Feng, Shi', 'Klein, Dan', 'Singh, Sameer'],
        year: 2021,
        title: 'Calibrate Before Use: Improving Few-Shot Performance of Language Models',
        where: 'International Conference on Machine Learning',
        url: 'https://arxiv.org/abs/2102.09690',
        adds: prose`Why models favour a label, and a correction that needs no labelled texts.`,
      }),
      source({
        id: 'lu-2022',
        authors: ['Lu, Yao', 'Bartolo, Max', 'Moore, Alastair', 'Riedel, Sebastian', 'Stenetorp, Pontus'],
        year: 2022,
        title:
          'Fantastically Ordered Prompts and Where to Find Them: Overcoming Few-Shot Prompt Order Sensitivity',
        where: 'Annual Meeting of the Association for Computational Linguistics',
        url: 'https://arxiv.org/abs/2104.08786',
        adds: prose`The order of examples in larger models, and how to choose one without labels.`,
      }),
    ]),
  ],
});
