import { code, curious, figure, finding, prose, type Seen, section, within } from '#report';
import * as mark from '#report/marks';
import {
  atLeast,
  atMost,
  cite,
  count,
  decibels,
  equation,
  given,
  math,
  real,
  ref,
  term,
} from '#report/values';
import { quantisedLogits } from './quantised-logits.measure.ts';

/** The band of what a bit may cost, in dB, in which rounding still counts as noise at six decibels per bit. */
const BAND = [5.5, 7] as const;

export const sixDecibelsPerBit = (m: Seen<typeof quantisedLogits>) =>
  finding({
    id: 'six-decibels-per-bit',
    when: within('cost of a bit', BAND, m.least, m.most),
    text: () => prose`From ${given(m.finest)} bits down to ${given(m.fewest)}, each bit dropped from our model's logits
      costs between ${atLeast(decibels, m.least ?? undefined, 1)} and ${atMost(decibels, m.most ?? undefined, 1)} of signal-to-noise ratio.`,
  });

export const quantisation = section({
  id: 'quantisation-as-noise',
  title: prose`Rounding is noise`,
  needs: { m: quantisedLogits },
  write: ({ m }) => [
    prose`*Quantised* models store numbers in fewer bits, and engineers treat the rounding error as noise: the
      *signal-to-noise ratio* is the power of the signal over the power of the error. Drop one bit and the steps are
      twice as wide, so the error doubles and its power quadruples: **six decibels per bit** (${cite('bennett-1948')}). ${sixDecibelsPerBit(m)}`,
    curious(prose`Where do the six decibels come from?`, [
      prose`If rounding errors are spread evenly between minus and plus half a step ${math`\Delta`}, the mean of their
        squares is`,
      equation`\frac{1}{\Delta} \int_{-\Delta/2}^{\Delta/2} e^2\, de = \frac{\Delta^2}{12}`,
      prose`One bit more halves ${math`\Delta`} and so quarters the noise: ${real(m.perBit, 3)} dB. To test
        this, we take the ${term('logit', 'logits')} of ${count(m.predictions)} predictions, subtract their mean, which
        changes no probability, and round each to the nearest of ${math`2^b`} values between the smallest and the
        largest. Those values have ${math`2^b - 1`} steps between them, so in theory the cost rises a little for few bits (${ref('noise-per-bit')}). With very few bits a step is wider than the spread of most logits, and the theory no longer applies. Models in practice round *weights*, in small blocks with a range of their own.`,
      code('#numerics/quantise', 'quantise'),
      figure({
        id: 'noise-per-bit',
        caption: prose`What the loss of one bit costs in signal-to-noise ratio: each prediction (points), and the theory
          (dashed).`,
        alt: prose`Points for each number of bits left, and a dashed line that bends up towards few bits.`,
        data: { rows: m.dots, line: m.rows.map(({ bits, theory }) => ({ bits, theory })) },
        spec: {
          height: 220,
          layer: [
            mark.line({ x: 'bits', y: 'theory' }, { data: 'line', style: 'reference' }),
            mark.dots(
              {
                x: mark.q('bits', { title: 'bits left for each logit', scale: { zero: false, padding: 20 } }),
                y: mark.q('cost', { title: 'cost of the last bit in dB', scale: { zero: false } }),
              },
              { size: 40 },
            ),
          ],
        },
      }),
    ]),
  ],
});
