import { and, finding, greater, less, list, prose, type Seen, section } from '#report';
import { given, math, nats, real, term } from '#report/values';
import { neverEqual } from '../01-logits-logprobs-softmax/pitfalls.measure.ts';
import { precision } from './precision.measure.ts';

const modelNoise = ({ summation }: Seen<typeof precision>, { sixteenBits }: Seen<typeof neverEqual>) =>
  finding({
    id: 'model-noise-exceeds-summation',
    when: and(
      greater('largest change of a log-probability from bfloat16 logits', sixteenBits, 0.001),
      less('bound of the rounding error of the sum', summation, 0.00001),
    ),
    text: () =>
      prose`When only the ${term('logit', 'logits')} of one prediction were rounded to bfloat16, its
        log-probabilities moved by up to ${nats(sixteenBits, 2)}, far more than the summation error.`,
  });

export const precisionSection = section({
  id: 'precision',
  title: prose`Noise`,
  needs: { m: precision, formats: neverEqual },
  write: ({ m, formats }) => [
    prose`When is the difference of two scores only noise?

        *Summing* ${math`n`} log-probabilities to a total ${math`S`} in float64 introduces an error of at most
        ${math`n \cdot 2^{-53} \cdot |S|`}: for the story, ${real(m.summation, 2)} nats.

        *The model* may compute in sixteen bits, and batching may change the order of its additions.
        ${modelNoise(m, formats)} So score a text alone, in a batch and, if you can, in another precision. If a
        log-probability changes by up to ${math`\varepsilon`}, a sum of ${math`n`} tokens may be off by
        ${math`n\varepsilon`}, a mean per token by ${math`\varepsilon`}. **Two scores tie if they differ by at most the
        sum of their errors.**

        Near certainty, “not” enlarges such errors. The probabilities
        ${list(m.certain.probabilities.map((q) => given(q)))} add up to one, so “none of them” is impossible.
        Yet added in this order, their log-sum-exp misses zero by a rounding error, and \`log1m_exp\` returns
        ${nats(m.certain.not, 0)}. **Near certainty, add up the other outcomes instead**.`,
  ],
});
