import { layout, type Prose, prose, type Quantity, type Seen } from '#report';
import * as mark from '#report/marks';
import { given } from '#report/values';
import type { twoForecasts } from './entropy-and-kl.measure.ts';

/** Mean bills as areas, which two sections draw. */

export type Outcome = Seen<typeof twoForecasts>['rows'][number];

/** How many bits the longest word has. */
export const BITS = 3;
const DASHED = { stroke: '$ink', strokeWidth: 1.5, strokeDash: [5, 4] };
/** How far left of the bars their shares stand, in bits. */
const MARGIN = 0.1;
/** Bits, before the dashed line, that are too few to have a label inside their bar, and pixels. */
const NARROW = 1.2;
const FLAT = 24;
/** Pixels. */
const SPACE_HEIGHT = 26;
export const Y = { axis: null, scale: { domain: [1, 0], nice: false } };

/** A length or a share: a result, or a number that was chosen. */
type Extent = Quantity | number;

/** Where something is drawn, by results or by chosen numbers. */
const laid = (extents: readonly Extent[], decide: (...numbers: number[]) => number) =>
  extents.every((extent) => typeof extent === 'number')
    ? given(decide(...extents))
    : layout(extents as readonly Quantity[], decide);

/** A bill a day, of which each weather has a part: as high as it is frequent, as wide as its word is long. */
export interface Stack {
  /** A line above the head. */
  readonly where?: Prose;
  readonly head: Prose;
  readonly parts: readonly {
    readonly outcome: Prose;
    /** How often it comes. */
    readonly share: Prose;
    readonly begin: Extent;
    readonly end: Extent;
    readonly width: Extent;
    /** How long the word is in the book that this one is held against, where there is one. */
    readonly other?: Extent;
    readonly cost?: Prose;
    /** Which share of the space of all words this one has, where that is drawn above the bill. */
    readonly space?: number;
  }[];
}

/** What the three dimensions mean, beside the first bar. */
const dimensions = (width: string) => `height: how often\nwidth: ${width}\narea: coins a day`;

interface Surroundings {
  readonly height: number;
  /** In which stack, and where in it, the words on its dimensions stand, and what its width is. */
  readonly key: { readonly stack: number; readonly top: number; readonly width?: string };
}

/** Each weather has one colour in all figures; two days of one weather have it, too, and of two weathers a mixed one. */
const WEATHERS = {
  sun: '$blue',
  cloud: '$orange',
  rain: '$teal',
  snow: '$plum',
  'sun, sun': '$blue',
  'sun, rain': '$gold',
  'rain, sun': '$gold',
  'rain, rain': '$teal',
};
export const weatherColour = (field: string) =>
  mark.n(field, {
    sort: null,
    legend: null,
    scale: { domain: Object.keys(WEATHERS), range: Object.values(WEATHERS) },
  });

/** Two views side by side in each row. */
const pairs = <View>(views: readonly View[]) =>
  Array.from({ length: views.length / 2 }, (_, row) => ({ hconcat: views.slice(2 * row, 2 * row + 2) }));

