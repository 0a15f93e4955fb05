import { layout, type Prose, prose, type Quantity, type Seen } from '#report';
import * as mark from '#report/marks';
import { given } from '#report/values';
import type { twoForecasts } from './entropy-and-kl.measure.ts';

/** Mean bills as areas, which two sections draw. */

export type Outcome = Seen<typeof twoForecasts>['rows'][number];

/** How many bits the longest word has. */
export const BITS = 3;
export const DASHED = { stroke: '$ink', strokeWidth: 1.5, strokeDash: [5, 4] };
/** Where the last column ends: it has the longest labels. */
export const END = 3.4;
/** Where the second stack of bills begins. */
export const SECOND = 3.6;
/** Room for the shares at the left of the bills, in bits. */
const MARGIN = 0.65;
/** Bits that are too few to have a label inside their bar. */
const NARROW = 1.2;
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
  readonly head: Prose;
  /** Where it begins, from the left. */
  readonly from: number;
  readonly parts: readonly {
    readonly outcome: Prose;
    readonly begin: Extent;
    readonly end: Extent;
    readonly width: Extent;
    /** How long the word is in the best book. */
    readonly best: Extent;
    readonly cost?: Prose;
  }[];
}

/** What the three dimensions mean, beside the first bar. */
const DIMENSIONS = 'height: how often\nwidth: bits of its word\narea: coins a day';

interface Surroundings {
  readonly height: number;
  /** How often each weather comes, at the left of its row, and where that begins. */
  readonly shares: readonly { readonly share: Prose; readonly top: Extent }[];
  readonly key: { readonly from: number; readonly top: number };
}

export function drawn(stacks: readonly Stack[], { height, shares, key }: Surroundings) {
  const cells = stacks.flatMap(({ from, parts }) =>
    parts.map(({ outcome, begin, end, width, best, cost }) => ({
      outcome,
      from: given(from),
      to: laid([width], (length) => from + length),
      at: laid(
        [width, best],
        (length, other) =>
          from + (length >= NARROW ? 0 : other > length + 1 ? length : Math.max(length, other)),
      ),
      top: laid([begin], (place) => place),
      bottom: laid([end], (place) => place),
      label: cost ? prose`${outcome} ${cost}` : outcome,
    })),
  );
  /** By another book than the best one, how long each word is in that, and what is paid above it. */
  const others = stacks.flatMap(({ from, parts }) =>
    parts.flatMap(({ begin, end, width, best }) => {
      const difference = laid([width, best], (length, other) => (from > 0 ? length - other : 0)).value;
      const place = {
        from: laid([best], (length) => from + length),
        to: laid([width], (length) => from + length),
        top: laid([begin], (y) => y),
        bottom: laid([end], (y) => y),
      };
      return difference === 0 ? [] : [{ ...place, isMore: difference > 0 }];
    }),
  );
  const ends = others.map(({ from: to, top, bottom }) => ({ to, top, bottom }));
  const excess = others.flatMap(({ isMore, ...place }) => (isMore ? [place] : []));
  const heads = stacks.map(({ head, from }) => ({ head, from: given(from), top: given(0) }));
  const keys = [{ from: given(key.from), top: given(key.top), label: DIMENSIONS }];
  const rows = shares.map(({ share, top }) => ({ share, from: given(-0.1), top: laid([top], (y) => y) }));
  const ticks = stacks.flatMap(({ from }) =>
    [0, 1, 2, 3].map((length) => ({
      from: given(from + length),
      top: given(1),
      label: length === BITS ? prose`${given(length)} bits` : prose`${given(length)}`,
    })),
  );
  const across = { axis: null, scale: { domain: [-MARGIN, SECOND + END], nice: false } };
  const x = mark.q('from', across);
  const y = mark.q('top', Y);
  const box = { x, x2: { field: 'to' }, y, y2: { field: 'bottom' } };
  return {
    data: { rows: cells, heads, keys, shares: rows, ticks, ...(others.length > 0 ? { excess, ends } : {}) },
    spec: {
      height,
      layer: [
        mark.rule(
          { x, y: { value: height }, y2: { value: height + 5 } },
          { data: 'ticks', stroke: '$faint' },
        ),
        mark.rect(
          { ...box, color: mark.n('outcome', { sort: null, legend: null }) },
          { stroke: '$paper', strokeWidth: 2, opacity: 0.35 },
        ),
        ...(others.length > 0
          ? [
              mark.rect(box, { data: 'excess', fill: '$ink', opacity: 0.18 }),
              mark.rule({ x: mark.q('to', across), y, y2: { field: 'bottom' } }, { data: 'ends', ...DASHED }),
            ]
          : []),
        mark.label(
          { x: mark.q('at', across), y, text: 'label' },
          { align: 'left', baseline: 'top', dx: 8, dy: 4 },
        ),
        mark.annotation({ x, y, text: 'label' }, { data: 'keys', align: 'left', lineHeight: 15 }),
        mark.annotation({ x, y, text: 'head' }, { data: 'heads', align: 'left', dy: -12 }),
        mark.annotation({ x, y, text: 'share' }, { data: 'shares', align: 'right', baseline: 'top', dy: 4 }),
        mark.annotation({ x, y, text: 'label' }, { data: 'ticks', align: 'center', baseline: 'top', dy: 8 }),
      ],
    },
  };
}
