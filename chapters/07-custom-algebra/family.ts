import { compose, encode } from '#numerics/custom-algebra';
import { code, curious, figure, table } from '#report/block';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { equation, given, math, nats, percent, real, ref } from '#report/values';
import { SERIES_LINE, seriesEncoding } from './series.ts';

const FAMILY = [1, 2, 4, 8, 16, 32, 100, 1000];
const PROBABILITIES = Array.from({ length: 61 }, (_, index) => 0.001 ** (1 - index / 60));
const COLUMNS = [0.9, 0.5, 0.01];
const GROWTH = [0.1, 0.2] as const;
const EVENTS: readonly (readonly [number, number])[] = [
  [0.5, 0.5],
  [0.1, 0.2],
  [0.9, 0.9],
  [1, 0.3],
];

export const familyOfScales = measurement({
  id: 'family-of-scales',
  kinds: {
    curve: { k: 'exact', p: 'float64', value: 'float64' },
    log: { p: 'float64', value: 'float64' },
    rows: { k: 'exact', values: 'float64' },
    logs: 'float64',
    columns: 'exact',
    family: 'exact',
    gap: { first: 'float64', last: 'float64' },
  },
  async measure() {
    const gapAt = (k: number) => encode(0.5, k) - Math.log(0.5);
    return {
      curve: FAMILY.flatMap((k) => PROBABILITIES.map((p) => ({ k, p, value: encode(p, k) }))),
      log: PROBABILITIES.map((p) => ({ p, value: Math.log(p) })),
      rows: FAMILY.map((k) => ({ k, values: COLUMNS.map((p) => encode(p, k)) })),
      logs: COLUMNS.map(Math.log),
      columns: COLUMNS,
      family: FAMILY,
      gap: { first: gapAt(4), last: gapAt(1000) },
    };
  },
});

export const oldAcquaintances = measurement({
  id: 'old-acquaintances',
  kinds: {
    growth: { first: 'float64', second: 'float64', composed: 'float64' },
    events: { p: 'exact', q: 'exact', composed: 'float64', complement: 'float64' },
  },
  async measure() {
    const [first, second] = GROWTH;
    return {
      growth: { first, second, composed: compose(first, second, 1) },
      events: EVENTS.map(([p, q]) => ({
        p,
        q,
        composed: compose(p, q, -1),
        complement: 1 - (1 - p) * (1 - q),
      })),
    };
  },
});

