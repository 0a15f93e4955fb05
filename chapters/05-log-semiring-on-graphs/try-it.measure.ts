import { at } from '#numerics/list';
import { each, measurement } from '#report/measurement';
import { map, START } from './map.ts';
import { edgeShares } from './paths.ts';

const END = 'y';

export const walkToY = measurement({
  id: 'walk-to-y',
  kinds: each('float64', 'overA', 'overB'),
  async measure() {
    const shares = edgeShares(map, START, END);
    return { end: END, overA: at(shares, 0).share, overB: at(shares, 1).share };
  },
});
