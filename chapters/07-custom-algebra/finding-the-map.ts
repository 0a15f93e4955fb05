import { at } from '#numerics/list';
import { figure, layout, prose, section } from '#report';
import * as mark from '#report/marks';
import { cite, equation, given, math, ref } from '#report/values';
import { slideRule } from './slide-rule.measure.ts';

const position = (field: string) =>
  mark.q(field, { scale: { domain: [-1.6, 1.2], nice: false }, axis: null });
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
      prose`How do you find ${math`f`} for a new rule? Combine ${math`a`} with a tiny number ${math`h`}, a step from the
        identity. By our rule, the result is ${math`a + (1 + a/4)\,h`}: the step becomes ${math`1 + a/4`} times as long. On the scale
        ${math`f`}, every step must keep its length, so ${math`f`} must grow at the rate ${math`1/(1 + a/4)`}:`,
      equation`f(a) = \int_0^a \frac{dt}{1 + t/4} = 4 \ln\left(1 + \frac{a}{4}\right)`,
      prose`A constant factor changes nothing, so this is the entry in ${ref('gallery-table')}. For velocities, the step becomes
        ${math`1 - v^2`} times as long, and the integral is ${math`\tfrac{1}{2} \ln \frac{1 + v}{1 - v}`}.

        What does addition in disguise look like? Mark each number ${math`a`} on a ruler at ${math`\ln(1 + a/4)`}, and
        lay the lengths of two numbers end to end, as on a slide rule (${ref('slide-rule-figure')}).`,
      figure({
        id: 'slide-rule-figure',
        caption: prose`A ruler with the number ${math`a`} at the position ${math`\ln(1 + a/4)`}, and two pairs of equal
          lengths. Minus four lies infinitely far to the left.`,
        alt: prose`A ruler. The marks from ${given(at(m.marks, 0).number)} to ${given(at(m.marks, m.marks.length - 1).number)}
          lie closer and closer to the right. Two arrows of the length of ${given(up.number)}, laid end to end from zero,
          reach ${given(up.result)}. Two arrows of the length of ${given(down.number)} reach ${given(down.result)}.`,
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
      prose`Two lengths of ${given(up.number)} reach ${given(up.result)}, and two of ${given(down.number)} reach
        ${given(down.result)}. You can continue to the left forever without reaching ${given(-4)}.

        Not every rule has such a map. The maximum of ${math`x`} and ${math`x`} is ${math`x`}, so ${math`f(x) + f(x)`} would
        be ${math`f(x)`}, and every ${math`f(x)`} would be zero. A rule is *cancellative* if different numbers, combined with
        the same third number, give different results. Aczél proved that on a single *interval*, every continuous,
        associative and cancellative rule whose results stay inside is addition in disguise
        (${cite('craigen-pales-1989')}).

        The numbers above ${given(-4)} are such an interval. All numbers except ${given(-4)} form *two* intervals, and there
        our rule has no such map: ${given(-8)} ⊗ ${given(-8)} = ${given(0)}, so ${math`f(-8)`} would be zero, like
        ${math`f(0)`}. Instead, store the *sign* of the factor and the logarithm of its size, as NumPy's \`slogdet\` does for
        determinants. The signs multiply, and the logarithms add.`,
    ];
  },
});