export const family = section({
  id: 'family',
  title: prose`A whole family, with the logarithm at its end`,
  needs: { m: familyOfScales, old: oldAcquaintances },
  write({ m, old }) {
    const both = old.events.find(({ p, q }) => p === q && p > 0.5);
    return [
      prose`
        Nothing is special about the number four. For every ${math`k`} but zero, by which one cannot divide, there is a rule
      `,
      equation`a \oplus_k b = a + b + \frac{ab}{k}`,
      prose`
        and ${math`1 + a/k`} is its disguise. Some of its members are old acquaintances.

        **${math`k = 1`} is compound change.** Prices that rise by ${percent(old.growth.first, { digits: 2 })} and then by ${percent(old.growth.second, { digits: 2 })}
        have risen by ${percent(old.growth.composed, { digits: 2 })} in all: ${math`a \oplus_1 b = a + b + ab`}.

        **${math`k = -1`} is “at least one of two”.** For two independent events with the probabilities
        ${math`p`} and ${math`q`}, the probability that at least one happens is ${math`p + q - pq = p \oplus_{-1} q`}. The
        rule is used on the probabilities themselves here.
      `,
      table({
        id: 'at-least-one',
        caption: prose`${math`\oplus_{-1}`} beside one minus the probability that neither happens.`,
        rows: old.events,
        columns: [
          { head: prose`${math`p`}`, align: 'right', cell: (row) => prose`${given(row.p)}` },
          { head: prose`${math`q`}`, align: 'right', cell: (row) => prose`${given(row.q)}` },
          {
            head: prose`${math`p \oplus_{-1} q`}`,
            align: 'right',
            cell: (row) => prose`${real(row.composed, 'float64')}`,
          },
          {
            head: prose`${math`1 - (1 - p)(1 - q)`}`,
            align: 'right',
            cell: (row) => prose`${real(row.complement, 'float64')}`,
          },
        ],
      }),
      prose`
        What to see: the two columns agree. Two independent checks that each catch an error with a probability of
        ${given(both?.p ?? 0)} together catch it with ${real(both?.composed, 'float64', { digits: 2 })}. And a certain event absorbs everything: ${math`1`} is the
        zero of that world.

        **${math`k \to \infty`} is log-space.** The bonus ${math`ab/k`} fades, and the rule becomes plain ${math`+`}. What becomes of the scale?
        We want probabilities on it, multiplied by ${math`\oplus_k`}. The number that stands for ${math`p`} is
      `,
      equation`L_k(p) = k\left(p^{1/k} - 1\right), \qquad L_k(p\,q) = L_k(p) \oplus_k L_k(q)`,
      prose`
        because ${math`1 + L_k(p)/k = p^{1/k}`}, and powers of a product are products of powers. Near ${math`p = 1`} the
        subtraction would cancel, so the program takes another way to the same number, ${math`k \cdot \text{expm1}(\ln p / k)`}:
      `,
      code('#numerics/custom-algebra', 'encode-decode'),
      prose`Choose a ${math`k`} in ${ref('family-figure')} and compare its scale with the logarithm.`,
      figure({
        id: 'family-figure',
        caption: prose`
          The scale ${math`L_k`} for a ${math`k`} of your choice, and the natural logarithm, over a
          logarithmic axis of probabilities. Without a choice, ${math`k = 4`}.
        `,
        alt: prose`
          Two curves that meet at a probability of one. The logarithm is a straight line here; the other curve bends away from
          it towards small probabilities. At one half they differ by ${real(m.gap.first, 'float64', { digits: 2 })} for
          ${math`k = 4`}, and by ${real(m.gap.last, 'float64', { digits: 2 })} for the largest ${math`k`}.
        `,
        data: {
          rows: m.curve.map((point) => ({ ...point, scale: 'Lₖ(p)' })),
          log: m.log.map((point) => ({ ...point, scale: 'ln p' })),
        },
        spec: {
          height: 270,
          params: [{ name: 'k', value: 4, bind: { input: 'select', options: [...m.family], name: 'k' } }],
          layer: [
            {
              transform: [{ filter: 'datum.k === k' }],
              mark: SERIES_LINE,
              encoding: familyEncoding(),
            },
            { data: { name: 'log' }, mark: SERIES_LINE, encoding: familyEncoding() },
          ],
        },
      }),
      table({
        id: 'family-table',
        caption: prose`Three probabilities on the scales of the family, and as natural logarithms.`,
        rows: [
          ...m.rows.map((row) => ({ k: prose`${given(row.k)}`, values: row.values })),
          { k: prose`${math`\ln p`}`, values: m.logs },
        ],
        columns: [
          { head: prose`${math`k`}`, align: 'right', cell: (row) => row.k },
          ...m.columns.map((p, index) => ({
            head: prose`${math`p =`} ${given(p)}`,
            align: 'right' as const,
            cell: (row: { readonly values: (typeof m.rows)[number]['values'] }) =>
              prose`${real(row.values[index], 'float64')}`,
          })),
        ],
      }),
      prose`
        What to see: from line to line the numbers move towards the last one, quickly for likely events and slowly for
        unlikely ones. The logarithm is the last member of the family. All others shown here have a
        floor: for a positive ${math`k`}, ${math`L_k`} cannot fall below ${math`-k`}. The next section shows why that matters.
      `,
      curious(prose`The map λ is a logarithm of a probability`, [
        prose`
          If ${math`a = L_4(p)`}, then ${math`\lambda(a) = 4 \ln p^{1/4} = \ln p`}, whose value for one half is
          ${nats(m.logs[1])}. So ${math`\lambda`} leads from this scale to log-space, and ${math`L_4`} is
          ${math`\lambda^{-1}`} after the logarithm. That is why ${math`\lambda`} turns ${math`\oplus_4`} into ${math`+`}.
        `,
      ]),
    ];
  },
});

function familyEncoding(): Readonly<Record<string, unknown>> {
  return {
    x: {
      field: 'p',
      type: 'quantitative',
      title: 'probability p',
      scale: { type: 'log', domain: [0.001, 1], nice: false },
      axis: { values: [0.001, 0.01, 0.1, 1] },
    },
    y: {
      field: 'value',
      type: 'quantitative',
      title: 'on the scale',
      scale: { domain: [-7, 0], nice: false },
    },
    ...seriesEncoding('scale', ['Lₖ(p)', 'ln p']),
  };
}
