import { curious, finding, prose, type Seen, section, within } from '#report';
import { atLeast, atMost, count, decibels, equation, given, math, real, term } from '#report/values';
import { quantisedLogits } from './quantised-logits.measure.ts';

/** The band of what a bit may cost, in dB, in which rounding still counts as noise at six decibels per bit. */
const BAND = [5.5, 7] as const;

const sixDecibelsPerBit = (m: Seen<typeof quantisedLogits>) =>
  finding({
    id: 'six-decibels-per-bit',
    when: within('cost of a bit', BAND, m.least, m.most),
    text: () => prose`When we rounded the *logits* of ${count(m.predictions)} predictions of our model, each bit dropped, from
      ${given(m.finest)} down to ${given(m.fewest)}, cost between ${atLeast(decibels, m.least ?? undefined, 1)}
      and ${atMost(decibels, m.most ?? undefined, 1)} of signal-to-noise ratio.`,
  });

export const quantisation = section({
  id: 'quantisation-as-noise',
  title: prose`Rounding is noise`,
  needs: { m: quantisedLogits },
  write: ({ m }) => [
    prose`*Quantised* models store their weights in fewer bits, and the rounding error acts like noise. Drop one bit and the
      steps become about twice as wide, so the error doubles and its power quadruples. The *signal-to-noise ratio* falls by **six decibels per bit**. ${sixDecibelsPerBit(m)}`,
    curious(prose`Where do the six decibels come from?`, [
      prose`If rounding errors are spread evenly between minus and plus half a step ${math`\Delta`}, the mean of their
        squares is`,
      equation`\frac{1}{\Delta} \int_{-\Delta/2}^{\Delta/2} e^2\, de = \frac{\Delta^2}{12}`,
      prose`Halving the step ${math`\Delta`} quarters this power: ${real(m.perBit, 3)} dB. To test this, we take the
        ${term('logit', 'logits')} of ${count(m.predictions)} predictions, subtract their mean, which changes no
        probability, and round each to the nearest of ${math`2^b`} equally spaced values between the smallest and the
        largest. Between ${math`2^b`} values there are ${math`2^b - 1`} steps, so the last bit dropped, from
        ${given(15)} steps to ${given(7)}, should cost ${real(m.lastBit, 3)} dB. Models in practice round *weights*, in
        small blocks with a range of their own.`,
    ]),
  ],
});
