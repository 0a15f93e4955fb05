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
    prose`Power grows with the square of a voltage. Double the voltage, and the power becomes *four* times as large:
      ${decibels(m.doubledVoltage, 0)}, not ${given(3)} dB. In general,`,
    equation`10 \log_{10} \frac{A^2}{A_0^2} = 20 \log_{10} \frac{A}{A_0}`,
    prose`Use **ten** for powers and **twenty** for an *amplitude* ${math`A`}, such as a sound pressure.
      For probabilities, use ten by convention. One ${term('nat')} is then ${real(m.nat, 4)} dB,
      and one ${term('bit')} ${real(m.bit, 4)} dB.

      ${ref('pairs-table')} lists five levels worth learning. Adding levels multiplies ratios and subtracting
      divides them, so you can derive others: ${given(17)} dB (${given(20)} − ${given(3)}) is a factor of ${given(50)}
      (${given(100)} / ${given(2)}).`,
    table({
      id: 'pairs-table',
      caption: prose`Levels, and the ratios of powers (or probabilities) and of amplitudes that they stand for.`,
      rows: m.pairs,
      columns: [
        ['level (dB)', (row) => given(row.level)],
        ['ratio of powers', (row) => real(row.power, 3)],
        ['ratio of amplitudes', (row) => real(row.amplitude, 3)],
      ],
    }),
  ],
});

const REFERENCES = [
  [prose`dBm`, prose`one milliwatt`, prose`ten`],
  [
    prose`dB SPL`,
    prose`a sound pressure of ${given(20)} µPa, about the faintest audible tone`,
    prose`twenty`,
  ],
  [prose`dBFS`, prose`full scale, the largest amplitude that digital audio can store`, prose`twenty`],
] as const;

export const references = section({
  id: 'reference-levels',
  title: prose`References`,
  needs: { m: ratioLevels },
  write: ({ m }) => [
    prose`“This token is at ${given(-30)} dB” means nothing without a reference. Engineers often name it in a
      suffix (${ref('references-table')}).`,
    table({
      id: 'references-table',
      caption: prose`Common suffixes and their references.`,
      rows: REFERENCES,
      columns: [
        ['suffix', ([suffix]) => suffix],
        ['reference', ([, reference]) => reference],
        ['factor of the logarithm', ([, , factor]) => factor],
      ],
    }),
    prose`A level in dBm plus a gain in dB is in dBm, and dBm minus dBm is in dB. But dBm plus dBm means nothing: it
      would multiply two powers.

      A probability has two natural references. Against certainty, a probability of one half is
      ${decibels(m.half.certainty, 0)}. Against the probability that the event does *not* happen, it is
      ${decibels(m.half.odds, 0)}. The ratio ${math`p/(1 - p)`} is called the ${term('odds')}:`,
    equation`L = 10 \log_{10} \frac{p}{1 - p}\ \text{dB}, \qquad p = \frac{1}{1 + 10^{-L/10}}`,
    prose`Probabilities of zero and one have odds of −∞ and ∞ dB, which no
      finite evidence can change.`,
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
    prose`Near certainty, the level against certainty is squeezed towards zero, whereas each additional nine adds about
      ten decibels to the odds (${ref('odds-ladder')}). So measure belief in odds.`,
  ],
});
