import { each, measurement } from '#report/measurement';
import { wholeLoop } from './whole-loop.ts';

/** What the code that the chapter shows whole prints: a line for each end, and one more for the last. */
export const wholeLoopPrints = measurement({
  id: 'whole-loop',
  kinds: { lines: each('float64', 'cost', 'all'), count: 'exact', ...each('float64', 'likely', 'widest') },
  async measure() {
    const lines: { end: string; path: string; cost: number; all: number }[] = [];
    let [count, likely, widest] = [Number.NaN, Number.NaN, Number.NaN];
    wholeLoop({
      log(end, found, second, third) {
        if (found === undefined || second === undefined) throw new Error(`no way leads to ${end}`);
        if (typeof found === 'object') lines.push({ end, ...found, all: second });
        else [count, likely, widest] = [found, second, third ?? Number.NaN];
      },
    });
    return { lines, count, likely, widest };
  },
});
