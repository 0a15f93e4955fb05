import { figure, prose, section } from '#report';
import * as mark from '#report/marks';
import { byMedium, cite, equation, given, math, real, ref, term, text } from '#report/values';
import { familyOfScales, LEAST } from './family.measure.ts';
import { seriesLine } from './series.ts';

/** The curves of the figure; all are named beside them, and so without a legend. */
const SCALE_NAMES = ['Lₖ', 'ln p', 'Lₖ for your k'] as const;

/** What keeps a curve out of the words on it. */
const HALO = { stroke: '$paper', strokeWidth: 5, strokeJoin: 'round' };

const valueAxis = (field: string) =>
  mark.q(field, { title: 'Lₖ(p), or ln p (nats)', scale: { domain: [-36, 0], nice: false } });
const place = {
  x: mark.q('p', {
    title: 'probability p',
    scale: { type: 'log', domain: [LEAST, 1], nice: false },
    axis: { values: [1e-15, 1e-12, 1e-9, 1e-6, 1e-3, 1], labelExpr: '$powerOfTen' },
  }),
  y: valueAxis('value'),
};
const curve = (channels: object, look: object) =>
  seriesLine('scale', SCALE_NAMES, { ...place, ...channels }, { legend: false, ...look });

export const family = section({
  id: 'family',
  title: prose`Turn the knob, and the logarithm appears`,
  needs: { m: familyOfScales },
  write({ m }) {
    const last = m.drawn.at(-1);
    return [
      prose`Instead of a quarter, add ${math`k`} times the product; ${math`k`} is the knob:`,
      equation`a \boxplus_k b = a + b + k\,ab`,
      prose`Now ${math`1 + ka`} takes the disguise off, and ${math`-1/k`} is the absorbing element. You know two members already:

        - ${math`k = 1`} is **compound growth**.
        - ${math`k = -1`} is **at least one of several**: independent tests, backups, causes. Networks of causes
          call it *noisy-or* (${cite('pearl-1988')}).

        And as ${math`k`} goes to ${math`0`}, the product fades, until plain ${math`+`} is left. A
        plain sum of what?

        Say that ${math`\boxplus_k`} is to multiply probabilities. Then each ${math`p`} needs a number that stands
        for it. With ${math`p`} itself as the factor, that number is ${math`(p - 1)/k`}. For ${math`p = \tfrac12`} and ${math`k = \tfrac{1}{1000}`} it is
        ${math`-500`}, and it runs off to minus infinity as ${math`k`} goes to ${math`0`}. But ${math`p^k`} can be the factor, too,
        since powers of a product are products of powers. Put the disguise on that:`,
      equation`L_k(p) = \frac{p^k - 1}{k}, \qquad L_k(p_1 p_2) = L_k(p_1) \boxplus_k L_k(p_2)`,
      prose`Now ${math`p^k`} is ${math`e^{k \ln p}`}, which for a small ${math`k`} is about
        ${math`1 + k \ln p`}. So the number settles: ${math`L_k(p)`} becomes ${math`\ln p`}, and the plain sum that is left is the
        sum of ${term('log-probability', 'log-probabilities')} in ${term('nat', 'nats')}. Log-space is the member in the middle, at
        ${math`k = 0`}. Statisticians straighten skewed data with the same ${math`L_k`}, the *Box–Cox
        transformation* (${cite('box-cox-1964')}); physicists call it the *q-logarithm*, with
        ${math`q = 1 - k`}, and
        ${math`\boxplus_k`} its sum (${cite('borges-2004')}).

        How near do the scales come to the logarithm while ${math`k`} is above zero (${ref('family-figure')})?`,
      figure({
        id: 'family-figure',
        caption: prose`The scales ${math`L_k`} for three ${math`k`}, with their floors, and the natural logarithm,
          over a logarithmic axis of probabilities.
          ${byMedium({ interactive: prose`The thick dotted curve is for the ${math`k`} that you choose.` })}`,
        alt: prose`Curves that meet at a probability of one. The logarithm is a straight line here. The others
          bend away from it towards small probabilities, each to a dashed floor at minus one over its k: the
          larger k, the earlier. The one with the smallest k has not come to its floor at the left end.`,
        data: {
          rows: m.curve.map((point) => ({ ...point, scale: SCALE_NAMES[2] })),
          fixed: m.drawn.flatMap(({ name }) =>
            m.curve
              .filter((point) => point.name === name)
              .map((point) => ({ ...point, scale: SCALE_NAMES[0] })),
          ),
          floors: m.drawn.map(({ name, floor }, index) => ({
            floor,
            p: given(1e-8),
            label:
              index === m.drawn.length - 1
                ? prose`floor of k = ${text(name)}`
                : prose`k = ${text(name)} and its floor`,
          })),
          names: [
            ...[last].flatMap((row) =>
              row ? [{ p: row.p, value: row.value, label: prose`k = ${text(row.name)}` }] : [],
            ),
            { ...m.logAt, label: 'ln p' },
          ],
          log: m.log.map((point) => ({ ...point, scale: SCALE_NAMES[1] })),
        },
        spec: {
          height: 330,
          params: [
            {
              name: 'k',
              value: 'none',
              bind: { input: 'select', options: ['none', ...m.names], name: 'another k' },
            },
          ],
          layer: [
            mark.reference({ y: valueAxis('floor') }, { data: 'floors' }),
            curve({}, { data: 'log' }),
            curve({ detail: 'name' }, { data: 'fixed' }),
            curve({}, { transform: [{ filter: 'datum.name === k' }], strokeWidth: 4 }),
            // Above the curves, of which a reader may choose one that runs through a name.
            ...[HALO, {}].flatMap((look) => [
              mark.annotation(
                { x: place.x, y: valueAxis('floor'), text: 'label' },
                { data: 'floors', dy: 11, ...look },
              ),
              mark.annotation(
                { ...place, text: 'label' },
                { data: 'names', align: 'right', dx: -4, dy: -10, ...look },
              ),
            ]),
          ],
        },
      }),
      prose`Each follows the logarithm for likely events and then bends away, the smaller ${math`k`} the later.
        For a probability of one half, ${math`k = 1`} gives ${real(m.values[0]?.value, 2)}, a quarter
        ${real(m.values[1]?.value, 2)}, a thousandth ${real(m.values[2]?.value, 4)}; the
        logarithm is ${real(m.logarithm, 4)}. And each with a positive ${math`k`} has a *floor*:
        ${math`L_k`} never falls below ${math`-1/k`}. The logarithm has none.`,
    ];
  },
});
