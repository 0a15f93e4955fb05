import { at } from '#numerics/list';
import { figure, list, output, prose, section } from '#report';
import * as mark from '#report/marks';
import {
  asPython,
  decibels,
  equation,
  given,
  math,
  probability,
  real,
  ref,
  term,
  text,
} from '#report/values';
import { squareOf } from '../commuting-square.ts';
import { levelSums } from './levels.measure.ts';

export const addingLevels = section({
  id: 'adding-levels',
  title: prose`Two sounds`,
  needs: { m: levelSums },
  write({ m }) {
    const [equal, far] = [at(m.marks, 0), at(m.marks, m.marks.length - 1)];
    return [
      prose`One machine makes ${given(m.each)} dB of noise. You switch on a second one, just as loud. Together they
        make ${decibels(m.two, 0)}, not ${given(120)} dB.

        Adding decibels *multiplies* power ratios. That is right for an amplifier and the cable behind it. Two sounds
        at once *add* their powers, as long as their waves are unrelated (*incoherent*). So turn the levels into
        powers, add, and turn the sum back. This is ${term('log-sum-exp')} in another base
        (${ref('square-levels')}):`,
      squareOf('levels', {
        numbers: {
          given: [given(m.each), given(m.each)],
          mapped: [real(m.power), real(m.power)],
          combined: [real(m.sum)],
          result: [real(m.two, 2)],
        },
      }),
      equation`a \oplus b = 10 \log_{10}\left( 10^{a/10} + 10^{b/10} \right)`,
      prose`How much does a quieter source add (${ref('level-gain')})?`,
      figure({
        id: 'level-gain',
        caption: prose`How far the sum of two incoherent levels lies above the louder one, against their difference.`,
        alt: prose`A falling curve. For equal levels the gain is ${decibels(equal.gain, 1)}. At a difference of
          ${given(far.difference)} dB it is ${decibels(far.gain, 1)}.`,
        data: {
          rows: m.curve,
          marks: m.marks.map((row) => ({ ...row, label: prose`${decibels(row.gain, 1)} dB` })),
        },
        spec: {
          height: 200,
          layer: [
            mark.line({
              x: mark.q('difference', { title: 'difference of the two levels in dB' }),
              y: mark.q('gain', { title: 'sum above the louder, in dB' }),
            }),
            ...mark.labelled(
              mark.dots({ x: 'difference', y: 'gain' }, { data: 'marks', size: 60, color: '$ink' }),
              { align: 'left', dx: 8, dy: -10 },
            ),
          ],
        },
      }),
      prose`An equal source adds ${decibels(equal.gain, 0)}, and one that is ${given(far.difference)} dB quieter adds
        only ${decibels(far.gain, 1)}. Together, ${math`n`} equal sources are ${math`10 \log_{10} n`} decibels louder
        than one: ten machines make ${decibels(m.ten, 0)}.

        *Coherent* sources are different. Where two loudspeakers with one signal arrive in step, their
        *amplitudes* add, and ${given(m.each)} dB become ${decibels(m.coherent, 0)}.

        Subtract in the same way. A meter shows ${given(m.meter.on)} dB with a machine on and ${given(m.meter.off)} dB
        with it off, so the machine alone makes ${decibels(m.meter.machine, 0)}:

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
    ];
  },
});

export const meanLevels = section({
  id: 'mean-levels',
  title: prose`Which mean?`,
  needs: { m: levelSums },
  write: ({ m: { cases, work } }) => [
    prose`In the EU (${text(work.rule)}), an employer must act when a worker's noise, averaged as power
      over eight hours, reaches ${given(work.limit)} dB. Suppose it is ${list(work.readings.map(given))} dB for a
      third of the time each. The mean of the decibels is ${decibels(work.ofLevels, 0)}, but the level of the mean
      *power*, which is never lower, is ${decibels(work.ofPowers, 0)}: the employer must act.

      Average whatever adds up. Over separate questions, probabilities add up: a model that gives the right answer
      ${given(cases.sure)} in one case and ${given(cases.hopeless)} in another is right
      ${probability(cases.ofProbabilities, 2)} of the time. The mean of the logarithms would say
      ${probability(cases.ofLogs, 1)}.`,
  ],
});
