import { absorbing, compose } from '#numerics/custom-algebra';
import { each, measurement } from '#report/measurement';

export const REACH = 8;
const GRID = Array.from({ length: 2 * REACH + 1 }, (_, index) => index - REACH);
const COLUMNS = [-8, -4, -1, 0, 1, 4];
/** Largest first, so that they grow upwards as in the figure. */
const ROWS = [...COLUMNS].reverse();
export const SUM = 'a + b';
export const COMPOSED = 'a ⊕₄ b';

/** The cells of the row and of the column of one value, as two rectangles. */
function outlines(value: number) {
  const [from, to, start, end] = [value - 0.5, value + 0.5, -REACH - 0.5, REACH + 0.5];
  return [
    { left: from, right: to, bottom: start, top: end },
    { left: start, right: end, bottom: from, top: to },
  ];
}

export const twoRules = measurement({
  id: 'two-rules',
  kinds: {
    first: each('exact', 'a', 'b', 'sum', 'composed'),
    rows: each('exact', 'a', 'values'),
    ...each('exact', 'columns', 'absorbing'),
    cells: each('exact', 'a', 'b', 'value'),
    cross: each('exact', 'left', 'right', 'bottom', 'top'),
    largest: each('exact', 'sum', 'composed'),
  },
  async measure() {
    const cells = GRID.flatMap((a) =>
      GRID.flatMap((b) => [
        { rule: SUM, a, b, value: a + b },
        { rule: COMPOSED, a, b, value: compose(a, b) },
      ]),
    );
    const [a, b] = [2, 2];
    return {
      first: { a, b, sum: a + b, composed: compose(a, b) },
      rows: ROWS.map((left) => ({ a: left, values: COLUMNS.map((right) => compose(left, right)) })),
      columns: COLUMNS,
      absorbing: absorbing(),
      cells,
      cross: outlines(absorbing()),
      largest: { sum: REACH + REACH, composed: compose(REACH, REACH) },
    };
  },
});
