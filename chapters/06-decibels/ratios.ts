import { prose, section, table } from '#report';
import { decibels, equation, given, math, real, ref, term } from '#report/values';
import { ratioLevels } from './levels.measure.ts';

export const ratiosInDecibels = section({
  id: 'ratios-in-decibels',
  title: prose`Ten or twenty?`,
  needs: { m: ratioLevels },
  write: ({ m }) => [
    prose`Divide a power ${math`P`} by a *reference* ${math`P_0`}, take the logarithm to base ten, and multiply it by
      ten. The result is the *level* of ${math`P`} in decibels (${term('decibel', 'dB')}):`,
    equation`L = 10 \log_{10} \frac{P}{P_0}\ \text{dB}, \qquad \frac{P}{P_0} = 10^{L/10}`,
    prose`Ten decibels mean a factor of ten, twenty a factor of a hundred. Learn four more: ${given(1)} dB is a
      quarter more, ${given(3)} dB twice, ${given(5)} dB about three times, and ${given(7)} dB five times as much.
      Adding decibels multiplies ratios, so ${given(17)} dB, ten and seven, mean a factor of fifty.

      Now double the voltage across a heater. Is that three decibels or six? Power grows with the square of the
      voltage, so it is four times as large: ${decibels(m.doubledVoltage, 0)}. In general,`,
    equation`10 \log_{10} \frac{A^2}{A_0^2} = 20 \log_{10} \frac{A}{A_0}`,
    prose`Use **ten** for powers and **twenty** for an *amplitude* ${math`A`}, such as a voltage or a sound pressure.
      Probabilities take the ten: those of mutually exclusive events add up, as the powers of two lamps do. One
      ${term('nat')} is ${real(m.nat, 4)} dB (${ref('ratio-table')}). Compute in nats, as libraries do, and speak in
      decibels, because people count in tens.`,
    table({
      id: 'ratio-table',
      caption: prose`The same change as a ratio of powers, as a ratio of amplitudes, and in dB, nats and
        ${term('bit', 'bits')}.`,
      rows: m.ladder,
      columns: [
        ['power', (row) => real(row.power, 3)],
        ['amplitude', (row) => real(row.amplitude, 3)],
        ['dB', (row) => real(row.level, 4)],
        ['nats', (row) => real(row.nats, 4)],
        ['bits', (row) => real(row.bits, 3)],
      ],
    }),
  ],
});

export const references = section({
  id: 'reference-levels',
  title: prose`References`,
  needs: { m: ratioLevels },
  write: ({ m }) => [
    prose`“This token is at ${given(-30)} dB.” Below what: the likeliest token, certainty, or its own probability
      before the prompt changed? A *change* in decibels needs no reference, but a *level* does. Engineers name the
      reference with letters: ${given(0)} dBm is one milliwatt, and ${given(0)} dB SPL is a sound pressure of
      ${given(20)} micropascals, about the faintest audible tone.

      A probability has two natural references. Against certainty, one half is ${decibels(m.half.certainty, 0)}.
      Against its opposite, the probability that the event does *not* happen, one half is ${decibels(m.half.odds, 0)}.
      The second ratio is called the ${term('odds')}:`,
    equation`L(p) = 10 \log_{10} \frac{p}{1 - p}\ \text{dB}`,
    prose`Which reference tells you more (${ref('odds-ladder')})?`,
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
    prose`For small probabilities the two agree. Near certainty only the odds keep moving: each further nine adds
      about ten decibels. So measure belief in odds.`,
  ],
});
