import { choose, code, figure, list, pitfall, prose, section } from '#report';
import * as mark from '#report/marks';
import { count, equation, given, math, probability, real, ref } from '#report/values';
import { absorbingInFloats, meansOnScales } from './pitfalls.measure.ts';

const FORMS = ['as a sum', 'as a product'];
const STEPS_AXIS = { values: [-2, -1, 0, 1, 2], format: 'd' };

export const algebraPitfalls = section({
  id: 'algebra-pitfalls',
  title: prose`What can go wrong`,
  needs: { zero: absorbingInFloats, means: meansOnScales },
  write({ zero, means }) {
    return [
      pitfall(prose`One formula everywhere`, [
        prose`On paper ${math`-4`} swallows everything. In floats the rule as it stands does not always. With
          ${math`b =`} ${given(zero.example.b)} it adds up`,
        equation`(-4 + b) - b`,
        prose`and the bracket lies between two floats: it is rounded by ${real(zero.example.rounded, 2)}. Subtracting
          ${math`b`} does not undo that, and the sum ends at
          ${real(zero.example.result, 17)}. The same rule as a product is exact at ${math`-4`}, because zero
          times anything is zero:`,
        code('#numerics/custom-algebra', 'compose-factors'),
        prose`(It does not help just *above* ${math`-4`}, as in ${ref('token-fold')}: near its floor the stored number has no
          digits left.)

          How often does the sum miss (${ref('absorbing-figure')})?`,
        figure({
          id: 'absorbing-figure',
          caption: prose`How far ${math`-4 \boxplus b`} misses ${math`-4`} in float64, counted in steps from
            one float to the next, for
            ${count(zero.tried)} numbers ${math`b`} from ${given(zero.from)} to ${given(zero.to)}.`,
          alt: prose`Points over ${math`b`}. Those of the product all lie at zero. Of the sum, ${count(zero.wrong)}
            of ${count(zero.tried)} lie beside it.`,
          data: zero.points,
          spec: {
            height: 110,
            mark: { type: 'point', filled: true, size: 22 },
            encoding: {
              x: mark.q('b', { title: 'b' }),
              y: mark.q('off', { title: 'float steps off', axis: STEPS_AXIS }),
              row: mark.n('form', { title: null, sort: FORMS }),
              color: mark.n('form', { sort: FORMS, legend: null }),
            },
          },
        }),
        prose`It misses for ${count(zero.wrong)} of the ${count(zero.tried)}${choose(zero.where, {
          'below zero': prose`, all of them negative: for those, ${math`-4 + b`} lies below ${math`-4`}, where neighbouring
            floats are further apart`,
          'on both sides': prose``,
        })}. Then why not always multiply? Near zero it is the
          other way round: a number as small as ${given(zero.small[1]?.size)} is rounded away beside four, and two
          of them make ${real(zero.small[1]?.product, 2)} as a product and
          ${real(zero.small[1]?.sum, 2)} as a sum. So let the numbers choose the formula. \`log1p\` and
          \`expm1\` are there for the same reason.`,
      ]),
      pitfall(prose`Carrying over one operation and using another`, [
        prose`On the logarithm plain ${math`+`} multiplies probabilities. On ${math`L_{1/4}`} it does
          not: for
          ${list(means.pair.map((p) => given(p)))} it gives ${probability(means.naive, 2)}, not
          their product. The mean, too, differs from scale to scale: ${probability(means.mean, 2)} on
          probabilities, ${probability(means.byScale, 2)} on ${math`L_{1/4}`},
          ${probability(means.byLogs, 2)} on logs. For a mean probability go back first.`,
      ]),
    ];
  },
});
