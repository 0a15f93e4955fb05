import { at } from '#numerics/list';
import { prose, section, table } from '#report';
import { decibels, equation, given, math, real, ref, term } from '#report/values';
import { squareOf } from '../commutative-diagram-figure.ts';
import { levelSums, ratioLevels } from './levels.measure.ts';

const REFERENCES = [
  [prose`dBm`, prose`one milliwatt`, prose`ten`],
  [
    prose`dB SPL`,
    prose`a sound pressure of ${given(20)} µPa, about the faintest audible tone`,
    prose`twenty`,
  ],
  [prose`dBFS`, prose`full scale, the largest amplitude that digital audio can store`, prose`twenty`],
] as const;

export const soundAndRadio = section({
  id: 'ratios-in-decibels',
  title: prose`Decibels for sound and radio: ten or twenty?`,
  needs: { m: ratioLevels },
  write: ({ m }) => [
    prose`Power grows with the square of a voltage. Double the voltage, and the power becomes *four* times as large:
      ${decibels(m.doubledVoltage, 0)}, not ${given(3)} dB. In general,`,
    equation`10 \log_{10} \frac{A^2}{A_0^2} = 20 \log_{10} \frac{A}{A_0}`,
    prose`Use **ten** for powers and **twenty** for an *amplitude* ${math`A`}, such as a voltage or a sound pressure.
      The twenty already contains the square. So whichever of the two computed a level, ${math`10^{L/10}`} is the ratio of powers,
      and ${math`10^{L/20}`} the ratio of amplitudes (${ref('pairs-table')}). Probabilities count as powers, by convention.`,
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
    prose`Engineers often name the reference in a suffix (${ref('references-table')}). A level in dBm plus a gain in dB is in
      dBm, and dBm minus dBm is in dB. But dBm plus dBm means nothing: it would multiply two powers.`,
    table({
      id: 'references-table',
      caption: prose`Common suffixes, their references, and the factor of the logarithm when you divide by the reference.`,
      rows: REFERENCES,
      columns: [
        ['suffix', ([suffix]) => suffix],
        ['reference', ([, reference]) => reference],
        ['factor of the logarithm', ([, , factor]) => factor],
      ],
    }),
  ],
});

export const addingLevels = section({
  id: 'adding-levels',
  title: prose`Adding and averaging sounds: what adds?`,
  needs: { m: levelSums },
  write: ({ m: { work, ...m } }) => [
    prose`One machine makes a noise of ${given(m.each)} dB SPL. Two such machines make ${decibels(m.two, 0)}, not
      ${given(120)} dB.

      Adding decibels *multiplies* power ratios, which is right for an amplifier followed by a cable. Two unrelated
      (*incoherent*) sounds *add* their powers. So convert the levels to powers and add those (${ref('square-levels')}).
      This operation, ⊕ in the figure, is ${term('log-sum-exp')} in another base.`,
    squareOf('levels', {
      numbers: {
        given: [given(m.each), given(m.each)],
        mapped: [real(m.power), real(m.power)],
        combined: [real(m.sum)],
        result: [real(m.two, 2)],
      },
    }),
    prose`Where the same signal arrives in step from two loudspeakers (*coherent* sources), the *amplitudes* add, and two
      levels of ${given(m.each)} dB make ${decibels(m.coherent, 0)}.

      An average has the same trap. A machine makes ${given(at(work.readings, 0))} dB for two thirds of the day and
      ${given(at(work.readings, 2))} dB for the rest. The level of its mean *power* is ${decibels(work.ofPowers, 0)}. The
      mean of the levels, ${decibels(work.ofLevels, 0)}, is too low. So average the quantity that adds: for unrelated sounds, their power.`,
  ],
});
