import {
  type FigureBlock,
  prose,
  type Quantity,
  type SceneMark,
  type Seen,
  type Sheet,
  scene,
} from '#report';
import { coloured, given, real } from '#report/values';
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
  readonly inBook: string;
  readonly comes: string;
  readonly bits: string;
  readonly bit: string;
  readonly dearer: string;
  readonly cheaper: string;
}

/** What a book costs; the rows of its shares and of the weather's are named. */
type Bill = Readonly<Record<'book' | 'weather' | 'bill' | 'more', string>>;

/** Each weather has one colour. */
const FILLS = ['$gold', '$slate', '$violet', '$plum'] as const;

const layoutOf = ({ isNarrow }: Sheet) =>
  isNarrow
    ? {
        left: 2,
        right: 342,
        book: 18,
        weather: 82,
        thick: 24,
        bit: 47,
        letters: 13,
        total: 274,
        size: 14,
        moreSize: 14,
      }
    : {
        left: 84,
        right: 576,
        book: 8,
        weather: 112,
        thick: 36,
        bit: 80,
        letters: 14,
        total: 418,
        size: 22,
        moreSize: 16,
      };

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
export function bookMarks(rows: readonly Row[], bill: Bill, sheet: Sheet): SceneMark[] {
  const { left, right, book, weather, thick, bit, letters, total, size, moreSize } = layoutOf(sheet);
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
  const marks = rows.flatMap(({ outcome, length, best, ...label }, index): SceneMark[] => {
    const fill = FILLS[index] ?? '$rest';
    const [from, to] = [believed[index], comes[index]];
    if (!from || !to) return [];
    const [end, bottom, bestBottom] = [to.x + to.width, weather + length * bit, weather + best * bit];
    const ribbon = `M${from.x},${book + thick}L${from.x + from.width},${book + thick}L${end},${weather}L${to.x},${weather}Z`;
    const excess = Math.max(0, bottom - bestBottom);
    // Where the codeword is shorter than the best one, its bar would reach down to here.
    const [above, edges] = [Math.min(bottom, bestBottom), [to.x + 2, end - 2]];
    const saved = `M${edges[0]},${above}L${edges[0]},${bestBottom}L${edges[1]},${bestBottom}L${edges[1]},${above}`;
    const word = (key: string, x: number, y: number, text: string, style: 'label' | 'value' = 'value') =>
      ({
        key: `${key}-${outcome}`,
        shape: 'text',
        x,
        y,
        text,
        style,
        anchor: 'middle',
        size: letters,
      }) as const;
    const middle = to.x + to.width / 2;
    const paint = { fill, stroke: '$paper', strokeWidth: 2, opacity: 0.4 } as const;
    return [
      { key: `ribbon-${outcome}`, shape: 'path', d: ribbon, fill, opacity: 0.16 },
      {
        key: `book-${outcome}`,
        shape: 'rect',
        x: from.x,
        y: book,
        width: from.width,
        height: thick,
        ...paint,
      },
      {
        key: `bar-${outcome}`,
        shape: 'rect',
        x: to.x,
        y: weather,
        width: to.width,
        height: bottom - weather,
        ...paint,
      },
      {
        key: `excess-${outcome}`,
        shape: 'rect',
        x: to.x + 1,
        y: bottom - excess,
        width: to.width - 2,
        height: Math.max(0, excess - 1),
        fill: '$wrong',
        opacity: excess > 0 ? 0.55 : 0,
      },
      {
        key: `best-${outcome}`,
        shape: 'path',
        d: saved,
        stroke: '$ink',
        strokeWidth: 1.5,
        strokeDasharray: '5 4',
      },
      word('share', from.x + from.width / 2, book + thick / 2 + letters / 3, label.inBook),
      word('name', middle, weather + letters + 5, outcome, 'label'),
      word('comes', middle, weather + 2 * letters + 9, label.comes),
      word('bits', middle, bottom + letters + 3, length === 1 ? label.bit : label.bits),
      ...(length === best
        ? []
        : [
            word(
              'more',
              middle,
              (bottom + bestBottom) / 2 + letters / 2,
              length > best ? label.dearer : label.cheaper,
              'label',
            ),
          ]),
    ];
  });
  const title = (key: string, text: string, row: { besides: number; above: number }): SceneMark => ({
    key,
    shape: 'text',
    text,
    size: letters,
    ...(sheet.isNarrow ? { x: left, y: row.above } : { x: left - 10, y: row.besides, anchor: 'end' }),
  });
  return [
    ...marks,
    title('book', bill.book, { besides: book + thick / 2 + letters / 3, above: book - 5 }),
    title('weather', bill.weather, { besides: weather + letters + 5, above: weather - 6 }),
    { key: 'bill', shape: 'text', x: left, y: total, text: bill.bill, style: 'label', size },
    {
      key: 'more',
      shape: 'text',
      x: right,
      y: total,
      text: bill.more,
      anchor: 'end',
      style: 'label',
      size: moreSize,
    },
  ];
}

