import { at } from '#numerics/list';
import { code, figure, list, pitfall, prose, section } from '#report';
import * as mark from '#report/marks';
import { decibels, equation, given, math, probability, real, ref, term, text } from '#report/values';
import { squareOf } from '../commuting-square.ts';
import { levelSums } from './levels.measure.ts';

export const addingLevels = section({
  id: 'adding-levels',
  title: prose`Two sounds together`,
  needs: { m: levelSums },
  write({ m }) {
    const [equal, far] = [at(m.marks, 0), at(m.marks, m.marks.length - 1)];
    return [
      prose`One machine makes ${given(m.each)} dB of noise (sound levels here are relative to the faintest audible tone). You switch on a second one, just as loud. Together they make
        ${decibels(m.two, 0)}, not ${given(120)} dB, which would hurt.

        Adding decibels *multiplies* power ratios. That is right for stages in a chain, such as an amplifier and the cable
        behind it. Two sounds at once *add* their powers, as long as their waves are unrelated (*incoherent*). So turn
        the levels into powers, add those, and turn the sum back (${ref('square-levels')}):`,
      squareOf('levels', {
        numbers: {
          given: [given(m.each), given(m.each)],
          mapped: [real(m.power), real(m.power)],
          combined: [real(m.sum)],
          result: [real(m.two, 2)],
        },
      }),
      equation`a \oplus b = 10 \log_{10}\left( 10^{a/10} + 10^{b/10} \right)`,
      prose`In base ${math`e`} this is log-add-exp, the ${term('log-sum-exp')} of two numbers, which adds probabilities in
        ${ref('adding-in-log-space')} and paths in ${ref('semirings')}. Code takes the louder level out first, because
        far from zero the powers ${term('overflow')} or ${term('underflow')}:`,
      code('#numerics/decibel', 'add-levels'),
      prose`How much does a quieter source add (${ref('level-gain')})?`,
      figure({
        id: 'level-gain',
        caption: prose`How far the sum of two incoherent levels lies above the louder one, against their difference.`,
        alt: prose`A falling curve. For equal levels the gain is ${decibels(equal.gain, 1)}. At a difference of ${given(far.difference)} dB it is ${decibels(far.gain, 1)}.`,
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
      prose`An equal source adds ${decibels(equal.gain, 0)}. One that is ${given(far.difference)} dB quieter adds only
        ${decibels(far.gain, 1)}. Together, ${math`n`} equal sources are ${math`10 \log_{10} n`} decibels
        louder than one: ten machines make ${decibels(m.ten, 0)}.

        *Coherent* sources are different. Where the waves of two loudspeakers with one signal arrive in step, their
        *amplitudes* add, and ${given(m.each)} dB become ${decibels(m.coherent, 0)}. Probabilities have no phase: those of mutually exclusive events always add like powers.

        Subtracting works the same way. A meter shows ${given(m.meter.on)} dB with a machine on and ${given(m.meter.off)}
        dB with it off. Subtract the powers: the machine alone makes ${decibels(m.meter.machine, 0)}.`,
    ];
  },
});

export const meanLevels = section({
  id: 'mean-levels',
  title: prose`Which mean?`,
  needs: { m: levelSums },
  write: ({ m: { street, cases, work } }) => [
    prose`A street measures ${given(street.quiet)} dB for twenty-three hours and ${given(street.loud)} dB for one. How loud is it over the whole day? The mean of the decibels is ${decibels(street.ofLevels, 0)}, a quiet street. The level of the mean
      *power* is ${decibels(street.ofPowers, 0)}, because nearly all the sound comes in that one hour. The mean of the decibels never exceeds the level of the mean power.

      Average whatever adds up. The ${term('log-probability', 'log-probabilities')} of one text's tokens add up, and
      their mean gives ${term('perplexity')} (${ref('02-cross-entropy-perplexity')}). Over separate questions,
      probabilities add up. A model that gives the right answer ${given(cases.sure)} in one case and
      ${given(cases.hopeless)} in another is right ${probability(cases.ofProbabilities, 2)} of the time. The
      mean of the logarithms would say ${probability(cases.ofLogs, 1)}.`,
    pitfall(
      prose`Averaging decibels`,
      prose`In the European Union (${text(work.rule)}), an employer must act when the noise at work, averaged as power over
        the day, reaches ${given(work.limit)} dB. Suppose it is ${list(work.readings.map(given))} dB for a third of the
        day each. The mean of the decibels, ${decibels(work.ofLevels, 0)}, says “quiet”. The level of the mean power,
        ${decibels(work.ofPowers, 0)}, says “act”.`,
    ),
  ],
});
