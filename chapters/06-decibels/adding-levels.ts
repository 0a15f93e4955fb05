import { addInPhase, addLevels, addWithPhase, meanLevel } from '#numerics/decibel';
import { code, curious, figure, table } from '#report/block';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { decibels, equation, given, math, real, ref, term } from '#report/values';
import { markedPoints, pointLabels, solidAndDashed } from './figure-parts.ts';

const PAIRS = [
  [60, 60],
  [80, 85],
  [70, 60],
  [70, 50],
] as const;
const DIFFERENCES = Array.from({ length: 81 }, (_, index) => index / 4);
const MARKED = [0, 5, 10];
const DEGREES = Array.from({ length: 121 }, (_, index) => index * 3);
/** The drawing ends here; opposite phases go on to minus infinity. */
const FLOOR = -30;
const TEN = 10;

export const levelSums = measurement({
  id: 'level-sums',
  kinds: {
    pairs: { a: 'exact', b: 'exact', incoherent: 'float64', inPhase: 'float64' },
    curve: { difference: 'exact', incoherent: 'float64', inPhase: 'float64' },
    marks: { difference: 'exact', gain: 'float64' },
    equal: { incoherent: 'float64', inPhase: 'float64' },
    ten: { each: 'exact', all: 'float64' },
  },
  async measure() {
    const ten = Array.from({ length: TEN }, () => 60);
    return {
      pairs: PAIRS.map(([a, b]) => ({ a, b, incoherent: addLevels(a, b), inPhase: addInPhase(a, b) })),
      curve: DIFFERENCES.map((difference) => ({
        difference,
        incoherent: addLevels(0, -difference),
        inPhase: addInPhase(0, -difference),
      })),
      marks: MARKED.map((difference) => ({ difference, gain: addLevels(0, -difference) })),
      equal: { incoherent: addLevels(0, 0), inPhase: addInPhase(0, 0) },
      ten: { each: 60, all: ten.reduce(addLevels) },
    };
  },
});

export const phaseSums = measurement({
  id: 'phase-sums',
  kinds: {
    curve: { degrees: 'exact', gain: 'float64' },
    incoherent: 'float64',
    best: 'float64',
    mean: 'float64',
    halfTurn: 'exact',
    floor: 'exact',
  },
  async measure() {
    const gainAt = (degrees: number): number => addWithPhase(0, 0, (degrees * Math.PI) / 180);
    const curve = DEGREES.map((degrees) => ({ degrees, gain: gainAt(degrees) }));
    return {
      curve: curve.filter(({ gain }) => gain >= FLOOR),
      incoherent: addLevels(0, 0),
      best: gainAt(0),
      mean: meanLevel(Array.from({ length: 360 }, (_, degrees) => gainAt(degrees))),
      halfTurn: 180,
      floor: FLOOR,
    };
  },
});

