import { list, output, prose, section } from '#report';
import { asPython, decibels, given, percent, real, ref, term } from '#report/values';
import { squareOf } from '../commuting-square.ts';
import { levelSums } from './levels.measure.ts';

export const addingLevels = section({
  id: 'adding-levels',
  title: prose`Two sounds`,
  needs: { m: levelSums },
  write: ({ m }) => [
    prose`One machine makes ${given(m.each)} dB of noise. You switch on a second one, just as loud. Together they
        make ${decibels(m.two, 0)}, not ${given(120)} dB.

        Adding decibels *multiplies* power ratios, as an amplifier and a cable in a row do. Two unrelated (*incoherent*)
      sounds *add* their powers. So turn each level into a power, add the powers, and turn the sum back into a level
      (${ref('square-levels')}). This operation is ${term('log-sum-exp')} in another base.`,
    squareOf('levels', {
      numbers: {
        given: [given(m.each), given(m.each)],
        mapped: [real(m.power), real(m.power)],
        combined: [real(m.sum)],
        result: [real(m.two, 2)],
      },
    }),
    prose`A second source that is ${given(m.quieterBy)} dB quieter adds only ${decibels(m.gain, 1)}, and ten equal
      machines make ${decibels(m.ten, 0)}. Subtract in the same way. If a meter shows ${given(m.meter.on)} dB with a
      machine on and ${given(m.meter.off)} dB with it off, the machine alone makes ${decibels(m.meter.machine, 0)}:

      \`\`\`python
      from math import log10

      def add(*levels):
          return 10 * log10(sum(10 ** (level / 10) for level in levels))

      def subtract(total, part):
          return 10 * log10(10 ** (total / 10) - 10 ** (part / 10))

      print(f"{add(60, 60):.3g} {add(60, 50):.3g} {subtract(63, 60):.3g}")
      \`\`\``,
    output([
      prose`${asPython(m.two, '.3g')} ${asPython(m.quieter, '.3g')} ${asPython(m.meter.machine, '.3g')}`,
    ]),
    prose`*Coherent* sources are different. Where two loudspeakers play the same signal in step, their *amplitudes*
      add, and ${given(m.each)} dB become ${decibels(m.coherent, 0)}.`,
  ],
});

export const meanLevels = section({
  id: 'mean-levels',
  title: prose`Which mean?`,
  needs: { m: levelSums },
  write: ({ m: { cases, work } }) => [
    prose`A machine makes ${list(work.readings.map(given))} dB for a third of the day each. The level of its mean *power*
      is ${decibels(work.ofPowers, 0)}. The mean of the decibels, ${decibels(work.ofLevels, 0)}, is too low, because
      powers add and decibels do not.

      Average the quantity that adds. Across separate questions, that is the probability. If a model gives the right
      answer a probability of ${given(cases.sure)} on one question and ${given(cases.hopeless)} on another, it is right
      ${percent(cases.ofProbabilities, 2)} of the time. Averaging the logarithms would give
      ${percent(cases.ofLogs, 1)}.`,
  ],
});
