import { code, curious, figure, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { decibels, equation, given, math, real, ref, term } from '#report/values';
import { levelSums, phaseSums } from './adding-levels.measure.ts';

export const addingLevels = section({
  id: 'adding-levels',
  title: prose`Two sounds together: adding is log-add-exp`,
  needs: { m: levelSums, phases: phaseSums },
  write: ({ m, phases }) => [
    prose`One machine makes ${given(m.ten.each)} dB of noise. A second one, just as loud, is switched on. How
      loud are both? Not twice the number: that would be a million times the power. Their waves keep no fixed
      shift against each other. They are *incoherent*, and on average their *powers* add. Go back to powers,
      add, and return:`,
    equation`a \oplus b = 10 \log_{10}\left( 10^{a/10} + 10^{b/10} \right)`,
    prose`Once more we *carry the structure over*: with ${math`f(x) = 10^{x/10}`},
      ${math`f^{-1}(f(x) \times f(y))`} is ${math`x + y`}, and ${math`f^{-1}(f(x) + f(y))`} is the formula
      above. In the base ${math`e`} it is log-add-exp, the ${term('log-sum-exp')} of two, which adds
      probabilities in ${ref('adding-in-log-space')} and paths in ${ref('semirings')}. Decibels call that very
      function and change only the unit:`,
    code('#numerics/decibel', 'add-levels'),
    table({
      id: 'level-sum-table',
      caption: prose`The level of two incoherent sources together.`,
      rows: m.pairs,
      columns: [
        ['one (dB)', (row) => given(row.a)],
        ['other (dB)', (row) => given(row.b)],
        ['together (dB)', (row) => real(row.incoherent, { digits: 6 })],
      ],
    }),
    prose`What to see: two equal levels make ${decibels(m.equal.incoherent)} more. Ten machines of
      ${given(m.ten.each)} dB make ${decibels(m.ten.all)}. A source twenty decibels below adds next to
      nothing. How far above the *louder* of the two does the sum lie? Only their difference ${math`d`}
      matters: the formula is the louder level plus ${math`10 \log_{10}(1 + 10^{-d/10})`}.
      ${ref('level-gain')} draws this gain.`,
    figure({
      id: 'level-gain',
      caption: prose`How far the sum of two incoherent levels lies above the louder one, against their
        difference.`,
      alt: prose`A falling curve. For equal levels the gain is ${decibels(m.equal.incoherent)}. At a
        difference of ${given(m.marks[2]?.difference)} dB it is ${decibels(m.marks[2]?.gain)}.`,
      data: {
        rows: m.curve.map(({ difference, incoherent }) => ({ difference, gain: incoherent })),
        marks: m.marks.map((row) => ({ ...row, label: prose`${decibels(row.gain)} dB` })),
      },
      spec: {
        height: 240,
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
    prose`What to see: the gain shrinks fast. It also says what silencing is worth: of two equal machines,
      switching one off brings ${decibels(m.equal.incoherent)}; of two that differ by ten decibels, switching
      off the quieter one brings ${decibels(m.marks[2]?.gain)}.`,
    curious(prose`Which function gives this gain, and what is its slope?`, [
      code('#numerics/log-add-exp', 'log-add-exp'),
      prose`With the difference in nats, ${math`x = d \ln 10 / 10`}, the curve is ${math`\ln(1 + e^{-x})`}
        nats, a *softplus*. Its slope is ${math`-\sigma(-x)`}, in decibels of gain for each decibel of
        difference: minus a ${term('sigmoid')}, and ${math`\sigma(-x)`} is the quieter machine's share of the
        whole power. At equal levels the share is a half, so widening the difference by a tenth of a decibel
        costs half of that tenth.`,
      prose`Probabilities of events that exclude each other add like powers, never like amplitudes: there is
        no phase. That is why log-add-exp is the one addition that a ${term('log-probability')} needs. Two
        paths to the same answer with equal probabilities are worth ${decibels(m.equal.incoherent)} more than
        one.`,
    ]),
    curious(prose`What if the waves are in step?`, [
      prose`The waves of two loudspeakers with the same signal swing in step, *in phase*. Then the
        *amplitudes* add, and twice the amplitude is four times the power. So whether powers or amplitudes add
        is no matter of taste: it depends on whether the waves keep a fixed shift, and on which.
        ${ref('phase-table')} has both sums.`,
      table({
        id: 'phase-table',
        caption: prose`Two levels together: incoherent, when powers add, and in phase, when amplitudes add.`,
        rows: m.pairs,
        columns: [
          ['one (dB)', (row) => given(row.a)],
          ['other (dB)', (row) => given(row.b)],
          ['incoherent (dB)', (row) => real(row.incoherent, { digits: 6 })],
          ['in phase (dB)', (row) => real(row.inPhase, { digits: 6 })],
        ],
      }),
      prose`What to see: two equal waves in step gain ${decibels(phases.best)}, twice as much as two
        strangers. ${ref('phase-gain')} shows the cases between: two equal waves, one shifted against the
        other.`,
      figure({
        id: 'phase-gain',
        caption: prose`Two equal waves of one frequency together, against one alone, as one is shifted by up
          to a full turn. The dashed line is the sum of the powers. The curve goes on downwards below the
          drawing.`,
        alt: prose`A curve that begins at ${decibels(phases.best)}, falls ever more steeply towards a shift of
          ${given(phases.halfTurn)} degrees, where it leaves the drawing downwards at ${given(phases.floor)}
          dB, and rises again to where it began. The dashed line is at ${decibels(phases.incoherent)}.`,
        data: { rows: phases.curve, powers: [{ gain: phases.incoherent, label: 'powers added' }] },
        spec: {
          height: 220,
          layer: [
            mark.reference({ y: 'gain' }, { data: 'powers' }),
            mark.line({
              x: mark.q('degrees', {
                title: 'shift in degrees',
                scale: { domain: [0, 360], nice: false },
                axis: { values: [0, 90, 180, 270, 360] },
              }),
              y: mark.q('gain', {
                title: 'sum above one alone, in dB',
                scale: { domain: [phases.floor, 10], nice: false },
              }),
              detail: 'side',
            }),
            mark.annotation(
              { x: { datum: phases.halfTurn, type: 'quantitative' }, y: 'gain', text: 'label' },
              { data: 'powers', dy: -10 },
            ),
          ],
        },
      }),
      prose`What to see: ${given(phases.quarterTurn)} degrees apart, a quarter turn, the two add like
        strangers; ${given(phases.halfTurn)} degrees apart they cancel, and the level falls without end. The
        *mean power* over all shifts is ${decibels(phases.mean)} above one alone, which is the sum of the
        powers. That is why adding powers is right when nothing is known of the phases.`,
    ]),
  ],
});
