import { at } from '#numerics/list';
import { finding, greater, list, prose, type Seen, section } from '#report';
import { given, math, nats, percent, real, term } from '#report/values';
import { neverEqual } from '../01-logits-logprobs-softmax/pitfalls.measure.ts';
import { precision } from './precision.measure.ts';

const modelNoise = ({ sixteenBits }: Seen<typeof neverEqual>) =>
  finding({
    id: 'model-noise-exceeds-summation',
    when: greater('largest change of a log-probability from bfloat16 logits', sixteenBits, 0.001),
    text: () =>
      prose`Rounding only the ${term('logit', 'logits')} of one prediction to bfloat16 moved its log-probabilities by
        up to ${nats(sixteenBits, 2)}. Each further token adds an error of its own.`,
  });

export const precisionSection = section({
  id: 'precision',
  title: prose`Noise`,
  needs: { m: precision, formats: neverEqual },
  write({ m, formats }) {
    const [near, nearer] = [at(m.nearly, 1), at(m.nearly, 0)];
    return [
      prose`When do two scores tie? When they differ by less than the noise, which has two sources.

        *Summation.* Each addition rounds. For ${math`n`} log-probabilities with the sum ${math`S`}, the error
        in float64 is at most ${math`n \cdot 2^{-53} \cdot |S|`}, where ${math`2^{-53}`} is
        about ${given(1.11e-16)}: for the story, ${real(m.summation, 2)} nats. A tolerance of ${given(1e-9)}
        nats covers two texts of a thousand tokens with up to four nats per token.

        *The model.* A model that computes in sixteen bits rounds far more coarsely, and a server that batches
        your request with varying others may add in another order each time. ${modelNoise(formats)} So measure
        your tolerance: score one text several times, alone and among others.

        Near certainty, “not” enlarges such errors. The probabilities
        ${list(m.certain.probabilities.map((q) => given(q)))} add up to one, so “none of them” is impossible.
        Yet the log-sum-exp of their logarithms misses zero by a rounding error, and \`log1m_exp\` turns this
        into ${nats(m.certain.not, 0)}. And if noise means that ${math`x`} may lie anywhere
        between ${given(nearer.x)} and ${given(near.x)} nats, the probability of “not” may lie anywhere between
        ${percent(nearer.probability, 2)} and ${percent(near.probability, 2)}. No formula repairs a bad input.
        **Near certainty, add up the other outcomes instead**, if you know them.`,
    ];
  },
});
