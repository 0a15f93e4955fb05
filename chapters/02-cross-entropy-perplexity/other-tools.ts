import { prose, section } from '#report';
import { given, math, real } from '#report/values';
import { harnessNumbers } from './other-tools.measure.ts';

export const namesElsewhere = section({
  id: 'names-elsewhere',
  title: prose`Other tools`,
  needs: { m: harnessNumbers },
  write: ({ m }) => [
    prose`The \`lm-evaluation-harness\`, a benchmark runner, reports \`bits_per_byte\`, and perplexities per word and
      per byte instead of per token. For the harbour paragraph, \`word_perplexity\` is ${real(m.wordPerplexity, 3)}
      and \`byte_perplexity\` is ${real(m.bytePerplexity, 3)}.

      When a model is fine-tuned on chats, the loss often covers only the tokens of the answers, its *targets*. The prompt's tokens are *masked*,
      with the label \`-100\`, which PyTorch's \`cross_entropy\` skips. Such a loss cannot be compared with one over all tokens.

      A falling training loss may be memorisation, so watch the loss on *held-out* text. A drop of ${given(0.1)} nats multiplies
      the perplexity by ${math`e^{-0.1} \approx 0.9`}.`,
  ],
});
