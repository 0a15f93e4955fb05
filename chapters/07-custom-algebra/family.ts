import { at } from '#numerics/list';
import { figure, prose, section } from '#report';
import * as mark from '#report/marks';
import {
  byMedium,
  cite,
  coloured,
  equation,
  formula,
  given,
  math,
  ref,
  setting,
  term,
  text,
} from '#report/values';
import { familyOfScales, LEAST } from './family.measure.ts';

/** In labels. */
const K = formula('k');

/** The k of the reader's curve at first. */
const SHOWN_FIRST = 0.12;

const VALUE_TITLE = `${mark.italics('Lₖ(p)')}, or ${mark.italics('ln p')} (nats)`;

/** Where the axis of the values ends. */
const LOWEST = -36;

const valueAxis = (field: string) =>
  mark.q(field, { title: VALUE_TITLE, scale: { domain: [LOWEST, 0], nice: false } });
const place = {
  x: mark.q('p', {
    title: `probability ${mark.italics('p')}`,
    scale: { type: 'log', domain: [LEAST, 1], nice: false },
    axis: { values: [1e-15, 1e-12, 1e-9, 1e-6, 1e-3, 1], labelExpr: '$powerOfTen' },
  }),
  y: valueAxis('value'),
};

export const family = section({
  id: 'family',
  title: prose`A family in k`,
  needs: { m: familyOfScales },
  write({ m }) {
    const last = at(m.drawn, m.drawn.length - 1);
    return [
      prose`The quarter was arbitrary. Replace it by any number ${math`k`}:`,
      equation`a \otimes_k b = a + b + k\,ab`,
      prose`Now the factor is ${math`1 + ka`}. With ${math`k = 1`}, this is ${setting('family-figure', { k: 1 }, 'the rule for price rises')},
        *compound growth*.
        With ${math`k = -1`}, it is the rule for the two tests, *noisy-or*: there, ${math`a`} is itself a probability,
        and ${math`1 - a`} that of a miss. With ${math`k = 0`}, it is plain addition, but every factor is one, so the
        map cannot be undone.

        Now take a positive ${math`k`}, and look for numbers that stand for probabilities so that ${math`\otimes_k`}
        multiplies the probabilities. The factor could be ${math`p`} itself. We choose ${math`p^k`}, which also works,
        since ${math`(pq)^k = p^k q^k`}, and gives the scales a limit. Solve ${math`1 + ka = p^k`} for ${math`a`}:`,
      equation`L_k(p) = \frac{p^k - 1}{k}, \qquad\text{so}\qquad L_k(pq) = L_k(p) \otimes_k L_k(q)`,
      prose`On ${math`L_{1/4}`}, a token with the probability ${math`\tfrac{1}{16}`} has the number
        ${math`4\left(\tfrac{1}{2} - 1\right) = -2`}. Two of them have ${math`-2 \otimes -2 = -3`}, which stands for the
        product, ${math`\left(1 - \tfrac{3}{4}\right)^4 = \tfrac{1}{256}`}.

        As ${math`k`} approaches zero, ${math`L_k(p)`} approaches ${math`\ln p`}, because ${math`p^k = e^{k \ln p}`} is
        about ${math`1 + k \ln p`}. Only the *scales* have this limit, so define ${math`L_0(p) = \ln p`}. Then
        ${math`\otimes_0`} adds ${term('log-probability', 'log-probabilities')} in ${term('nat', 'nats')}, and
        ${math`e^a`} leads back to the probability: **log-space is the limit of the scales ${math`L_k`} at
        ${math`k = 0`}** (${ref('family-figure')}).`,
      figure({
        id: 'family-figure',
        caption: prose`The scales ${math`L_k`} for three ${math`k`}, with their floors, and the natural logarithm,
          over a logarithmic axis of probabilities.
          The ${coloured('chosen', 'dotted curve')} is for ${byMedium({
            interactive: prose`the ${math`k`} that you choose; at zero it is the logarithm`,
            static: prose`${math`k`} = ${given(SHOWN_FIRST)}`,
          })}.`,
        alt: prose`Curves that meet at a probability of one. The logarithm is a straight line here. Towards small
          probabilities, the others bend away from it, each to a dashed floor at minus one over its k. The larger k is,
          the earlier the curve bends. The curve with the smallest k does not reach its floor within the figure.`,
        data: {
          fixed: m.curve,
          floors: [
            ...m.drawn
              .slice(0, -1)
              .map(({ name, floor }) => ({ floor, label: prose`${K} = ${text(name)} and its floor` })),
            { floor: last.floor, label: prose`floor of ${K} = ${text(last.name)}` },
          ].map((row) => ({ ...row, p: given(1e-8) })),
          names: [
            { p: last.p, value: last.value, label: prose`${K} = ${text(last.name)}` },
            { ...m.logAt, label: formula('ln p') },
          ],
          log: m.log,
        },
        spec: {
          height: 330,
          params: [mark.slider('k', SHOWN_FIRST, [-0.05, 1, 0.01], 'your k')],
          layer: [
            mark.reference({ y: valueAxis('floor') }, { data: 'floors' }),
            // Round ends would close the gaps between dashes.
            mark.line(place, { data: 'log', color: '$second', strokeDash: [7, 5], strokeCap: 'butt' }),
            mark.line(
              { ...place, detail: mark.n('name', { title: mark.italics('k') }) },
              { data: 'fixed', color: '$model' },
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
              mark.annotation(
                { x: place.x, y: valueAxis('floor'), text: 'label' },
                { data: 'floors', dy: 12 },
              ),
              mark.formula({ ...place, text: 'label' }, { data: 'names', align: 'right', dx: -4, dy: -10 }),
            ),
          ],
        },
      }),
      prose`Towards small probabilities, each ${math`L_k`} bends away from the logarithm towards a *floor*,
        ${math`-1/k`}, which it reaches at ${math`p = 0`}. The logarithm has none. (Statisticians call ${math`L_k`} the
        *Box–Cox transformation*, ${cite('box-cox-1964')}.)`,
    ];
  },
});
