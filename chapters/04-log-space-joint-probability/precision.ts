import { at } from '#numerics/list';
import { finding, greater, list, prose, type Seen, section } from '#report';
import { given, math, nats, percent, real, ref } from '#report/values';
import { neverEqual } from '../01-logits-logprobs-softmax/pitfalls.measure.ts';
import { precision } from './precision.measure.ts';

const modelNoise = ({ sixteenBits }: Seen<typeof neverEqual>) =>
  finding({
    id: 'model-noise-exceeds-summation',
    when: greater('largest change of a log-probability from bfloat16 logits', sixteenBits, 0.001),
    text: () => prose`Storing the logits of one prediction in bfloat16 moved its log-probabilities by up to
      ${nats(sixteenBits, 2)} (${ref('what-can-go-wrong')}), and a sum over many tokens collects many such errors.`,
  });

export const precisionSection = section({
  id: 'precision',
  title: prose`How exact is a score?`,
  needs: { m: precision, formats: neverEqual },
  write({ m, formats }) {
    const [near, nearer] = [at(m.nearly, 1), at(m.nearly, 0)];
    return [
      prose`When do two scores tie? Three errors have very different sizes.

        *Summation.* Each addition rounds. For ${math`n`} log-probabilities with the sum ${math`S`}, the total error in float64
        is at most about ${math`n \cdot 10^{-16} \cdot |S|`}: for the story, about ${real(m.summation, 2)} nats. A tolerance
        of ${given(1e-9)} nats covers it.

        *The model.* Its own arithmetic is far coarser. Most models run in sixteen bits, and many servers group requests into
        batches of changing size, which changes the order of their sums. ${modelNoise(formats)} So measure your tolerance: score
        one text several times, alone and among others, on each machine that you use. Differences below that mean nothing.

        *“Not”.* Near certainty, “not” is only as good as its input. The probabilities
        ${list(m.certain.probabilities.map((q) => given(q)))} add up to one, so “none of them” is impossible. Yet the code
        above gives it ${nats(m.certain.not, 0)}, because their log-sum-exp misses zero by one rounding. If a model's noise
        leaves open whether ${math`x`} is ${given(near.x)} or ${given(nearer.x)} nats, “not” lies anywhere between
        ${percent(near.probability, 2)} and ${percent(nearer.probability, 2)}, and no formula can help. **Near certainty, add
        up the other outcomes instead**, if you have them: log-sum-exp loses nothing.`,
    ];
  },
});
