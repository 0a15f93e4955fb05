import { measurement } from '#report/measurement';

const FACTORS = [0.5, 0.2, 0.9];

export const carryOver = measurement({
  id: 'carry-over',
  kinds: { rows: { factor: 'exact', log: 'float64' }, product: 'float64', sum: 'float64', back: 'float64' },
  async measure() {
    const rows = FACTORS.map((factor) => ({ factor, log: Math.log(factor) }));
    const sum = rows.reduce((total, { log }) => total + log, 0);
    return { rows, product: FACTORS.reduce((total, factor) => total * factor, 1), sum, back: Math.exp(sum) };
  },
});
