import { at } from '#numerics/list';
import { exercise, prose, section } from '#report';
import { bits, given, math, real } from '#report/values';
import { exercises } from './try-it.measure.ts';

export const tryIt = section({
  id: 'try-it-perplexity',
  title: prose`Exercises`,
  needs: { m: exercises },
  write({ m: { models, coin } }) {
    const [first, second] = [at(models, 0), at(models, 1)];
    return [
      exercise(
        prose`On one text, model A has a perplexity of ${given(first.perplexity)} and ${given(first.bytesPerToken)} bytes per token on average.
          Model B has a perplexity of ${given(second.perplexity)} and ${given(second.bytesPerToken)} bytes per token. Which one predicts the text better?`,
        prose`Model A. It needs ${math`\log_2 20`} = ${bits(first.bits, 2)} per token, which is ${real(first.bitsPerByte, 3)} per byte. Model B
          needs ${math`\log_2 12`} = ${bits(second.bits, 2)} per token, but ${real(second.bitsPerByte, 3)} per byte, because its tokens are shorter.`,
      ),
      exercise(
        prose`A coin is fair, but somebody believes that it shows heads with probability ${given(at(coin.belief, 0))}. What are the entropy, the
          cross-entropy and the KL divergence in bits?`,
        prose`The entropy of a fair coin is ${bits(coin.entropy, 1)}. The cross-entropy is ${math`-0.5 \log_2 0.9 - 0.5 \log_2 0.1`} =
          ${bits(coin.crossEntropy, 3)}. The KL divergence is the difference, ${bits(coin.kl, 2)} per toss.`,
      ),
    ];
  },
});
