import { and, finding, greater, less, prose, type Seen, section } from '#report';
import { given, math, nats, real, ref, term } from '#report/values';
import { neverEqual } from '../01-logits-logprobs-softmax/pitfalls.measure.ts';
import { NOISE } from './endings.measure.ts';
import { precision } from './precision.measure.ts';

const modelNoise = ({ summation }: Seen<typeof precision>, { sixteenBits }: Seen<typeof neverEqual>) =>
  finding({
    id: 'model-noise-exceeds-summation',
    when: and(
      greater('largest change of a log-probability from bfloat16 logits', sixteenBits, 0.001),
      less('bound of the rounding error of the sum', summation, 0.00001),
    ),
    text: () =>
      prose`Adding up the story in float64 is off by at most ${real(summation, 2)} nats. Rounding only the final
        ${term('logit', 'logits')} of one prediction to bfloat16 moved its log-probabilities by up to
        ${nats(sixteenBits, 2)}.`,
  });

export const precisionSection = section({
  id: 'precision',
  title: prose`Noise: when do two scores tie?`,
  needs: { m: precision, formats: neverEqual },
  write: ({ m, formats }) => [
    prose`Rounding in the addition rarely matters; rounding inside the model does. Many servers compute in sixteen bits, in an order that
      changes with the batch. ${modelNoise(m, formats)} When the *whole* model runs in bfloat16, every layer rounds.
      Once, outside this build, we compared that with float32. In a paragraph of ${given(313)} tokens, ${given(44)}
      moved by more than ${given(NOISE)} nats, and one by ${given(1.65)}. After one prompt, the ${given(50)} likeliest tokens moved by up to
      ${given(0.27)} nats. Repeat it with your model: score a text twice, for example in vLLM with \`--dtype float32\` and
      \`--dtype bfloat16\`.

      Say that each log-probability may be off by ${math`\varepsilon`}. Then a sum of ${math`n`} tokens may be off by
      ${math`n\varepsilon`}, a mean per token by ${math`\varepsilon`}, a mean per byte by ${math`n\varepsilon`} divided by the bytes, and
      PMI, a difference of two sums, by ${math`2n\varepsilon`}. **Two scores tie if they differ by at most the sum of their
      errors.** ${ref('rules-table')} uses ${math`\varepsilon`} = ${given(NOISE)} nats. That is only an example, and too little for a server in
      bfloat16. It ranks as sports do: one plus the number of endings that are clearly better.`,
  ],
});
