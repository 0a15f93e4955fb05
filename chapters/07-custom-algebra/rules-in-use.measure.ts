import { pow } from '#numerics/pow';
import { transport } from '#numerics/transport-of-structure';
import { measurement } from '#report/measurement';

/** Sound levels of independent sources: their powers add. */
const addLevels = transport((x, y) => x + y, {
  to: (level) => pow(10, level / 10),
  back: (power) => 10 * Math.log10(power),
});

const LEVEL = 60;

export const equalLevels = measurement({
  id: 'equal-levels',
  kinds: { level: 'exact', together: 'float64' },
  async measure() {
    return { level: LEVEL, together: addLevels(LEVEL, LEVEL) };
  },
});
