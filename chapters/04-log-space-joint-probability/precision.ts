import { finding, greater, list, prose, type Seen, section } from '#report';
import { given, math, nats, real, term } from '#report/values';
import { neverEqual } from '../01-logits-logprobs-softmax/pitfalls.measure.ts';
import { precision } from './precision.measure.ts';

const modelNoise = ({ sixteenBits }: Seen<typeof neverEqual>) =>
  finding({
    id: 'model-noise-exceeds-summation',
    when: greater('largest change of a log-probability from bfloat16 logits', sixteenBits, 0.001),
    text: () =>
      prose`Rounding only the ${term('logit', 'logits')} of one prediction to bfloat16 moved its log-probabilities by
        up to ${nats(sixteenBits, 2)}.`,
  });

export const precisionSection = section({
  id: 'precision',
  title: prose`Noise`,
  needs: { m: precision, formats: neverEqual },
  write: ({ m, formats }) => [
    prose`Two scores tie if they differ by less than the noise.

        *Summation* rounds. For ${math`n`} log-probabilities with the sum ${math`S`}, the error in float64 is at
        most ${math`n \cdot 2^{-53} \cdot |S|`}: for the story, ${real(m.summation, 2)} nats. A tolerance
        of ${given(1e-9)} nats covers two texts of a thousand tokens with up to four nats per token.

        *The model* may compute in sixteen bits, and batching with other requests may change the order of its additions. ${modelNoise(formats)} So measure your tolerance: score one text several times,
        alone and among others.

        Near certainty, “not” enlarges such errors. The probabilities
        ${list(m.certain.probabilities.map((q) => given(q)))} add up to one, so “none of them” is impossible.
        Yet the log-sum-exp of their logarithms misses zero by a rounding error, and \`log1m_exp\` returns
        ${nats(m.certain.not, 0)}. No formula repairs that. **Near certainty, add up the other outcomes
        instead**, if you know them.`,
  ],
});
