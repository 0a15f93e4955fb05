import { choose, curious, figure, list, pitfall, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { count, given, math, probability, real, ref } from '#report/values';
import { absorbingInFloats, meansOnScales } from './pitfalls.measure.ts';

const FORMS = ['as a sum', 'as a product'];
const STEPS_AXIS = { values: [-2, -1, 0, 1, 2], format: 'd' };

export const algebraPitfalls = section({
  id: 'algebra-pitfalls',
  title: prose`What can go wrong`,
  needs: { zero: absorbingInFloats, means: meansOnScales },
  write({ zero, means }) {
    return [
      pitfall(prose`One formula for all places`, [
        prose`The rule has two programs: as it stands, a sum of three terms, and as a product,
          \`composeFactors\` of ${ref('why-it-works')}. On paper they are equal. In floats, take the product
          near ${math`-4`} and the sum near ${math`0`}: each keeps the digits that the other loses.`,
        curious(prose`What does each formula lose, and where?`, [
          prose`On paper ${math`-4`} absorbs everything. ${ref('absorbing-figure')} tries it in float64, with
            ${count(zero.tried)} numbers ${math`b`} from ${given(zero.from)} to ${given(zero.to)} in steps of
            ${given(zero.by)}.`,
          figure({
            id: 'absorbing-figure',
            caption: prose`How far ${math`-4 \oplus_4 b`} misses ${math`-4`} in float64, in steps of
              ${math`2^{-51}`}, the float grid just above ${math`-4`}.`,
            alt: prose`Points over ${math`b`}. Those of the product form all lie at zero. Of the sum form,
              ${count(zero.wrong)} of ${count(zero.tried)} lie beside it.`,
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
          choose(zero.outcome, {
            'sum fails': prose`What to see: as a sum, ${count(zero.wrong)} of ${count(zero.tried)} results are
              not ${given(-4)}. For ${math`b =`} ${given(zero.example.b)} it is
              ${real(zero.example.result, { digits: 17 })}: what was rounded when ${math`b`} came in is
              missing when it goes out. As a product all are exact, because zero times anything is zero. This
              is why the fold of tokens above uses the product.`,
            other: prose`What to see: as a sum ${count(zero.wrong)} of the results are not ${given(-4)}, as a
              product ${count(zero.productWrong)}.`,
          }),
          prose`Then why not always use the product? Because near zero it is the sum that keeps the digits, as
            ${ref('tiny-table')} shows.`,
          table({
            id: 'tiny-table',
            caption: prose`A small number composed with itself, in both forms.`,
            rows: zero.small,
            columns: [
              ['number', (row) => given(row.size)],
              ['as a sum', (row) => real(row.sum, { digits: 12 })],
              ['as a product', (row) => real(row.product, { digits: 12 })],
            ],
          }),
          prose`What to see: the smaller the number, the more of it is rounded away when four is added. The
            same trade is behind \`log1p\` and \`expm1\`: which formula is right depends on where you stand.`,
        ]),
      ]),
      pitfall(prose`Carrying over one operation and using another`, [
        prose`${math`L_4`} carries multiplication over to ${math`\oplus_4`}, and addition to the formula of
          ${ref('algebra-on-graphs')}. The plain ${math`+`} on the scale is neither operation; only on
          log-probabilities the ordinary ${math`+`} multiplies. Take ${list(means.pair.map((p) => given(p)))}.
          To *add* the numbers that stand for these probabilities and go back gives
          ${probability(means.naive)}, neither their product nor their sum. The mean, too, is another one on
          every scale: ${probability(means.mean)} on probabilities, ${probability(means.byScale)} on
          ${math`L_4`}, ${probability(means.byLogs)} on logs. When you want a mean probability, go back
          first.`,
      ]),
    ];
  },
});
