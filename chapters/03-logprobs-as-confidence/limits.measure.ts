import { at } from '#numerics/list';
import { wilsonInterval } from '#numerics/wilson';
import { measurement } from '#report/measurement';
import { factScores, judged } from './fact-scores.measure.ts';
import { PAIRED_OUTCOMES, pairedOutcomes } from './statistics.ts';

const SIZES = [20, 200];
const RATE = 0.6;

export const lengthAndSize = measurement({
  id: 'confidence-length-and-size',
  needs: { scores: factScores },
  kinds: {
    varied: { n: 'exact', shift: PAIRED_OUTCOMES },
    rate: 'float64',
    sizes: { n: 'exact', low: 'float64', high: 'float64' },
  },
  async measure({ scores }) {
    const varied = judged(scores.items, 'test').filter(({ item }) => item.lengths === 'varied');
    const isShortest = ({ item }: (typeof varied)[number], place: number) =>
      at(item.answers, place).tokens === Math.min(...item.answers.map(({ tokens }) => tokens));
    const right = varied.map((row) => isShortest(row, 0));
    const picked = varied.map((row) => isShortest(row, row.chosen));
    const shift = pairedOutcomes(right, picked);
    const shown: 'proof' | 'hint' | 'neither' =
      shift.verdict === 'up' ? 'proof' : shift.gained > shift.lost && shift.p < 0.2 ? 'hint' : 'neither';
    return {
      varied: { n: varied.length, shift, shown },
      rate: RATE,
      sizes: SIZES.map((n) => ({ n, ...wilsonInterval(Math.round(RATE * n), n) })),
    };
  },
});