/** What the keeper pays a day by either book: shares that are squeezed make codewords that are long. */
export function bookAndWeather(
  { rows, own, other, dearer, cheaper }: Forecasts,
  sentences: NonNullable<FigureBlock['scene']>['sentences'],
) {
  type Shares = Readonly<Record<'believed' | 'frequency', Quantity<'exact'>>>;
  type Bits = Readonly<Record<'length' | 'best', Quantity>>;
  const rowsOf = (state: string, sharesAndBits: (row: Forecasts['rows'][number]) => Shares & Bits) =>
    rows.map((row) => {
      const { believed, frequency, length, best } = sharesAndBits(row);
      return {
        state,
        outcome: row.outcome,
        believed,
        frequency,
        length,
        best,
        inBook: prose`${given(believed)}`,
        comes: prose`${given(frequency)}`,
        bits: prose`${real(length, 1)} bits`,
        bit: prose`${real(length, 1)} bit`,
        dearer: prose`+${real(row.more, 2)}`,
        cheaper: prose`${real(row.more, 2)}`,
      };
    });
  return scene({
    id: 'book-and-weather',
    caption: prose`A bar's width is how often that weather comes, its height the bits of its codeword, its area its cost. Dashed lines show the best heights, ${coloured('wrong', 'orange')} what costs more, an empty frame what costs less.`,
    data: {
      rows: [
        ...rowsOf('rainy', ({ p, q, pBits, qBits }) => ({
          believed: q,
          frequency: p,
          length: qBits,
          best: pBits,
        })),
        ...rowsOf('best', ({ p, pBits }) => ({ believed: p, frequency: p, length: pBits, best: pBits })),
        ...rowsOf('coast', ({ q, qBits }) => ({ believed: q, frequency: q, length: qBits, best: qBits })),
      ],
      bills: [
        {
          state: 'rainy',
          book: 'book q',
          weather: 'weather p',
          bill: prose`${real(own.crossEntropy, 3)} coins a day`,
          more: prose`+${real(dearer, 2)} − ${real(cheaper, 2)} = ${real(own.kl, 2)} more`,
        },
        {
          state: 'best',
          book: 'book p',
          weather: 'weather p',
          bill: prose`${real(own.entropy, 3)} coins a day`,
          more: '',
        },
        {
          state: 'coast',
          book: 'book q',
          weather: 'weather q',
          bill: prose`${real(other.entropy, 3)} coins a day`,
          more: '',
        },
      ],
    },
    states: {
      rainy: prose`At home, the rainy book costs ${real(own.crossEntropy, 3)} coins a day, ${real(own.kl, 2)} more than the best one: ${real(dearer, 2)} more for sun and cloud, ${real(cheaper, 2)} less for rain.`,
      best: prose`At home, the best book costs ${real(own.entropy, 3)} coins a day.`,
      coast: prose`On the rainier coast, the rainy book is the best one and costs ${real(other.entropy, 3)} coins a day.`,
    },
    draw(state, { rows: all, bills }, sheet) {
      const bill = bills.find((one) => one.state === state);
      const own = all.filter((row) => row.state === state);
      if (!bill) throw new Error(`there is no bill ${state}`);
      return bookMarks(own, bill, sheet);
    },
    sentences,
  });
}
