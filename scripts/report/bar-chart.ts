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
 * The alternative text says the same in words. Shares are drawn on an axis from 0 to 1.
 */
export function barChart<Row>({
  rows,
  name,
  value,
  ...spec
}: {
  readonly id?: string;
  readonly caption: Prose;
  readonly rows: readonly Row[];
  readonly name: FieldsOf<Row, DataText>;
  readonly value: FieldsOf<Row, Quantity>;
}): FigureBlock {
  if (rows.length === 0) throw new Error('barChart has no rows to draw');
  const all = rows.map((row) => ({ name: row[name] as DataText, value: row[value] as Quantity }));
  const odd = all.find((one) => !(one.value instanceof Quantity));
  if (odd) throw new TypeError(`barChart draws results, and "${value}" of a row is ${notAResult(odd.value)}`);
  const kind = all[0] && kindName(all[0].value.source.kind);
  const { unit } = KINDS[kind ?? 'exact'];
  const isShare = layout(
    all.map((one) => one.value),
    (...values) => values.every((one) => one >= 0 && one <= 1),
  );
  const scale = kind === 'probability' && isShare ? { scale: { domain: [0, 1] } } : {};
  const x = mark.q('value', { title: unit === '' ? value : `${value} (${unit})`, ...scale });
  const bars = mark.bars({ x, y: mark.n('name', { title: null, sort: null }) });
  const block = figure({
    ...spec,
    alt: prose`Bars: ${list(all.map((one) => prose`${one.name} ${one.value}`))}.`,
    data: all.map((one) => ({ ...one, label: printed(one.value) })),
    spec: { height: { step: STEP }, layer: mark.labelled(bars, { align: 'left', dx: 6 }) },
  });
  return madeHere(block, barChart);
}