export function drawn(stacks: readonly Stack[], { height, key }: Surroundings) {
  /** A flat bar has its words at half its height. */
  const isFlat = (begin: number, end: number) => (end - begin) * height < FLAT;
  const cells = stacks.flatMap(({ parts }, stack) =>
    parts.map(({ outcome, share, begin, end, width, other = width, cost }) => ({
      stack: given(stack),
      outcome,
      share,
      left: given(-MARGIN),
      from: given(0),
      to: laid([width], (length) => length),
      at: laid([width, other, begin, end], (length, before, from, to) =>
        Math.min(length, before) >= NARROW && !isFlat(from, to)
          ? 0
          : before > length + 1
            ? length
            : Math.max(length, before),
      ),
      top: laid([begin], (place) => place),
      words: laid([begin, end], (from, to) =>
        isFlat(from, to) ? (from + to) / 2 - FLAT / 2 / height : from,
      ),
      bottom: laid([end], (place) => place),
      label: cost ? prose`${outcome} ${cost}` : outcome,
    })),
  );
  /** What is paid above the other book, and what is saved. */
  const others = stacks.flatMap(({ parts }, stack) =>
    parts.flatMap(({ begin, end, width, other = width }) => {
      const difference = laid([width, other], (length, before) => length - before).value;
      const [least, most] = difference > 0 ? [other, width] : [width, other];
      const place = {
        stack: given(stack),
        from: laid([least], (length) => length),
        to: laid([most], (length) => length),
        top: laid([begin], (y) => y),
        bottom: laid([end], (y) => y),
      };
      return difference === 0 ? [] : [{ ...place, isMore: difference > 0 }];
    }),
  );
  const excess = others.flatMap(({ isMore, ...place }) => (isMore ? [place] : []));
  const saved = others.flatMap(({ isMore, ...place }) => (isMore ? [] : [place]));
  const keys = [
    {
      stack: given(key.stack),
      from: given(1.1),
      top: given(key.top),
      label: dimensions(key.width ?? 'bits of its word'),
    },
  ];
  const heads = stacks.map(({ where, head }, stack) => ({
    stack: given(stack),
    head,
    ...(where ? { where } : {}),
    from: given(0),
    top: given(0),
  }));
  const ticks = [0, 1, 2, 3].map((length) => ({
    from: given(length),
    top: given(1),
    label: length === BITS ? prose`${given(length)} bits` : prose`${given(length)}`,
  }));
  /** The space of all words, as wide as the longest, and cut into theirs. */
  const spaces = stacks.flatMap(({ parts }, stack) => {
    const before = (place: number) => parts.slice(0, place).reduce((sum, { space = 0 }) => sum + space, 0);
    return parts.flatMap(({ outcome, space }, place) =>
      space === undefined
        ? []
        : [
            {
              stack: given(stack),
              outcome,
              from: given(BITS * before(place)),
              to: given(BITS * (before(place) + space)),
              top: given(0),
              bottom: given(1),
              label: prose`${outcome} ${given(Math.round(100 * space))}%`,
            },
          ],
    );
  });
  const across = { axis: null, scale: { domain: [-MARGIN, BITS], nice: false } };
  const x = mark.q('from', across);
  const y = mark.q('top', Y);
  const box = { x, x2: { field: 'to' }, y, y2: { field: 'bottom' } };
  const view = ({ where }: Stack, stack: number) => {
    const transform = [{ filter: `datum.stack === ${stack}` }];
    const own = (data: string) => ({ data, transform });
    const bill = {
      height,
      layer: [
        mark.rule(
          { x, y: { value: height }, y2: { value: height + 5 } },
          { data: 'ticks', stroke: '$faint' },
        ),
        mark.rect(
          { ...box, color: weatherColour('outcome') },
          { transform, stroke: '$paper', strokeWidth: 2, opacity: 0.35 },
        ),
        ...(others.length > 0
          ? [
              mark.rect(box, { ...own('excess'), fill: '$ink', opacity: 0.18 }),
              mark.rule({ x, y, y2: { field: 'bottom' } }, { ...own('excess'), ...DASHED }),
              mark.rect(box, { ...own('saved'), fill: null, ...DASHED }),
            ]
          : []),
        mark.label(
          { x: mark.q('at', across), y: mark.q('words', Y), text: 'label' },
          { transform, align: 'left', baseline: 'top', dx: 8, dy: 4 },
        ),
        mark.annotation({ x, y, text: 'label' }, { ...own('keys'), align: 'left', lineHeight: 15 }),
        mark.annotation({ x, y, text: 'head' }, { ...own('heads'), align: 'left', dy: -12 }),
        ...(where
          ? [mark.annotation({ x, y, text: 'where' }, { ...own('heads'), align: 'left', dy: -29 })]
          : []),
        mark.annotation(
          { x: mark.q('left', across), y: mark.q('words', Y), text: 'share' },
          { transform, align: 'right', baseline: 'top', dy: 4 },
        ),
        mark.annotation({ x, y, text: 'label' }, { data: 'ticks', align: 'center', baseline: 'top', dy: 8 }),
      ],
    };
    if (spaces.length === 0) return bill;
    const space = {
      height: SPACE_HEIGHT,
      layer: [
        mark.rect(
          { ...box, color: weatherColour('outcome') },
          { ...own('spaces'), stroke: '$paper', strokeWidth: 2, opacity: 0.35 },
        ),
        mark.label({ x, y, text: 'label' }, { ...own('spaces'), align: 'left', dx: 8, dy: SPACE_HEIGHT / 2 }),
      ],
    };
    return { vconcat: [space, bill] };
  };
  return {
    data: {
      ...{ rows: cells, heads, keys, ticks },
      ...(others.length > 0 ? { excess, saved } : {}),
      ...(spaces.length > 0 ? { spaces } : {}),
    },
    spec: { vconcat: pairs(stacks.map(view)) },
  };
}
