import {
  type FigureBlock,
  prose,
  type Quantity,
  type SceneMark,
  type Seen,
  type Sheet,
  scene,
} from '#report';
import { coloured, real } from '#report/values';
import type { twoForecasts } from './entropy-and-kl.measure.ts';

type Forecasts = Seen<typeof twoForecasts>;

/** A weather: the share of bit strings that the book gives it, how often it comes, and the bits of its codeword. */
interface Row {
  readonly outcome: string;
  readonly believed: number;
  readonly frequency: number;
  readonly length: number;
  /** In the best book for these frequencies. */
  readonly best: number;
  readonly bits: string;
  readonly bit: string;
  readonly short: string;
}

/** Each weather has one colour. */
const FILLS = ['$gold', '$slate', '$violet', '$plum'] as const;

const layoutOf = ({ isNarrow }: Sheet) =>
  isNarrow
    ? { left: 60, right: 342, book: 4, weather: 76, thick: 22, bit: 46, letters: 13, total: 272, size: 14 }
    : { left: 84, right: 576, book: 8, weather: 118, thick: 36, bit: 72, letters: 14, total: 422, size: 22 };

/** Where shares of a line begin and end. */
function spansOf(shares: readonly number[], from: number, to: number): { x: number; width: number }[] {
  let sum = 0;
  return shares.map((share) => {
    const x = from + sum * (to - from);
    sum += share;
    return { x, width: share * (to - from) };
  });
}

/** The book above, divided by what it believes; below, the weather as often as it comes, as long as its codewords. */
export function bookMarks(rows: readonly Row[], bill: string, more: string, sheet: Sheet): SceneMark[] {
  const { left, right, book, weather, thick, bit, letters, total, size } = layoutOf(sheet);
  const believed = spansOf(
    rows.map((row) => row.believed),
    left,
    right,
  );
  const comes = spansOf(
    rows.map((row) => row.frequency),
    left,
    right,
  );
  const words = (key: string, y: number, text: string): SceneMark => {
    return { key, shape: 'text', x: left - 10, y: y + letters / 3, text, anchor: 'end', size: letters };
  };
  const marks = rows.flatMap(({ outcome, length, best, ...label }, index): SceneMark[] => {
    const fill = FILLS[index] ?? '$rest';
    const [from, to] = [believed[index], comes[index]];
    if (!from || !to) return [];
    const middle = to.x + to.width / 2;
    const bottom = weather + length * bit;
    const edges = [from.x + from.width, to.x + to.width];
    const ribbon = `M${from.x},${book + thick}L${edges[0]},${book + thick}L${edges[1]},${weather}L${to.x},${weather}Z`;
    const text = { shape: 'text', x: middle, anchor: 'middle', size: letters } as const;
    const excess = Math.max(0, length - best) * bit;
    return [
      { key: `ribbon-${outcome}`, shape: 'path', d: ribbon, fill, opacity: 0.16 },
      {
        key: `book-${outcome}`,
        shape: 'rect',
        x: from.x,
        y: book,
        width: from.width,
        height: thick,
        fill,
        stroke: '$paper',
        strokeWidth: 2,
        opacity: 0.75,
      },
      {
        key: `bar-${outcome}`,
        shape: 'rect',
        x: to.x,
        y: weather,
        width: to.width,
        height: length * bit,
        fill,
        stroke: '$paper',
        strokeWidth: 2,
        opacity: 0.4,
      },
      {
        key: `excess-${outcome}`,
        shape: 'rect',
        x: to.x + 1,
        y: bottom - excess,
        width: to.width - 2,
        height: Math.max(0, excess - 1),
        fill: '$wrong',
        opacity: excess > 0 ? 0.75 : 0,
      },
      {
        key: `best-${outcome}`,
        shape: 'path',
        d: `M${to.x + 2},${weather + best * bit}L${to.x + to.width - 2},${weather + best * bit}`,
        stroke: '$ink',
        strokeWidth: 1.5,
        strokeDasharray: '5 4',
      },
      { key: `name-${outcome}`, ...text, y: weather + letters + 7, text: outcome, style: 'label' },
      {
        key: `bits-${outcome}`,
        ...text,
        y: bottom + letters + 3,
        text: to.width < 50 ? label.short : length === 1 ? label.bit : label.bits,
      },
    ];
  });
  return [
    ...marks,
    words('book', book + thick / 2, 'book'),
    words('weather', weather + letters + 2, 'weather'),
    { key: 'bill', shape: 'text', x: left, y: total, text: bill, style: 'label', size },
    {
      key: 'more',
      shape: 'text',
      x: right,
      y: total,
      text: more,
      anchor: 'end',
      fill: '$wrong',
      style: 'label',
    },
  ];
}

/** What the keeper pays a day by either book: shares that are squeezed make codewords that are long. */
export function bookAndWeather(
  { rows, own, other }: Forecasts,
  sentences: NonNullable<FigureBlock['scene']>['sentences'],
) {
  const inBook = (share: Quantity, length: Quantity) => ({
    believed: share,
    length,
    bits: prose`${real(length, 1)} bits`,
    bit: prose`${real(length, 1)} bit`,
    short: prose`${real(length, 1)}`,
  });
  return scene({
    id: 'book-and-weather',
    caption: prose`Below the book's shares, a bar's width is how often that weather comes, its height the bits of its codeword, and its area its cost. Dashed lines show the best heights, and ${coloured('wrong', 'orange')} what is more.`,
    data: {
      rows: rows.flatMap((row) => [
        {
          state: 'rainy',
          outcome: row.outcome,
          frequency: row.p,
          best: row.pBits,
          ...inBook(row.q, row.qBits),
        },
        {
          state: 'best',
          outcome: row.outcome,
          frequency: row.p,
          best: row.pBits,
          ...inBook(row.p, row.pBits),
        },
        {
          state: 'coast',
          outcome: row.outcome,
          frequency: row.q,
          best: row.qBits,
          ...inBook(row.q, row.qBits),
        },
      ]),
      bills: [
        {
          state: 'rainy',
          bill: prose`${real(own.crossEntropy, 3)} coins a day`,
          more: prose`${real(own.kl, 2)} more`,
        },
        { state: 'best', bill: prose`${real(own.entropy, 3)} coins a day`, more: '' },
        { state: 'coast', bill: prose`${real(other.entropy, 3)} coins a day`, more: '' },
      ],
    },
    states: {
      rainy: prose`At home, the rainy book costs ${real(own.crossEntropy, 3)} coins a day, ${real(own.kl, 2)} more than the best one.`,
      best: prose`At home, the best book costs ${real(own.entropy, 3)} coins a day.`,
      coast: prose`On the rainier coast, the rainy book is the best one and costs ${real(other.entropy, 3)} coins a day.`,
    },
    draw(state, { rows: all, bills }, sheet) {
      const bill = bills.find((one) => one.state === state);
      const own = all.filter((row) => row.state === state);
      return bookMarks(own, bill?.bill ?? '', bill?.more ?? '', sheet);
    },
    sentences,
  });
}
