import { type Prose, prose, type SceneMark, type Seen, type Sheet, scene } from '#report';
import { coloured, count, given, real } from '#report/values';
import type { threeLogits } from './three-logits.measure.ts';

/** An exponential in one of the two columns; `power` is the exponent as it is printed. */
interface Ball {
  readonly column: string;
  readonly exponent: number;
  readonly exponential: number;
  readonly power: string;
}

interface Column {
  readonly name: string;
  readonly result: string;
  readonly holds: boolean;
}

/** The exponents between which exponentials are floats, and zero, as the axis writes them. */
interface Axis {
  readonly largest: number;
  readonly smallest: number;
  readonly ticks: readonly [largest: string, zero: string, smallest: string];
  /** What the axis reaches on both sides. */
  readonly end: number;
}

const [AS_WRITTEN, STABLE] = ['as written', 'largest subtracted'];

const layoutOf = ({ isNarrow }: Sheet) =>
  isNarrow
    ? {
        columns: [114, 250],
        apart: [44, 28],
        radius: 8,
        axis: 44,
        top: 50,
        bottom: 204,
        letters: 13,
        large: 14,
      }
    : {
        columns: [186, 430],
        apart: [62, 50],
        radius: 12,
        axis: 64,
        top: 58,
        bottom: 334,
        letters: 14,
        large: 22,
      };

/**
 * Two columns of exponentials, at the height of their exponents: those that are no float any more leave the panel. In
 * the second column, rings show where they came from when the largest logit was subtracted.
 */
export function overflowMarks(
  balls: readonly Ball[],
  columns: readonly Column[],
  { largest, smallest, ticks, end }: Axis,
  sheet: Sheet,
): SceneMark[] {
  const { columns: centres, apart, radius, axis, top, bottom, letters, large } = layoutOf(sheet);
  const words = (key: string, x: number, y: number, text: string, more: object = {}): SceneMark => {
    return { key, shape: 'text', x, y, text, size: letters, anchor: 'middle', ...more };
  };
  const edge = sheet.width - 2;
  const heightOf = (exponent: number) => top + ((end - exponent) / (2 * end)) * (bottom - top);
  const [above, middle, below] = [heightOf(largest), heightOf(0), heightOf(smallest)];
  const ballsOf = (column: string) => balls.filter((ball) => ball.column === column);
  const [from, to] = [AS_WRITTEN, STABLE].map((column) => heightOf(ballsOf(column)[1]?.exponent ?? 0));
  const placeOf = (column: number, ball: number) =>
    (centres[column] ?? 0) + (ball - 1) * (apart[column] ?? 0);
  const [start = middle, arrival = middle] = [from, to];
  const side = Math.sign(arrival - start);
  const [tail, tip] = [
    start + side * (radius + 4),
    arrival - side * (radius + 4) + (side < 0 ? letters + 4 : 0),
  ];
  const arrow = (x: number) =>
    `M${x},${tail}L${x},${tip}M${x - 4},${tip - side * 5}L${x},${tip}L${x + 4},${tip - side * 5}`;
  return [
    {
      key: 'floats',
      shape: 'rect',
      x: axis,
      y: above,
      width: edge - axis,
      height: below - above,
      rx: 6,
      fill: '$panel',
    },
    { key: 'at-zero', shape: 'path', d: `M${axis},${middle}L${edge},${middle}`, stroke: '$grid' },
    ...[above, middle, below].map((y, tick) =>
      words(`tick-${tick}`, axis - 8, y + letters / 3, ticks[tick] ?? '', { anchor: 'end' }),
    ),
    words('exponent', 2, letters + 2, 'exponent', { anchor: 'start' }),
    words('infinite', edge, above - 8, 'infinite', { anchor: 'end' }),
    words('float', edge - 8, above + letters + 6, 'floats', { anchor: 'end' }),
    words('zero', edge, below + letters + 4, 'zero', { anchor: 'end' }),
    ...ballsOf(STABLE).flatMap((_, ball): SceneMark[] => {
      const cx = placeOf(1, ball);
      const isAway = Math.abs(arrival - start) > 3 * radius + letters;
      return [
        {
          key: `before-${ball}`,
          shape: 'circle',
          cx,
          cy: start,
          r: radius - 1,
          stroke: '$faint',
          strokeWidth: 1.5,
        },
        {
          key: `way-${ball}`,
          shape: 'path',
          d: arrow(cx),
          stroke: '$faint',
          strokeWidth: 1.5,
          opacity: isAway ? 1 : 0,
        },
      ];
    }),
    ...columns.flatMap(({ name, result, holds }, column): SceneMark[] => {
      const [x, fill] = [centres[column] ?? 0, holds ? '$ink' : '$wrong'];
      return [
        words(`head-${name}`, x, letters + 2, name, { style: 'label' }),
        words(`result-${name}`, x, sheet.height - 6, result, { style: 'label', size: large, fill }),
        ...ballsOf(name).flatMap(({ exponent, exponential, power }, ball): SceneMark[] => {
          const [cx, cy] = [placeOf(column, ball), heightOf(exponent)];
          const isFloat = Number.isFinite(exponential) && exponential > 0;
          const away = column === 0 && exponent > 2 ? -radius - 6 : radius + letters + 3;
          return [
            {
              key: `ball-${name}-${ball}`,
              shape: 'circle',
              cx,
              cy,
              r: radius,
              fill: isFloat ? '$model' : '$wrong',
            },
            words(`power-${name}-${ball}`, cx, cy + away, power),
          ];
        }),
      ];
    }),
    words(
      'result',
      ((centres[0] ?? 0) + (centres[1] ?? 0)) / 2,
      sheet.height - large - 14,
      'log-probability of the first token',
    ),
  ];
}

