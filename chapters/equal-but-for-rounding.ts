import { layout, type Quantity } from '#report';

/** What rounding may do to a result, as a share of it. */
const ROUNDING = 1e-6;

/** Whether these results are equal but for rounding, so that none is the largest. */
export const areLevel = (...results: readonly Quantity[]) =>
  layout(results, (...values) => {
    const [least, most] = [Math.min(...values), Math.max(...values)];
    return most - least <= ROUNDING * Math.max(-least, most);
  });

/** Whether these results, of sizes about one where they are any, are zero but for rounding. */
export const areZero = (...results: readonly Quantity[]) =>
  layout(results, (...values) => Math.max(...values.map(Math.abs)) < ROUNDING);
