import { at } from '#numerics/list';
import { exercise, prose, section } from '#report';
import { count, given, nats, real } from '#report/values';
import { tokenWeights } from './token-weights.measure.ts';

export const tryIt = section({
  id: 'try-it-perplexity',
  title: prose`Try it`,
  needs: { m: tokenWeights },
  write({ m: { chat } }) {
    const [prompt, answer] = [at(chat.rows, 0), at(chat.rows, 1)];
    return [
      exercise(
        prose`A chat has a prompt of ${count(prompt.tokens)} tokens with a mean surprisal of ${given(prompt.meanSurprisal)} nat, and an answer of
          ${count(answer.tokens)} tokens with a mean of ${given(answer.meanSurprisal)} nats. What loss and what perplexity does training print with the prompt
          masked, and what without?`,
        prose`With the prompt masked, only the answer counts: a loss of ${given(answer.meanSurprisal)} nats and a perplexity of ${real(answer.perplexity, 2)}.
          Without the mask, the total is ${count(chat.total)} nats over ${count(chat.tokens)} tokens: a loss of ${nats(chat.meanSurprisal, 1)} and a perplexity of
          ${real(chat.perplexity, 2)}. The model is the same.`,
      ),
    ];
  },
});
