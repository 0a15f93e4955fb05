import { madeHere } from '#base/source-location';
import { type FigureBlock, figure } from './block.ts';
import { printed } from './format-number.ts';
import * as mark from './marks.ts';
import { KINDS, kindName } from './number-kinds.ts';
import { list, prose } from './prose.ts';
import type { Prose } from './prose-parts.ts';
import { type DataText, layout, notAResult, Quantity } from './quantity.ts';

/** The keys of a row whose values are all of a type. */
type FieldsOf<Row, Value> = { [Key in keyof Row]: Row[Key] extends Value ? Key : never }[keyof Row] & string;

/** Px from one bar to the next. */
const STEP = 26;

/**
 * A bar for each row: as long as its `value`, with the number at its end, and called by its `name`, both names of fields.
 * The axis is called by the `title`. It ends at 1 for probabilities,
 * unless all are small. The alternative text says the same in words.
 */
export function barChart<Row>({
  rows,
  name,
  value,
  title = value,
  ...spec
}: {
  readonly id?: string;
  readonly caption: Prose;
  readonly rows: readonly Row[];
  readonly name: FieldsOf<Row, DataText>;
  readonly value: FieldsOf<Row, Quantity>;
  readonly title?: string;
}): FigureBlock {
  if (rows.length === 0) throw new Error('barChart has no rows to draw');
  const all = rows.map((row) => ({ name: row[name] as DataText, value: row[value] as Quantity }));
  const odd = all.find((one) => !(one.value instanceof Quantity));
  if (odd) throw new TypeError(`barChart draws results, and "${value}" of a row is ${notAResult(odd.value)}`);
  const kind = all[0] && kindName(all[0].value.source.kind);
  const { unit } = KINDS[kind ?? 'exact'];
  const needsWholeAxis = layout(
    all.map((one) => one.value),
    (...values) => values.every((one) => one >= 0 && one <= 1) && values.some((one) => one > 0.2),
  );
  const scale = kind === 'probability' && needsWholeAxis ? { scale: { domain: [0, 1] } } : {};
  const x = mark.q('value', { title: unit === '' ? title : `${title} (${unit})`, ...scale });
  const bars = mark.bars({ x, y: mark.n('name', { title: null, sort: null }) });
  const block = figure({
    ...spec,
    alt: prose`Bars: ${list(all.map((one) => prose`${one.name} ${one.value}`))}.`,
    data: all.map((one) => ({ ...one, label: printed(one.value) })),
    spec: { height: { step: STEP }, layer: mark.labelled(bars, { align: 'left', dx: 6 }) },
  });
  return madeHere(block, barChart);
}