/** The states, by the place of their shift among those that are measured. */
const NAMES: Readonly<Record<number, 'small' | 'plain' | 'large'>> = { 0: 'small', 10: 'plain', 20: 'large' };

/** What becomes of exponentials when a constant is added to all logits. */
export const overflow = (
  { shifts, largest, smallest }: Seen<typeof threeLogits>,
  sentences: readonly Prose[],
) => {
  const frames = shifts.map((shift, place) => ({ name: NAMES[place] ?? `frame-${place}`, ...shift }));
  return scene({
    id: 'overflow',
    caption: prose`Three exponentials by their exponents. Those that ${coloured('wrong', 'leave')} the floats become infinite or zero. Rings show them before the largest logit is subtracted.`,
    data: {
      rows: frames.flatMap(({ name: state, rows }) =>
        rows.flatMap(({ logit, fromLargest, exponential, stableExponential }) => [
          { state, column: AS_WRITTEN, exponent: logit, exponential, power: prose`${count(logit)}` },
          {
            state,
            column: STABLE,
            exponent: fromLargest,
            exponential: stableExponential,
            power: prose`${count(fromLargest)}`,
          },
        ]),
      ),
      results: frames.flatMap(({ name: state, naive, stable }) => [
        { state, column: AS_WRITTEN, logprob: naive, result: prose`${real(naive, 2)}` },
        { state, column: STABLE, logprob: stable, result: prose`${real(stable, 2)}` },
      ]),
      axis: [
        {
          largest,
          smallest,
          above: prose`${count(largest)}`,
          middle: prose`${given(0)}`,
          below: prose`${count(smallest)}`,
        },
      ],
    },
    states: {
      large: prose`After ${given(1000)} is added, the exponentials as written are infinite. With the largest logit subtracted, they have not moved.`,
      plain: prose`With nothing added, both formulas agree.`,
      small: prose`After ${given(1000)} is subtracted, the exponentials as written are zero. With the largest logit subtracted, they have not moved.`,
    },
    dial: {
      title: prose`added`,
      frames: frames.map(({ name, constant }) => ({ name, label: prose`${count(constant)}` })),
    },
    draw(state, { rows, results, axis: [axis] }, sheet) {
      if (!axis) throw new Error('there is no axis');
      const columns = results
        .filter((one) => one.state === state)
        .map(({ column, logprob, result }) => ({ name: column, result, holds: Number.isFinite(logprob) }));
      return overflowMarks(
        rows.filter((row) => row.state === state),
        columns,
        {
          ...axis,
          ticks: [axis.above, axis.middle, axis.below],
          end: Math.max(...rows.map(({ exponent }) => Math.abs(exponent))),
        },
        sheet,
      );
    },
    sentences,
  });
};
