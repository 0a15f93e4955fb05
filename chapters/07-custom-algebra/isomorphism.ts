import { code, figure, list, prose, section } from '#report';
import * as mark from '#report/marks';
import { count, equation, given, math, real, ref, text } from '#report/values';
import { orbits, repeatedOne } from './isomorphism.measure.ts';

const across = mark.q('n', {
  title: 'how many of it',
  axis: { values: [1, 5, 10, 14], grid: false },
  scale: { domain: [-0.8, 14.5], nice: false },
});

/** One of two panels of the same picture; `field` says in which numbers. */
function panel(
  title: string,
  field: string,
  name: string,
  domain: readonly number[],
  values: readonly number[],
) {
  const place = {
    x: across,
    y: mark.q(field, { title: null, scale: { domain, nice: false }, axis: { values } }),
  };
  const look = { color: mark.n('start', { legend: null, sort: null }) };
  return {
    title,
    width: 250,
    height: 250,
    layer: [
      // What jumps to and fro is not on its way from one point to the next: no line.
      mark.line(
        { ...place, ...look },
        { strokeWidth: 1.25, strokeDash: [3, 3], transform: [{ filter: "datum.start !== 'from -8'" }] },
      ),
      mark.dots({ ...place, ...look, shape: mark.n('start', { legend: null, sort: null }) }, { size: 70 }),
      mark.label({ ...place, text: name }, { data: 'firsts', align: 'right', dx: -9 }),
    ],
  };
}

export const disguise = section({
  id: 'algebra-disguise',
  title: prose`Two and two make five`,
  needs: { one: repeatedOne, m: orbits },
  write({ one, m }) {
    return [
      prose`The invented rule gets a symbol of its own:`,
      equation`a \boxplus b = a + b + \frac{ab}{4}`,
      code('#numerics/custom-algebra', 'compose'),
      prose`Divide by four and add one on both sides. The right side is then the product of two factors
        (multiply it out to check):`,
      equation`1 + \frac{a \boxplus b}{4} = \left(1 + \frac{a}{4}\right)\left(1 + \frac{b}{4}\right)`,
      prose`So every number stands for a factor: ${math`\varphi(a) = 1 + a/4`} takes the disguise off, and
        ${math`4(\varphi - 1)`} puts it on again. Behind
        a rise of prices by ${math`a`} stands the factor ${math`1 + a`}, behind a test that catches ${math`a`} the factor ${math`1 - a`}, the share that it lets through.

        Counting shows it. One, two and three ones make ${list(one.counted.map((value) => text(value)))}: a one stands for ${math`\tfrac{5}{4}`}, and ${math`n`} of them for its power, so they make
        ${math`4\left((5/4)^n - 1\right)`}. Addition turns ${count(one.ones)} ones into ${count(one.ones)},
        ${math`\boxplus`} into ${real(one.last, 2)}.

        Other numbers do stranger things. What becomes of ${list(m.firsts.map(({ start }) => given(start)))}
        when each is combined with itself over and over (${ref('orbit-figure')}, left)?`,
      figure({
        id: 'orbit-figure',
        caption: prose`Left: copies of a number, combined by ${math`\boxplus`}. Right: copies of the factor that
          it stands for, multiplied. Each series is named at its first point.`,
        alt: prose`Two panels that look the same, over ${count(m.steps)} steps. On the left the points from
          ${given(-1)} sink towards ${given(-4)}, ever more slowly; those from ${given(-4)} stay there; those
          from ${given(-8)} alternate between ${given(-8)} and zero. On the right the powers of three quarters
          sink towards zero, those of zero stay there, and those of minus one alternate.`,
        data: {
          rows: m.points,
          firsts: m.firsts.map((row) => ({
            ...row,
            left: prose`${given(row.start)}`,
            right: prose`${text(row.name)}`,
          })),
        },
        spec: {
          hconcat: [
            panel('under ⊞', 'value', 'left', [-8.6, 0.6], [-8, -6, -4, -2, 0]),
            panel('multiplied', 'factor', 'right', [-1.15, 1.15], [-1, -0.5, 0, 0.5, 1]),
          ],
        },
      }),
      prose`Minus one sinks towards ${math`-4`} and never arrives. Minus four stays where it is. Minus eight
        jumps to zero and back. The right panel shows the same on another axis, and there
        none of it is odd: the powers of ${math`\tfrac{3}{4}`} sink towards zero, ${math`0`} stays ${math`0`}, and
        those of ${math`-1`} jump between ${math`-1`} and ${math`1`}.`,
    ];
  },
});
