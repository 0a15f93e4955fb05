import { each, measurement } from '#report/measurement';
import { wholeLoop } from './whole-loop.ts';

/** What the code that the chapter shows whole prints for each end. */
export const wholeLoopPrints = measurement({
  id: 'whole-loop',
  kinds: { lines: each('float64', 'cost', 'all') },
  async measure() {
    const lines: { end: string; path: string; cost: number; all: number }[] = [];
    wholeLoop({
      log(end, shortest, all) {
        if (shortest === undefined || all === undefined) throw new Error(`no way leads to ${end}`);
        lines.push({ end, ...shortest, all });
      },
    });
    return { lines };
  },
});
