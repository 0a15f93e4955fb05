import { prose, section, table } from '#report';
import { decibels, equation, given, math, real, term } from '#report/values';
import { ratioLevels } from './levels.measure.ts';

export const ratiosInDecibels = section({
  id: 'ratios-in-decibels',
  title: prose`Ten or twenty?`,
  needs: { m: ratioLevels },
  write: ({ m }) => [
    prose`Divide a power ${math`P`} by a *reference* ${math`P_0`}, take the logarithm to base ten, and multiply it by
      ten. The result is the *level* of ${math`P`} in decibels (${term('decibel', 'dB')}):`,
    equation`L = 10 \log_{10} \frac{P}{P_0}\ \text{dB}, \qquad \frac{P}{P_0} = 10^{L/10}`,
    prose`Ten decibels correspond to a factor of ten. Four more pairs are worth learning: ${given(1)} dB ≈ ${given(1.25)},
      ${given(3)} dB ≈ ${given(2)}, ${given(5)} dB ≈ ${given(3)} and ${given(7)} dB ≈ ${given(5)}. Adding such levels
      multiplies the ratios, so ${given(17)} dB (${given(10)} + ${given(7)}) is a factor of ${given(50)} (${given(10)} ×
      ${given(5)}).

      Power grows with the square of a voltage. So double the voltage, and the power becomes *four* times as large. That
      is ${decibels(m.doubledVoltage, 0)}, not ${given(3)} dB. In general,`,
    equation`10 \log_{10} \frac{A^2}{A_0^2} = 20 \log_{10} \frac{A}{A_0}`,
    prose`Use **ten** for powers and **twenty** for an *amplitude* ${math`A`}, such as a voltage or a sound pressure.
      For probabilities, use ten by convention. One ${term('nat')} is then ${real(m.nat, 4)} dB,
      and one ${term('bit')} ${real(m.bit, 4)} dB.`,
  ],
});

export const references = section({
  id: 'reference-levels',
  title: prose`References`,
  needs: { m: ratioLevels },
  write: ({ m }) => [
    prose`“This token is at ${given(-30)} dB” means nothing until you name the reference. Engineers give it in a suffix:
      ${given(0)} dBm
      means one milliwatt.

      A probability has two natural references. Relative to certainty, a probability of one half is
      ${decibels(m.half.certainty, 0)}. Relative to the probability that the event does *not* happen, it is
      ${decibels(m.half.odds, 0)}. This second ratio is called the ${term('odds')}:`,
    equation`L(p) = 10 \log_{10} \frac{p}{1 - p}\ \text{dB}`,
    table({
      id: 'odds-ladder',
      caption: prose`Probabilities as levels against two references.`,
      rows: m.odds,
      columns: [
        ['probability', (row) => given(row.probability)],
        ['against certainty (dB)', (row) => decibels(row.certainty)],
        ['odds (dB)', (row) => decibels(row.odds)],
      ],
    }),
    prose`Near certainty, the first level is squeezed against zero, whereas
      each additional nine adds about ten decibels to the odds. So measure belief in odds.`,
  ],
});
