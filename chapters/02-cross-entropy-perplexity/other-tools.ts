import { at } from '#numerics/list';
import { exercise, prose, section } from '#report';
import { count, given, math, nats, real } from '#report/values';
import { tokenWeights } from './token-weights.measure.ts';

export const trainingLoss = section({
  id: 'training-loss',
  title: prose`Training loss and lm-evaluation-harness`,
  needs: { m: tokenWeights },
  write({ m: { chat } }) {
    const [prompt, answer] = [at(chat.rows, 0), at(chat.rows, 1)];
    return [
      prose`When a model is fine-tuned on chats, the loss often covers only the tokens of the answers, its *targets*. The prompt's tokens are *masked*: they get the label
        \`-100\`, which PyTorch's \`cross_entropy\` skips. Such a loss cannot be compared with one over all tokens.

        A falling training loss may mean that the model memorises its training text. So watch the loss on *held-out* text, which it never trains on. Differences look small
        there: a drop of ${given(0.1)} nats multiplies the perplexity by ${math`e^{-0.1} \approx 0.9`}.

        The \`lm-evaluation-harness\`, which runs benchmarks, reports \`word_perplexity\`, \`byte_perplexity\` and \`bits_per_byte\`: the same total surprisal divided by words or by bytes, and for the two perplexities exponentiated. So \`byte_perplexity\` is two to the power of \`bits_per_byte\`. In front of a text it puts the tokenizer's token for the beginning of a sequence, or else the one for its
        end. For our model that is not the start token of this chapter, so its numbers differ slightly from ours.`,
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
