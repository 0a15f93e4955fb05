import { type Prose, prose, type SceneMark, type Seen, type Sheet, scene } from '#report';
import { coloured, count, given, real } from '#report/values';
import type { threeLogits } from './three-logits.measure.ts';

/** An exponential in one of the two columns; `power` is the exponent as it is printed. */
interface Ball {
  readonly column: string;
  readonly exponential: number;
  readonly power: string;
}

const layoutOf = ({ isNarrow }: Sheet) =>
  isNarrow
    ? { columns: [112, 266], apart: 44, radius: 9, top: 52, bottom: 196, head: 18, letters: 13, large: 14 }
    : { columns: [188, 442], apart: 66, radius: 15, top: 90, bottom: 322, head: 28, letters: 14, large: 24 };

/** Where an exponential is: in the middle of the floats, unless it is infinite or zero. */
const fateOf = (exponential: number) => (exponential === Infinity ? -1 : exponential === 0 ? 1 : 0);

/** Two columns of exponentials: those that are no float any more leave the band of floats, above or below. */
export function overflowMarks(
  balls: readonly Ball[],
  columns: readonly { readonly name: string; readonly result: string; readonly holds: boolean }[],
  sheet: Sheet,
): SceneMark[] {
  const { columns: centres, apart, radius, top, bottom, head, letters, large } = layoutOf(sheet);
  const words = (key: string, x: number, y: number, text: string, more: object = {}): SceneMark => {
    return { key, shape: 'text', x, y, text, size: letters, anchor: 'middle', ...more };
  };
  const zone = radius * 2 + letters + 10;
  const heightOf = (fate: number) =>
    fate === 0 ? (top + bottom) / 2 - letters / 2 : fate < 0 ? top - zone / 2 - 6 : bottom + radius + 6;
  const edge = sheet.width - 2;
  return [
    {
      key: 'floats',
      shape: 'rect',
      x: 2,
      y: top,
      width: edge - 2,
      height: bottom - top,
      rx: 8,
      fill: '$panel',
    },
    words('infinity', 4, top - zone / 2, 'infinite', { anchor: 'start' }),
    words('band', 12, top + letters + 6, 'floats', { anchor: 'start' }),
    words('zero', 4, bottom + radius + 10, 'zero', { anchor: 'start' }),
    ...columns.flatMap(({ name, result, holds }, column): SceneMark[] => {
      const [x, fill] = [centres[column] ?? 0, holds ? '$ink' : '$wrong'];
      const own = balls.filter((ball) => ball.column === name);
      return [
        words(`head-${name}`, x, head - 6, name, { style: 'label' }),
        words(`result-${name}`, x, sheet.height - 6, result, { style: 'label', size: large, fill }),
        ...own.flatMap(({ exponential, power }, place): SceneMark[] => {
          const fate = fateOf(exponential);
          const [cx, cy] = [x + (place - 1) * apart, heightOf(fate)];
          return [
            {
              key: `ball-${name}-${place}`,
              shape: 'circle',
              cx,
              cy,
              r: radius,
              fill: fate === 0 ? '$model' : '$wrong',
            },
            words(`power-${name}-${place}`, cx, cy + radius + letters + 2, power),
          ];
        }),
      ];
    }),
  ];
}

/** What becomes of exponentials when a constant is added to all logits. */
export const overflow = ({ shifts }: Seen<typeof threeLogits>, sentences: readonly Prose[]) => {
  const states = ['plain', 'large', 'small'] as const;
  const [AS_WRITTEN, STABLE] = ['as written', 'stable'];
  return scene({
    id: 'overflow',
    caption: prose`The exponentials of three logits, with the exponents below. Those that ${coloured('wrong', 'leave')} the range of floats become infinite or zero. At the bottom, the first token's log-probability.`,
    data: {
      rows: shifts.flatMap(({ rows }, place) =>
        rows.flatMap(({ logit, fromLargest, exponential, stableExponential }) => [
          { state: states[place] ?? '', column: AS_WRITTEN, exponential, power: prose`${count(logit)}` },
          {
            state: states[place] ?? '',
            column: STABLE,
            exponential: stableExponential,
            power: prose`${count(fromLargest)}`,
          },
        ]),
      ),
      results: shifts.flatMap(({ naive, stable }, place) => [
        { state: states[place] ?? '', column: AS_WRITTEN, logprob: naive, result: prose`${real(naive, 2)}` },
        { state: states[place] ?? '', column: STABLE, logprob: stable, result: prose`${real(stable, 2)}` },
      ]),
    },
    states: {
      large: prose`After ${given(1000)} is added, the exponentials as written are infinite. The stable ones have not moved.`,
      plain: prose`With nothing added, both formulas agree.`,
      small: prose`After ${given(1000)} is subtracted, the exponentials as written are zero. The stable ones have not moved.`,
    },
    draw(state, { rows, results }, sheet) {
      const columns = results
        .filter((one) => one.state === state)
        .map(({ column, logprob, result }) => ({ name: column, result, holds: Number.isFinite(logprob) }));
      return overflowMarks(
        rows.filter((row) => row.state === state),
        columns,
        sheet,
      );
    },
    sentences,
  });
};
