import { measurement } from '#report/measurement';
import { endings } from './endings.measure.ts';

/** The ending whose mean per token is almost that of “bread”. */
export const CLOSE = 'a new ferry';

export const closeRanks = measurement({
  id: 'close-ranks',
  needs: { found: endings },
  kinds: { perToken: 'nats' },
  async measure({ found: { rows, bread } }) {
    const close = rows.find(({ text }) => text === CLOSE);
    return { perToken: Math.abs(bread.perToken - (close?.perToken ?? Number.NaN)) };
  },
});
