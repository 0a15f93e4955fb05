import { at } from '#numerics/list';
import { code, figure, prose, section } from '#report';
import * as mark from '#report/marks';
import { decibels, equation, given, math, real, ref, term } from '#report/values';
import { levelSums } from './adding-levels.measure.ts';
import { ratioLevels } from './ratios.measure.ts';

export const addingLevels = section({
  id: 'adding-levels',
  title: prose`Two sounds together: adding is log-add-exp`,
  needs: { m: levelSums, ratios: ratioLevels },
  write({ m, ratios }) {
    const [equal, , far] = [at(m.marks, 0), at(m.marks, 1), at(m.marks, 2)];
    return [
      prose`One machine makes ${given(m.each)} dB of noise. A second one, just as loud, is switched on. Together
        they make not ${decibels(m.naive, { digits: 0 })}, the threshold of pain, but
        ${decibels(m.two, { digits: 0 })}.

        Adding *decibels* multiplies powers. That is right for what comes one *after* the other: an amplifier and then a cable, a token and then the next. For what comes *together*, powers add, if the waves do not swing in step (*incoherent* sources). Go back to powers, add, and return:`,
      equation`a \oplus b = 10 \log_{10}\left( 10^{a/10} + 10^{b/10} \right)`,
      prose`In the base ${math`e`} this is log-add-exp, the ${term('log-sum-exp')} of two, which adds probabilities in
        ${ref('adding-in-log-space')} and paths in ${ref('semirings')}. Decibels change only the unit. (Far from zero the formula itself breaks: powers become zero or infinite. So take the louder out first.)`,
      code('#numerics/decibel', 'add-levels'),
      prose`How much does a second source add? If it lies ${math`d`} decibels below the first, ${math`10 \log_{10}(1 + 10^{-d/10})`} (${ref('level-gain')}).`,
      figure({
        id: 'level-gain',
        caption: prose`How far the sum of two incoherent levels lies above the louder one, against their
          difference.`,
        alt: prose`A falling curve. For equal levels the gain is ${decibels(equal.gain, { digits: 1 })}. At a difference of ${given(far.difference)} dB it is ${decibels(far.gain, { digits: 1 })}.`,
        data: {
          rows: m.curve,
          marks: m.marks.map((row) => ({ ...row, label: prose`${decibels(row.gain)} dB` })),
        },
        spec: {
          height: 220,
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
      prose`So two sounds are at most ${decibels(equal.gain, { digits: 0 })} above the louder one. Together ${math`n`} equal sources are ${math`10 \log_{10} n`} decibels louder than one: ten machines make ${decibels(m.ten, { digits: 0 })}. A second wording of an answer, ten decibels less likely, adds a tenth to the chance that either is said.

        Two loudspeakers with one signal do swing in step, and then *amplitudes* add:
        ${real(ratios.double.amplitude, { digits: 1 })} dB instead of ${real(equal.gain, { digits: 1 })}.
        Probabilities have no phase: they always add like powers.`,
    ];
  },
});
