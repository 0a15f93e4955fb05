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
      prose`Storing the ${term('logit', 'logits')} of one prediction in bfloat16 moved its log-probabilities by
        up to ${nats(sixteenBits, 2)}. Each further token adds an error of its own.`,
  });

export const precisionSection = section({
  id: 'precision',
  title: prose`Noise`,
  needs: { m: precision, formats: neverEqual },
  write({ m, formats }) {
    const [near, nearer] = [at(m.nearly, 1), at(m.nearly, 0)];
    return [
      prose`When do two scores tie? Three kinds of noise have very different sizes.

        *Summation.* Each addition rounds. For ${math`n`} log-probabilities with the sum ${math`S`}, the error
        in float64 is at most about ${math`n \cdot 10^{-16} \cdot |S|`}: for the story, ${real(m.summation, 2)}
        nats. A tolerance of ${given(1e-9)} nats covers texts of a thousand tokens.

        *The model.* Most models run in sixteen bits, and many servers batch requests in changing groups, which
        changes the order of their sums. ${modelNoise(formats)} So measure your tolerance: score one text
        several times, alone and among others.

        *“Not”.* Near certainty, “not” is only as good as its input. The probabilities
        ${list(m.certain.probabilities.map((q) => given(q)))} add up to one, so “none of them” is impossible.
        Yet the code above gives it ${nats(m.certain.not, 0)}, because their log-sum-exp misses zero by one
        rounding. And if noise leaves open whether ${math`x`} is ${given(nearer.x)} or ${given(near.x)} nats,
        “not” may be anything from ${percent(nearer.probability, 2)} to ${percent(near.probability, 2)}. **Near
        certainty, add up the other outcomes instead**, if you know them.`,
    ];
  },
});
