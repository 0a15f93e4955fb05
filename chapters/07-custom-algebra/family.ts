import { figure, prose, section } from '#report';
import * as mark from '#report/marks';
import { byMedium, cite, equation, given, math, real, ref, term, text } from '#report/values';
import { familyOfScales, LEAST } from './family.measure.ts';

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
/** Solid, dashed and dotted, in the order of the names. */
const DASHES = [
  [1, 0],
  [7, 5],
  [2, 4],
];
const color = mark.n('scale', { title: null, sort: SCALE_NAMES, legend: null });
const strokeDash = { ...color, scale: { domain: SCALE_NAMES, range: DASHES } };
const curve = (channels: object, look: object) =>
  // Round ends would close the gaps between dashes.
  mark.line({ ...place, ...channels, color, strokeDash }, { strokeCap: 'butt', ...look });

export const family = section({
  id: 'family',
  title: prose`A family with the logarithm in it`,
  needs: { m: familyOfScales },
  write({ m }) {
    const last = m.drawn.at(-1);
    return [
      prose`The quarter was arbitrary. Put any number ${math`k`} in its place:`,
      equation`a \otimes_k b = a + b + k\,ab`,
      prose`The factor is now ${math`1 + ka`}, and ${math`-1/k`} absorbs. You have met two members of this family:

        - ${math`k = 1`} is **compound growth**: ${math`a`} and ${math`b`} are rises in price.
        - ${math`k = -1`} is **at least one of two**: ${math`a`} and ${math`b`} are the probabilities of independent
          events. Models of causes and effects call this rule *noisy-or* (${cite('pearl-1988')}).

        What happens at ${math`k = 0`}? The rule becomes ordinary addition, ${math`a + b`}. But the map breaks down, since
        ${math`1 + 0a`} is one for every ${math`a`}. We need another way to reach ${math`k = 0`}.

        Suppose that the rule is to multiply probabilities. The number ${math`p^k`} can serve as a factor, because
        ${math`(pq)^k = p^k q^k`}. The number with this factor is`,
      equation`L_k(p) = \frac{p^k - 1}{k}, \qquad\text{so}\qquad L_k(pq) = L_k(p) \otimes_k L_k(q)`,
      prose`For a small ${math`k`}, ${math`p^k = e^{k \ln p}`} is about ${math`1 + k \ln p`}. So as ${math`k`} approaches zero,
        ${math`L_k(p)`} approaches ${math`\ln p`}. If we define ${math`L_0(p) = \ln p`}, the family includes
        ${math`k = 0`}: there, ${math`\otimes_0`} adds ${term('log-probability', 'log-probabilities')} in
        ${term('nat', 'nats')}. **Log-space is the member at ${math`k = 0`}.** How close do the other scales come to it
        (${ref('family-figure')})?`,
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
      prose`Every scale follows the logarithm for likely events and bends away for unlikely ones; the smaller
        ${math`k`}, the later. For a probability of one half, ${math`k = 1`} gives ${real(m.values[0]?.value, 2)},
        ${math`k = \tfrac{1}{4}`} gives ${real(m.values[1]?.value, 2)} and ${math`k = \tfrac{1}{32}`} gives
        ${real(m.values[2]?.value, 2)}; the logarithm is ${real(m.logarithm, 2)}. Each scale with a positive ${math`k`}
        has a *floor*: ${math`L_k`} never falls below ${math`-1/k`}. The logarithm has none.

        The second operation needs more care. Adding factors gives ${math`a + b + 1/k`}, which has no limit at
        ${math`k = 0`}. Instead, carry over the sum of the *probabilities* along ${math`L_k`}. Then ${math`\otimes_k`}
        distributes over this sum for every ${math`k`}. At ${math`k = 0`} it is the log-add-exp of
        ${ref('05-log-semiring-on-graphs')}.

        Statisticians use ${math`L_k`} to straighten skewed data, as the *Box–Cox transformation*
        (${cite('box-cox-1964')}). Physicists call it the *q-logarithm*, with ${math`q = 1 - k`}
        (${cite('borges-2004')}).`,
    ];
  },
});
