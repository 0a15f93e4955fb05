import { either, measurement } from '#report/measurement';

const FACTORS = [0.9, 0.6, 0.5, 0.1];
/** No product of these factors needs more steps than this to come to rest. */
const MOST_STEPS = 20_000;
/** Below this a float64 is subnormal: it has fewer than its usual bits. */
const SMALLEST_NORMAL = 2 ** -1022;

// #region until-rest
/** Multiplies by one factor again and again, until the product no longer changes; `round` is the float format. */
export function untilRest(factor: number, round: (x: number) => number): { steps: number; product: number } {
  let product = 1;
  for (let steps = 1; steps <= MOST_STEPS; steps++) {
    const next = round(product * round(factor));
    if (next === product) return { steps: steps - 1, product };
    product = next;
  }
  throw new RangeError(`the product of ${factor} did not come to rest`);
}
// #endregion until-rest

/**
 * The last stretch of a product, as logarithms: what it should be, and what float64 makes of it. The first point at
 * rest, or the last above zero, is its end.
 */
function lastStretch(factor: number) {
  const points: { exact: number; float64: number }[] = [];
  let product = 1;
  for (let step = 1; step * Math.log(factor) > -760; step++) {
    product *= factor;
    const exact = step * Math.log(factor);
    if (exact < -700 && product > 0 && step % (factor > 0.8 ? 4 : 1) === 0)
      points.push({ exact, float64: Math.log(product) });
  }
  const lowest = points.at(-1)?.float64;
  const end = points.findIndex(({ float64 }) => float64 === lowest);
  return points.map((point, index) => ({ ...point, end: index === end }));
}

export const stuckProducts = measurement({
  id: 'stuck-products',
  kinds: {
    rows: { factor: 'exact', steps64: 'exact', rest64: 'float64', steps32: 'exact', rest32: 'float64' },
    smallest64: 'float64',
    subnormal: 'float64',
    stretch: { exact: 'float64', float64: 'float64' },
  },
  async measure() {
    const rows = FACTORS.map((factor) => {
      const { steps: steps64, product: rest64 } = untilRest(factor, (x) => x);
      const { steps: steps32, product: rest32 } = untilRest(factor, Math.fround);
      return { factor, steps64, rest64, steps32, rest32 };
    });
    const isStuck = rows.some(({ rest64 }) => rest64 > 0);
    return {
      rows,
      anyStuck: either(isStuck, 'yes', 'no'),
      smallest64: Number.MIN_VALUE,
      subnormal: Math.log(SMALLEST_NORMAL),
      stretch: rows.flatMap(({ factor, rest64 }) =>
        lastStretch(factor).map((point) => ({
          factor: `factor ${factor}: ${rest64 > 0 ? 'rests' : 'reaches zero'}`,
          ...point,
        })),
      ),
    };
  },
});
