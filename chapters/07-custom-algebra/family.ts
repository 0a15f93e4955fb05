import { code, curious, figure, layout, list, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { byMedium, equation, given, math, percent, real, ref } from '#report/values';
import { familyOfScales, LEAST, oldAcquaintances } from './family.measure.ts';
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
  title: prose`A whole family, with the logarithm at its end`,
  needs: { m: familyOfScales, old: oldAcquaintances },
  write({ m, old }) {
    const last = m.drawn.at(-1);
    const options = [0, ...m.family];
    const labels = ['none', ...layout(m.family, (...all) => all.map(String))];
    type Row = Pick<(typeof m.rows)[number], 'values'>;
    const valueAt = (index: number) => (row: Row) => real(row.values[index]);
    return [
      prose`Nothing is special about the number four. For every ${math`k`} except ${math`0`} there is a rule`,
      equation`a \oplus_k b = a + b + \frac{ab}{k}`,
      prose`and ${math`1 + a/k`} takes its disguise off. Some of its members are old acquaintances.

        **${math`k = 1`} is compound change.** Prices that rise by ${percent(old.growth.first, { digits: 2 })}
        and then by ${percent(old.growth.second, { digits: 2 })} have risen by
        ${percent(old.growth.composed, { digits: 2 })} in all: ${math`a \oplus_1 b = a + b + ab`}.

        **${math`k = -1`} is “at least one of two”.** For two independent events with the probabilities
        ${math`p`} and ${math`q`}, the probability that at least one happens is
        ${math`p + q - pq = p \oplus_{-1} q`}, a rule on the probabilities themselves. Two independent checks
        that each catch an error with probability ${given(old.checks.caught)} miss it together with
        probability ${real(old.checks.missed, { digits: 1 })}, so they catch it with
        ${real(old.checks.together, { digits: 2 })}.

        **${math`k \to \infty`} is log-space.** The bonus ${math`ab/k`} fades, and the rule becomes the
        ordinary ${math`+`} on log-probabilities. On which scale does ${math`\oplus_k`} multiply
        probabilities? The number that stands for ${math`p`} is`,
      equation`L_k(p) = k\left(p^{1/k} - 1\right), \qquad L_k(p\,q) = L_k(p) \oplus_k L_k(q)`,
      prose`because ${math`1 + L_k(p)/k = p^{1/k}`}, and powers of a product are products of powers. If
        ${math`a = L_4(p)`}, then ${math`\lambda(a) = 4 \ln p^{1/4} = \ln p`}: ${math`\lambda`} leads from the
        scale to nats, and its inverse leads back.`,
      curious(prose`Why the root, and how is it computed near one?`, [
        prose`The numbers ${math`k(p - 1)`} would multiply as well, but they have no limit for
          ${math`k \to \infty`}. The ${math`k`}-th root keeps the slope at ${math`p = 1`} at one, as the
          logarithm has it, and the ${math`4`} in ${math`\lambda`} does the same.

          Near ${math`p = 1`} the subtraction would cancel, so the program takes another way to the same
          number, ${math`k \cdot \text{expm1}(\ln p / k)`}:`,
        code('#numerics/custom-algebra', 'encode-decode'),
      ]),
      prose`How near do these scales come to the logarithm? ${ref('family-figure')} draws three of them beside
        it${byMedium({ interactive: prose`; the menu adds another` })}.`,
      figure({
        id: 'family-figure',
        caption: prose`The scales ${math`L_k`} for ${list(m.drawn.map((k) => given(k)))}, with their floors,
          and the natural logarithm, over a logarithmic axis of probabilities.
          ${byMedium({ interactive: prose`The thick dotted curve is for the ${math`k`} that you choose.` })}`,
        alt: prose`Curves that meet at a probability of one. The logarithm is a straight line here. The others
          bend away from it towards small probabilities, each to a dashed floor at its ${math`-k`}: the
          smaller ${math`k`}, the earlier. The one with the largest ${math`k`} has not come to its floor at
          the left end.`,
        data: {
          rows: m.curve.map((point) => ({ ...point, scale: SCALE_NAMES[2] })),
          fixed: m.curve
            .filter(({ k }) => layout([k, ...m.drawn], (one, ...drawn) => drawn.includes(one)))
            .map((point) => ({ ...point, scale: SCALE_NAMES[0] })),
          floors: m.drawn.map((k) => ({
            floor: layout([k], (floor) => -floor),
            p: given(1e-8),
            label: k === last ? prose`floor of k = ${given(k)}` : prose`k = ${given(k)} and its floor`,
          })),
          names: [
            ...m.curve
              .filter(({ k, p }) => layout([k, last, p, m.labelled], (a, b, c, d) => a === b && c === d))
              .map(({ k, p, value }) => ({ p, value, label: prose`k = ${given(k)}` })),
            ...m.log
              .filter(({ p }) => layout([p, m.labelled], (a, b) => a === b))
              .map((point) => ({ ...point, label: 'ln p' })),
          ],
          log: m.log.map((point) => ({ ...point, scale: SCALE_NAMES[1] })),
        },
        spec: {
          height: 330,
          params: [{ name: 'k', value: 0, bind: { input: 'select', options, labels, name: 'another k' } }],
          layer: [
            mark.reference({ y: valueAxis('floor') }, { data: 'floors' }),
            curve({}, { data: 'log' }),
            curve({ detail: 'k' }, { data: 'fixed' }),
            curve({}, { transform: [{ filter: 'datum.k === k' }], strokeWidth: 4 }),
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
      prose`What to see: each scale follows the logarithm for likely events, and then bends away to its floor;
        the larger ${math`k`}, the later. ${ref('family-table')} has the numbers.`,
      table({
        id: 'family-table',
        caption: prose`Three probabilities on the scales of the family, and as natural logarithms.`,
        rows: [
          ...m.rows.map(({ k, values }) => ({ k: given(k), values })),
          { k: math`\ln p`, values: m.logs },
        ],
        columns: [
          [math`k`, (row) => row.k],
          ...m.columns.map((p, index) => [prose`${math`p =`} ${given(p)}`, valueAt(index)] as const),
        ],
      }),
      prose`What to see: at one half, ${math`k = 4`} is ${real(m.gap.first, { digits: 3 })} off, the largest
        ${math`k`} only ${real(m.gap.last, { digits: 1 })}. The logarithm is the limit of the family, the end
        that no member reaches. All members shown have a *floor*: for a positive ${math`k`}, ${math`L_k`}
        cannot fall below ${math`-k`}.`,
      curious(prose`Does “at least one of two” hold in examples?`, [
        table({
          id: 'at-least-one',
          caption: prose`${math`\oplus_{-1}`} beside one minus the probability that neither happens.`,
          rows: old.events,
          columns: [
            [math`p`, (row) => given(row.p)],
            [math`q`, (row) => given(row.q)],
            [math`p \oplus_{-1} q`, (row) => real(row.composed)],
            [math`1 - (1 - p)(1 - q)`, (row) => real(row.complement)],
          ],
        }),
        prose`What to see: the two columns agree. And a certain event absorbs everything: ${math`1`} is the
          zero of that world.`,
      ]),
    ];
  },
});
