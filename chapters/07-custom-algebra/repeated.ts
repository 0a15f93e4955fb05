import { code, figure, list, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { count, equation, given, math, real, ref, text } from '#report/values';
import { orbits, repeatedOne, SERIES } from './repeated.measure.ts';
import { seriesLine } from './series.ts';

/** A growth chart; `more` says how its axis of results is divided. */
const growthPanel = (title: string, more: object = {}) => ({
  title,
  width: 250,
  height: 260,
  ...seriesLine('series', SERIES, {
    x: mark.q('n', { title: 'n', axis: { values: [1, 6, 12, 18, 24] } }),
    y: mark.q('value', { title: 'result', ...more }),
  }),
});

/** Equal steps are equal factors. */
const LOGARITHMIC = {
  scale: { type: 'log', domain: [1, 1000] },
  axis: { values: [1, 10, 100, 1000], format: ',' },
};

export const repeated = section({
  id: 'repeated-composition',
  title: prose`Ones upon ones`,
  needs: { m: repeatedOne },
  write({ m }) {
    const [one, two, three] = m.rows;
    return [
      prose`Counting is adding one, again and again. What if we count by the new rule? From ${given(1)} we get
        ${math`1 \oplus_4 1`}, which is ${text(two?.fraction)}, and from there ${text(three?.fraction)}. To
        see these fractions exactly we compute with whole numbers of any size instead of floats:`,
      code('#chapters/07-custom-algebra/exact', 'exact-compose'),
      prose`There is also a formula for all steps at once; ${ref('why-it-works')} says why it holds.
        ${ref('counting')} sets the two side by side.`,
      equation`\underbrace{1 \oplus_4 1 \oplus_4 \dots \oplus_4 1}_{n} = 4\left( \left(\tfrac{5}{4}\right)^n - 1 \right)`,
      table({
        id: 'counting',
        caption: prose`Counting by the new rule: exact, as a decimal number, and the power in the formula.`,
        rows: m.rows,
        columns: [
          [math`n`, (row) => count(row.n)],
          ['exactly', (row) => (row.fraction.length > 16 ? prose`(long)` : text(row.fraction)), 'right'],
          ['decimal', (row) => real(row.value)],
          [math`(5/4)^n`, (row) => real(row.factor, { digits: 6 })],
        ],
      }),
      prose`What to see: it starts like ordinary counting, at ${text(one?.fraction)}. But the bonus is a
        quarter of what is already there. What kind of growth is that? See ${ref('counting-growth')}.`,
      figure({
        id: 'counting-growth',
        caption: prose`Repeated composition of one, beside ordinary counting and the power of five quarters;
          on the left on a linear axis, on the right on a logarithmic one, where equal steps are equal
          factors.`,
        alt: prose`Two panels with three curves each. After ${count(m.steps)} ones, addition has reached
          ${count(m.last.sum)} and the new rule ${real(m.last.composed, { digits: 3 })}. On the logarithmic
          axis the power of five quarters is a straight line, and the new rule bends into a parallel to it.`,
        data: m.curve,
        spec: { hconcat: [growthPanel('linear axis'), growthPanel('logarithmic axis', LOGARITHMIC)] },
      }),
      prose`What to see: on the left, the new rule leaves ordinary counting behind. On the right it is the
        *power* that is straight, since each further ${math`1`} multiplies it by ${given(m.factor)}. The new
        rule is four times the power, minus ${math`4`}. The minus bends its start; the factor puts it at a
        constant distance above the power. A rule that looks like addition grows like multiplication. That is
        a first hint.`,
    ];
  },
});

export const orbitsSection = section({
  id: 'orbits',
  title: prose`Three numbers that behave oddly`,
  needs: { m: orbits },
  write({ m }) {
    return [
      prose`Counting by ones grows without end. With ${list(m.starts.map((start) => given(start)))} something
        else happens: ${ref('orbit-figure')}.`,
      figure({
        id: 'orbit-figure',
        caption: prose`${math`n`} copies of each number, composed; at ${math`n = 1`} stands the number
          itself.`,
        alt: prose`One panel with three kinds of points over ${count(m.steps)} steps. Those from ${given(-1)}
          sink towards ${given(-4)}, ever more slowly, joined by a dashed line. Those from ${given(-4)} stay
          there, in a level row. Those from ${given(-8)} are unjoined and alternate between ${given(-8)} and
          zero.`,
        data: m.points,
        spec: {
          height: 260,
          encoding: {
            x: mark.q('n', { title: 'n', axis: { tickMinStep: 1 } }),
            y: mark.q('value', {
              title: 'result',
              scale: { domain: [-8.5, 0.5], nice: false },
              axis: { values: [-8, -6, -4, -2, 0] },
            }),
            color: mark.n('start', { title: null, sort: null }),
          },
          layer: [
            {
              // What jumps to and fro is not on its way from one point to the next: no line.
              transform: [{ filter: "datum.start !== 'from −8'" }],
              mark: { type: 'line', strokeWidth: 1.25, strokeDash: [3, 3] },
            },
            mark.dots({ shape: mark.n('start', { title: null, sort: null }) }, { size: 80 }),
          ],
        },
      }),
      prose`What to see: ${given(-1)} sinks towards ${given(-4)} and never arrives. ${given(-4)} stays, and
        ${ref('composition-table')} showed that nothing else moves it either. And ${given(-8)} undoes itself:
        composed with itself it gives zero, the number that changes nothing.

        Addition has no number that swallows every other, none but zero that undoes itself, and none whose
        repetition settles down without arriving. *Multiplication* has all three: the powers of
        ${math`\tfrac{3}{4}`} sink towards zero, ${math`0`} swallows everything, and ${math`-1`} jumps between
        ${math`-1`} and ${math`1`}. That is a second hint.`,
    ];
  },
});
