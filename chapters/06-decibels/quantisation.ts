import { finding, prose, type Seen, section, within } from '#report';
import { atLeast, atMost, count, decibels, given, term } from '#report/values';
import { quantisedLogits } from './quantised-logits.measure.ts';

/** The band of what a bit may cost, in dB, in which rounding still counts as noise at six decibels per bit. */
const BAND = [5.5, 7] as const;

const sixDecibelsPerBit = (m: Seen<typeof quantisedLogits>) =>
  finding({
    id: 'six-decibels-per-bit',
    when: within('cost of a bit', BAND, m.least, m.most),
    text: () => prose`When we rounded the ${term('logit', 'logits')} of ${count(m.predictions)} predictions to
      equally spaced values, each bit dropped, from ${given(m.finest)} down to ${given(m.fewest)}, cost between
      ${atLeast(decibels, m.least ?? undefined, 1)} and ${atMost(decibels, m.most ?? undefined, 1)}.`,
  });

export const quantisation = section({
  id: 'quantisation-as-noise',
  title: prose`Rounding is noise`,
  needs: { m: quantisedLogits },
  write: ({ m }) => [
    prose`*Quantised* models store their weights in fewer bits, and the rounding error acts like noise. Drop one bit and
      the steps become about twice as wide, so the error doubles and its power quadruples. The *signal-to-noise ratio*
      falls by **six decibels per bit**. ${sixDecibelsPerBit(m)}`,
  ],
});