export const addingLevels = section({
  id: 'adding-levels',
  title: prose`Two sounds together: adding is log-add-exp`,
  needs: { m: levelSums, phases: phaseSums },
  write({ m, phases }) {
    return [
      prose`
        One machine makes ${given(60)} dB of noise. A second one, just as loud, is switched on beside it. How loud are both?
        Not twice the number: that would be a million times the power. Sources that know nothing of each other, which are
        called *incoherent*, add their *powers*. So go back to powers, add, and return:
      `,
      equation`a \oplus b = 10 \log_{10}\left( 10^{a/10} + 10^{b/10} \right)`,
      prose`
        This is the thought of the whole report, once more: *carry the structure over*. With ${math`f(x) = 10^{x/10}`}, the
        exponential function in the base ${math`10^{1/10}`}, ${math`f^{-1}(f(x) \times f(y))`} is ${math`x + y`}, and
        ${math`f^{-1}(f(x) + f(y))`} is the formula above. In the base ${math`e`} it is called log-add-exp, the
        ${term('log-sum-exp')} of two, and ${ref('adding-in-log-space')} adds probabilities with it. Decibels only need a
        change of unit on the way in and on the way out. So this is all the code, and the second function is the very one
        that also adds up the paths of a graph in this report:
      `,
      code('#numerics/decibel', 'add-levels'),
      code('#numerics/log-add-exp', 'log-add-exp'),
      table({
        id: 'level-sum-table',
        caption: prose`
          Two levels together: when the sources know nothing of each other, and when their waves are in phase.
        `,
        rows: m.pairs,
        columns: [
          { head: prose`one (dB)`, align: 'right', cell: (row) => prose`${given(row.a)}` },
          { head: prose`other (dB)`, align: 'right', cell: (row) => prose`${given(row.b)}` },
          {
            head: prose`incoherent (dB)`,
            align: 'right',
            cell: (row) => prose`${real(row.incoherent, 'float64', { digits: 6 })}`,
          },
          {
            head: prose`in phase (dB)`,
            align: 'right',
            cell: (row) => prose`${real(row.inPhase, 'float64', { digits: 6 })}`,
          },
        ],
      }),
      prose`
        What to see: two equal levels make ${decibels(m.equal.incoherent)} more, a factor of two. Ten machines of
        ${given(m.ten.each)} dB make ${decibels(m.ten.all)}. And a source that is twenty decibels below another adds next to
        nothing. ${ref('level-gain')} shows the rule behind it: how much the sum lies above the *louder* of the two depends
        only on their difference.
      `,
      figure({
        id: 'level-gain',
        caption: prose`
          How far the sum of two levels lies above the louder one, against their difference. Lower curve: incoherent, powers
          are added. Upper curve, dashed: in phase, amplitudes are added.
        `,
        alt: prose`
          Two falling curves. For equal levels the gain is ${decibels(m.equal.incoherent)} when powers are added and
          ${decibels(m.equal.inPhase)} when amplitudes are. At a difference of ${given(m.marks[2]?.difference ?? 0)} dB the
          lower curve is at ${decibels(m.marks[2]?.gain)}.
        `,
        data: {
          rows: m.curve.flatMap(({ difference, incoherent, inPhase }) => [
            { difference, gain: incoherent, sum: 'incoherent' },
            { difference, gain: inPhase, sum: 'in phase' },
          ]),
          marks: m.marks.map((mark) => ({ ...mark, label: `${mark.gain.toFixed(2)} dB` })),
        },
        spec: {
          height: 240,
          layer: [
            {
              mark: 'line',
              encoding: {
                x: {
                  field: 'difference',
                  type: 'quantitative',
                  title: 'difference of the two levels in dB',
                },
                y: { field: 'gain', type: 'quantitative', title: 'sum above the louder, in dB' },
                ...solidAndDashed('sum', 'incoherent', 'in phase'),
              },
            },
            markedPoints('difference', 'gain'),
            pointLabels('difference', 'gain', { align: 'left', dx: 8, dy: -10 }),
          ],
        },
      }),
      prose`
        What to see: the lower curve is ${math`\ln(1 + e^{-x})`} in another unit. It goes by the name of *softplus*, and its
        slope is a ${term('sigmoid')}: widen the difference by a small step, and the gain shrinks by a part of that step,
        the quieter one's share of the whole power. That share is a softmax with two choices, in a factory hall. The curve
        also says what silencing is worth. Of two equal machines, switching one off brings ${decibels(m.equal.incoherent)}; of two that differ by ten decibels,
        switching off the quieter one brings ${decibels(m.marks[2]?.gain)}.
      `,
      prose`
        Why is the other curve higher? If the two waves swing in step, as from two loudspeakers with the same signal, it is
        the *amplitudes* that add, and twice the amplitude is four times the power. Whether powers or amplitudes add is
        therefore no matter of taste. It depends on whether the sources know of each other.
      `,
      curious(prose`Waves that are partly in step`, [
        prose`
          ${ref('phase-gain')} shows the cases between: two equal waves, one shifted against the other.
        `,
        figure({
          id: 'phase-gain',
          caption: prose`
          Two equal waves of one frequency together, against one alone, as one is shifted by a full turn. The dashed line is
          the sum of the powers.
        `,
          alt: prose`
          A curve that begins at ${decibels(phases.best)}, falls ever more steeply towards a shift of half a turn, where it
          leaves the drawing downwards, and rises again to where it began. The dashed line is at
          ${decibels(phases.incoherent)}.
        `,
          data: {
            rows: phases.curve.map((point) => ({
              ...point,
              side: point.degrees < phases.halfTurn ? 'before' : 'after',
            })),
            powers: [{ gain: phases.incoherent, label: 'powers added' }],
          },
          spec: {
            height: 220,
            layer: [
              {
                data: { name: 'powers' },
                mark: { type: 'rule', style: 'reference' },
                encoding: { y: { field: 'gain', type: 'quantitative' } },
              },
              {
                mark: { type: 'line' },
                encoding: {
                  x: {
                    field: 'degrees',
                    type: 'quantitative',
                    title: 'shift in degrees',
                    scale: { domain: [0, 360], nice: false },
                    axis: { values: [0, 90, 180, 270, 360] },
                  },
                  y: { field: 'gain', type: 'quantitative', title: 'sum above one alone, in dB' },
                  detail: { field: 'side', type: 'nominal' },
                },
              },
              {
                data: { name: 'powers' },
                mark: { type: 'text', style: 'annotation', dy: -10 },
                encoding: {
                  x: { value: 300 },
                  y: { field: 'gain', type: 'quantitative' },
                  text: { field: 'label', type: 'nominal' },
                },
              },
            ],
          },
        }),
        prose`
        What to see: in step they gain ${decibels(phases.best)}; a quarter turn apart they add like strangers; half a turn
        apart they cancel, and the level falls without end. The *mean power* over all shifts is ${decibels(phases.mean)}
        above one alone, which is the sum of the powers. That is why adding powers is right when nothing is known of the
        phases.
      `,
      ]),
      curious(prose`And probabilities?`, [
        prose`
          Probabilities of events that exclude each other add like powers, never like amplitudes: there is no phase. That is
          why log-add-exp is the one addition that a ${term('log-probability')} needs. Two paths to the same answer with
          equal probabilities are worth ${decibels(m.equal.incoherent)} more than one.
        `,
      ]),
    ];
  },
});
