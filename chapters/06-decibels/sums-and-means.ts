import { at } from '#numerics/list';
import { output, prose, section, table } from '#report';
import { asPython, decibels, given, percent, real, ref, term } from '#report/values';
import { squareOf } from '../commutative-diagram-figure.ts';
import { levelSums } from './levels.measure.ts';

export const addingLevels = section({
  id: 'adding-levels',
  title: prose`Two sounds`,
  needs: { m: levelSums },
  write: ({ m }) => [
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
    prose`Ten machines of ${given(m.each)} dB each make
      ${decibels(m.ten, 0)}. If a meter shows ${given(m.meter.on)} dB with a
      machine on and ${given(m.meter.off)} dB with it off, the machine alone makes ${decibels(m.meter.machine, 0)}:

      \`\`\`python
      from math import log10

      def add(*levels):
          return 10 * log10(sum(10 ** (level / 10) for level in levels))

      def subtract(total, part):  # total > part
          return 10 * log10(10 ** (total / 10) - 10 ** (part / 10))

      print(f"{add(60, 60):.3g} {add(60, 50):.3g} {subtract(63, 60):.3g}")
      \`\`\``,
    output([
      prose`${asPython(m.two, '.3g')} ${asPython(m.withQuieter, '.3g')} ${asPython(m.meter.machine, '.3g')}`,
    ]),
    prose`Where the same signal arrives in step from two loudspeakers (*coherent* sources), the *amplitudes* add, and two levels of ${given(m.each)} dB make ${decibels(m.coherent, 0)}.`,
  ],
});

const WHAT_ADDS = [
  [prose`gains in a row, such as amplifier and cable`, prose`decibels`],
  [prose`unrelated sounds`, prose`powers`],
  [prose`the same sound, in step`, prose`amplitudes`],
  [prose`right answers to separate questions`, prose`probabilities`],
  [prose`independent evidence (${ref('evidence-adds-up')})`, prose`decibels`],
] as const;

export const meanLevels = section({
  id: 'mean-levels',
  title: prose`Which mean?`,
  needs: { m: levelSums },
  write: ({ m: { cases, work } }) => [
    prose`A machine makes ${given(at(work.readings, 0))} dB for two thirds of the day and ${given(at(work.readings, 2))} dB
      for the rest. The level of its mean *power* is ${decibels(work.ofPowers, 0)}. The mean of the levels,
      ${decibels(work.ofLevels, 0)}, is too low.

      Average the quantity that adds (${ref('what-adds')}). For the share of right answers to expect,
      average their probabilities: ${given(cases.sure)} and ${given(cases.hopeless)} give
      ${percent(cases.ofProbabilities, 2)}. The mean of the logarithms would give ${percent(cases.ofLogs, 1)}.`,
    table({
      id: 'what-adds',
      caption: prose`Which quantity adds in which case.`,
      rows: WHAT_ADDS,
      columns: [
        ['what you combine', ([what]) => what],
        ['what adds', ([, adds]) => adds],
      ],
    }),
  ],
});
