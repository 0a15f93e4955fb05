import { either, measurement } from '#report/measurement';
import { endings } from './endings.measure.ts';

/** In nats: by how much a log-probability may be off. Chosen, about what bfloat16 logits changed in chapter 1. */
export const NOISE = 0.06;

/** By rule and ending, whether another ending's score is no further away than the errors of both. */
export const tiesByNoise = measurement({
  id: 'ties-by-noise',
  needs: { found: endings },
  kinds: {},
  async measure({ found: { rows } }) {
    type Row = (typeof rows)[number];
    const marks = (rule: 'sum' | 'perToken' | 'perByte' | 'pmi', errorOf: (row: Row) => number) =>
      rows.map((one): string => {
        const isTied = (other: Row) => Math.abs(one[rule] - other[rule]) <= errorOf(one) + errorOf(other);
        return either(rows.filter(isTied).length > 1, '=', '');
      });
    return {
      sum: marks('sum', ({ tokens }) => tokens * NOISE),
      perToken: marks('perToken', () => NOISE),
      // The sum divided by the mean per byte is the number of bytes.
      perByte: marks('perByte', ({ tokens, perByte, sum }) => (tokens * NOISE * perByte) / sum),
      pmi: marks('pmi', ({ tokens }) => 2 * tokens * NOISE),
    };
  },
});
