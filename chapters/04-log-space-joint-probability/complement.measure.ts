import { log1mExp } from '#numerics/log1m-exp';
import { each, measurement } from '#report/measurement';

/** A nearly certain event and a nearly impossible one, as log-probabilities. */
const [CERTAIN, IMPOSSIBLE] = [-1e-20, -50];

export const complements = measurement({
  id: 'log-sums',
  kinds: each('float64', 'notCertain', 'notImpossible'),
  async measure() {
    return { notCertain: log1mExp(CERTAIN), notImpossible: log1mExp(IMPOSSIBLE) };
  },
});
