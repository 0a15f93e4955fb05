import { madeHere } from '#base/source-location';
import { assertSaysSomething, type Takeaway } from './block.ts';
import type { Prose } from './part.ts';
import { restsOnResult } from './report-tree.ts';

/** A takeaway that is true of any model. Throws an Error if it prints a result. */
export function always(point: Prose): Takeaway {
  assertSaysSomething(point, 'a takeaway');
  if (restsOnResult(point))
    throw new Error(
      'always takes what is true of any model, and this takeaway prints a result; use measured(…), or split it',
    );
  return madeHere({ basis: 'always', prose: point }, always);
}

/** A takeaway that was measured on this model. Throws an Error unless it prints a result. */
export function measured(point: Prose): Takeaway {
  assertSaysSomething(point, 'a takeaway');
  if (!restsOnResult(point))
    throw new Error(
      'measured takes what this model showed, and this takeaway does not print a result; use always(…), or let it print one',
    );
  return madeHere({ basis: 'measured', prose: point }, measured);
}
