import { at } from '#numerics/list';
import { figure, prose, section } from '#report';
import * as mark from '#report/marks';
import { byMedium, cite, coloured, equation, formula, math, ref, term, text } from '#report/values';
import { familyOfScales, LEAST } from './scales.measure.ts';

/** Where the axis of the values ends. */
const LOWEST = -40;

const valueAxis = (field: string) =>
  mark.q(field, {
    title: `${mark.italics('Sₖ(p)')}, or ${mark.italics('ln p')} (nats)`,
    scale: { domain: [LOWEST, 0], nice: false },
  });
const place = {
  x: mark.q('p', {
    title: `probability ${mark.italics('p')}`,
    scale: { type: 'log', domain: [LEAST, 1], nice: false },
    axis: { values: [1e-15, 1e-12, 1e-9, 1e-6, 1e-3, 1], labelExpr: '$powerOfTen' },
  }),
  y: valueAxis('value'),
};

export const scales = section({
  id: 'scales',
  title: prose`Scales for probabilities: log-space as a limit`,
  needs: { m: familyOfScales },
  write: ({ m }) => [
    prose`On which scale is multiplying probabilities the rule ${math`a \otimes_k b = a + b + k\,ab`}? A number
        ${math`a`} has the factor ${math`1 + ka`}. If the factor is ${math`p^k`}, then multiplying factors multiplies
        probabilities, since ${math`(pq)^k = p^k q^k`}. So solve ${math`1 + ka = p^k`} for ${math`a`}. For any ${math`k`}
        but zero, this gives the scale`,
    equation`S_k(p) = \frac{p^k - 1}{k}, \qquad\text{and}\qquad S_k(pq) = S_k(p) \otimes_k S_k(q)`,
    prose`On ${math`S_{1/4}`}, the scale of our rule, a token with the probability ${math`\tfrac{1}{16}`} has the number
        ${math`4\left(\tfrac{1}{2} - 1\right) = -2`}. Two of them have ${math`-2 \otimes -2 = -3`}. That stands for
        ${math`\left(1 - \tfrac{3}{4}\right)^4 = \tfrac{1}{256}`}, the product.

        At ${math`k = 0`}, the formula would be ${math`0/0`}. But as ${math`k`} approaches zero, ${math`S_k(p)`} approaches
        ${math`\ln p`}, because ${math`p^k = e^{k \ln p}`} is about ${math`1 + k \ln p`}. So the logarithm takes the empty place, ${math`S_0(p) = \ln p`}, and
        ${math`\otimes_0`} adds log-probabilities in ${term('nat', 'nats')}: **log-space is the limit of the scales
        ${math`S_k`}** (${ref('family-figure')}).

        A scale with a positive ${math`k`}, such as that of price rises, has a
        *floor*, ${math`-1/k`}, which stands for the probability zero. As probabilities fall, the scale bends away from the
        logarithm and towards its floor. With a negative ${math`k`}, there is no
        floor, and the scale falls faster than the logarithm.`,
    figure({
      id: 'family-figure',
      caption: prose`The scales ${math`S_k`} for three ${math`k`}, with their floors, and the natural logarithm,
          over a logarithmic axis of probabilities. Level dashed lines are the floors. ${byMedium({
            interactive: prose`The ${coloured('chosen', 'dotted curve')} is for the ${math`k`} that you choose.`,
          })}`,
      alt: prose`Curves that meet at a probability of one. The logarithm is a straight line here. Towards small
          probabilities, the others bend away from it, each to a dashed floor at minus one over its k. The larger k is,
          the earlier the curve bends. The curve with the smallest k does not reach its floor within the figure.`,
      data: {
        curves: m.curves,
        log: m.log,
        floors: m.floors,
        ends: [
          ...m.floors.map(({ name }) => ({
            ...at(
              m.curves.filter((point) => point.name === name),
              0,
            ),
            label: prose`${formula('k')} = ${text(name)}`,
          })),
          { ...at(m.log, 0), label: formula('ln p') },
        ],
      },
      spec: {
        height: 330,
        // At zero, no curve is drawn until the reader chooses another k.
        params: [mark.slider('k', 0, [-0.05, 1, 0.01], 'your k')],
        layer: [
          mark.reference({ y: valueAxis('floor') }, { data: 'floors' }),
          // Round ends would close the gaps between dashes.
          mark.line(place, { data: 'log', color: '$second', strokeDash: [7, 5], strokeCap: 'butt' }),
          mark.line(
            { ...place, detail: mark.n('name', { title: mark.italics('k') }) },
            { data: 'curves', color: '$model' },
          ),
          mark.yourCurve(place, {
            data: 'log',
            transform: [
              { filter: 'k !== 0' },
              { calculate: '(pow(datum.p, k) - 1) / k', as: 'value' },
              { filter: `datum.value >= ${LOWEST}` },
            ],
          }),
          // Readers may choose a curve that runs through a name.
          ...mark.aboveLines(
            mark.formula({ ...place, text: 'label' }, { data: 'ends', align: 'left', dx: 6, dy: 12 }),
          ),
        ],
      },
    }),
    prose`Statisticians call ${math`S_k`} the *Box–Cox transformation* (${cite('box-cox-1964')}).`,
  ],
});
