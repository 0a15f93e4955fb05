import { figure, join, layout, type Prose, prose, type Quantity, type Seen } from '#report';
import * as mark from '#report/marks';
import { given, percent, real, text } from '#report/values';
import type { twoForecasts } from './entropy-and-kl.measure.ts';

type Forecasts = Seen<typeof twoForecasts>;
type Outcome = Forecasts['rows'][number];

/** An axis of shares from the top down. */
const SHARE_AXIS = { axis: null, scale: { domain: [1, 0], nice: false } };

/** Each weather has one colour. */
const weatherColour = (field: string) =>
  mark.n(field, {
    sort: null,
    legend: null,
    scale: { domain: ['sun', 'cloud', 'rain', 'snow'], range: ['$gold', '$slate', '$violet', '$plum'] },
  });

const DASHED = { stroke: '$ink', strokeWidth: 1.5, strokeDash: [5, 4] };
const HEIGHT = 190;
/** How far left of the bars their shares are written, in bits. */
const MARGIN = 0.1;
const BITS = 3;

interface Bill {
  readonly head: Prose;
  readonly widthOf: (row: Outcome) => Quantity<'float64'>;
  readonly costOf: (row: Outcome) => Quantity<'float64'>;
}

const place = (value: Quantity) => layout([value], (number) => number);

/** What the keeper pays a day by either book, as areas: as high as a weather is frequent, as wide as its codeword is long. */
export function twoBills({ rows, own }: Forecasts) {
  const bills: readonly Bill[] = [
    {
      head: prose`best book: ${real(own.entropy, 3)} coins a day`,
      widthOf: ({ pBits }) => pBits,
      costOf: ({ pCost }) => pCost,
    },
    {
      head: prose`rainy book: ${real(own.crossEntropy, 3)} coins a day`,
      widthOf: ({ qBits }) => qBits,
      costOf: ({ qCost }) => qCost,
    },
  ];
  const across = { axis: null, scale: { domain: [-MARGIN, BITS], nice: false } };
  const x = mark.q('from', across);
  const y = mark.q('top', SHARE_AXIS);
  const box = { x, x2: { field: 'to' }, y, y2: { field: 'bottom' } };
  const view = (bill: number) => {
    const transform = [{ filter: `datum.bill === ${bill}` }];
    return {
      height: HEIGHT,
      layer: [
        mark.rect(
          {
            ...box,
            color: weatherColour('outcome'),
            detail: [
              mark.n('share', { title: 'how often' }),
              mark.q('to', { title: 'bits in the codeword' }),
            ],
          },
          { transform, stroke: '$paper', strokeWidth: 2, opacity: 0.35 },
        ),
        mark.rule(
          { x: mark.q('best', across), y, y2: { field: 'bottom' } },
          { data: 'best', transform, ...DASHED },
        ),
        mark.label({ x, y, text: 'label' }, { transform, align: 'left', baseline: 'top', dx: 5, dy: 5 }),
        mark.annotation(
          { x: mark.q('left', across), y, text: 'share' },
          { transform, align: 'right', baseline: 'top', dy: 5 },
        ),
        mark.annotation({ x, y, text: 'head' }, { data: 'heads', transform, align: 'left', dy: -12 }),
        mark.annotation({ x, y, text: 'label' }, { data: 'ticks', align: 'center', baseline: 'top', dy: 8 }),
        mark.annotation({ x, y, text: 'title' }, { data: 'title', align: 'center', baseline: 'top', dy: 26 }),
      ],
    };
  };
  return figure({
    id: 'two-bills',
    caption: prose`A day's bill by two code books. A bar's height is how often that weather occurs, its width the bits of its codeword, and its area what it adds to the bill. Dashed lines repeat the widths of the best book.`,
    alt: prose`Two stacks of four bars. ${join(
      bills.map(
        ({ head, costOf }) =>
          prose`${head}: ${join(rows.map((row) => prose`${text(row.outcome)} adds ${real(costOf(row), 3)}`))}`,
      ),
      prose`; `,
    )}.`,
    data: {
      rows: bills.flatMap(({ widthOf, costOf }, bill) =>
        rows.map((row) => ({
          bill: given(bill),
          outcome: row.outcome,
          share: percent(row.p, 3),
          left: given(-MARGIN),
          from: given(0),
          to: place(widthOf(row)),
          top: row.pFrom,
          bottom: row.pTo,
          label: prose`${text(row.outcome)} ${real(costOf(row), 3)}`,
        })),
      ),
      best: rows.map((row) => ({ bill: given(1), best: place(row.pBits), top: row.pFrom, bottom: row.pTo })),
      heads: bills.map(({ head }, bill) => ({ bill: given(bill), head, from: given(0), top: given(0) })),
      ticks: [0, 1, 2, BITS].map((length) => ({
        from: given(length),
        top: given(1),
        label: prose`${given(length)}`,
      })),
      title: [{ from: given(BITS / 2), top: given(1), title: 'bits in the codeword' }],
    },
    spec: { hconcat: bills.map((_, bill) => view(bill)) },
  });
}
