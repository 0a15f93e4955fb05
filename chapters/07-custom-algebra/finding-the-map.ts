import { at } from '#numerics/list';
import { figure, layout, prose, section } from '#report';
import * as mark from '#report/marks';
import { cite, equation, given, math, ref } from '#report/values';
import { slideRule } from './slide-rule.measure.ts';

const position = (field: string) =>
  mark.q(field, { scale: { domain: [-1.6, 1.2], nice: false }, axis: null, title: 'position on the ruler' });
/** Px from the top of the drawing. */
const px = (value: number) => ({ value });
const [WORDS, ARROW, TICK, RULER, NUMBER] = [px(12), px(32), px(52), px(62), px(78)];
const BLUE = { color: '$blue', strokeWidth: 2 };

export const findingTheMap = section({
  id: 'finding-the-map',
  title: prose`Finding the map`,
  needs: { m: slideRule },
  write({ m }) {
    const [up, down] = [at(m.results, 0), at(m.results, 1)];
    return [
      prose`How do you find ${math`f`} for a new rule? Change ${math`a`}, then ${math`b`} instead, by the same tiny
        step, and compare
        how far the result moves. If ${math`f`} of the result is ${math`f(a) + f(b)`}, the two movements are in the
        ratio ${math`f'(a) : f'(b)`}. By our rule, this ratio is`,
      equation`\left(1 + \frac{b}{4}\right) : \left(1 + \frac{a}{4}\right) = \frac{1}{1 + a/4} : \frac{1}{1 + b/4}`,
      prose`So ${math`f'(a)`} is ${math`1/(1 + a/4)`}, up to a constant factor. Integrate from the identity, where
        ${math`f`} is zero:`,
      equation`f(a) = \int_0^a \frac{dt}{1 + t/4} = 4 \ln\left(1 + \frac{a}{4}\right)`,
      prose`Without the ${given(4)}, this is the entry in ${ref('gallery-table')}: multiples of ${math`f`} do as well,
        and no other continuous map does. For sound levels, ${math`f'(a)`} is ${math`10^{a/10}`}, and the integral
        starts at ${math`-\infty`}. The method needs a differentiable rule. If the ratio does not split like this, no
        differentiable ${math`f`} exists.

        In ${ref('slide-rule-figure')}, each number ${math`a`} is at ${math`\ln(1 + a/4)`} on a ruler. As on a slide
        rule, twice the distance from ${given(0)} to ${given(up.number)} leads to ${given(up.result)}.`,
      figure({
        id: 'slide-rule-figure',
        caption: prose`A ruler with the number ${math`a`} at the position ${math`\ln(1 + a/4)`}, and two pairs of equal
          distances. Minus four lies infinitely far to the left.`,
        alt: prose`A ruler. The marks from ${given(at(m.marks, 0).number)} to ${given(at(m.marks, m.marks.length - 1).number)}
          lie closer and closer to the right. Two equal arrows from zero, laid end to end, lead to ${given(up.number)}
          and on to ${given(up.result)}. Two others lead to ${given(down.number)} and on to ${given(down.result)}.`,
        data: {
          rows: m.marks.map((row) => ({ ...row, label: prose`${given(row.number)}` })),
          lengths: m.lengths.map(({ number, from, to }) => ({
            from,
            to,
            middle: layout([from, to], (start, end) => (start + end) / 2),
            side: layout([from, to], (start, end) => (start < end ? 'right' : 'left')),
            label: prose`${given(number)}`,
          })),
        },
        spec: {
          height: 88,
          layer: [
            mark.rule({ x: px(0), x2: { value: { expr: 'width' } }, y: RULER }),
            mark.rule({ x: position('position'), y: TICK, y2: RULER }),
            mark.words({ x: position('position'), y: NUMBER, text: 'label' }),
            mark.rule({ x: position('from'), x2: { field: 'to' }, y: ARROW }, { data: 'lengths', ...BLUE }),
            ...mark
              .cases(
                'side',
                { right: { shape: 'triangle-right' }, left: { shape: 'triangle-left' } },
                { size: 80, ...BLUE },
              )
              .map((look) => mark.dots({ x: position('to'), y: ARROW }, { data: 'lengths', ...look })),
            mark.words({ x: position('middle'), y: WORDS, text: 'label' }, { data: 'lengths' }),
          ],
        },
      }),
      prose`Not every rule has such a map. For the maximum, ${math`f(x) + f(x)`} would be ${math`f(x)`}, so every
        ${math`f(x)`} would be zero. A rule is *cancellative* if different
        numbers, combined with the same third number, give different results. The maximum is not: it is only
        the *limit* of log-add-exp in ever larger bases. Aczél proved that on a
        single *interval*, every continuous, associative and cancellative rule whose results stay inside it is
        addition in disguise (${cite('craigen-pales-1989')}).

        The numbers above ${given(-4)} are such an interval. On the whole number line, our rule is not cancellative,
        because ${given(-4)} absorbs every number. Without ${given(-4)}, *two* intervals are left, and together
        they have no such map: ${given(-8)} ⊗ ${given(-8)} = ${given(0)}, so ${math`f(-8)`} would be zero, like
        ${math`f(0)`}. To cover both, store the *sign* of the factor beside the logarithm of its size, as NumPy's
        \`slogdet\` does.`,
    ];
  },
});
