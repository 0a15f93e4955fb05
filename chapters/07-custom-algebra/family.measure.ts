import { compose, encode } from '#numerics/custom-algebra';
import { at } from '#numerics/list';
import { pow } from '#numerics/pow';
import { each, measurement } from '#report/measurement';

const FAMILY = [1, 2, 4, 8, 16, 32, 100, 1000];
/** Those that the figure always shows, with their floors. */
const DRAWN = [1, 4, 32];
export const LEAST = 1e-15;
const PROBABILITIES = Array.from({ length: 121 }, (_, index) => pow(LEAST, 1 - index / 120));
const COLUMNS = [0.9, 0.5, 0.01];
const GROWTH = [0.1, 0.2] as const;
/** The probability with which each of two checks catches an error. */
const CAUGHT = 0.9;

const EVENTS: readonly (readonly [number, number])[] = [
  [0.5, 0.5],
  [0.1, 0.2],
  [0.9, 0.9],
  [1, 0.3],
];

export const familyOfScales = measurement({
  id: 'family-of-scales',
  kinds: {
    curve: { k: 'exact', p: 'float64', value: 'float64' },
    log: { p: 'float64', value: 'float64' },
    rows: { k: 'exact', values: 'float64' },
    ...each('float64', 'logs', 'labelled'),
    ...each('exact', 'columns', 'family', 'drawn'),
    gap: { first: 'float64', last: 'float64' },
  },
  async measure() {
    const gapAt = (k: number) => encode(0.5, k) - Math.log(0.5);
    return {
      curve: FAMILY.flatMap((k) => PROBABILITIES.map((p) => ({ k, p, value: encode(p, k) }))),
      log: PROBABILITIES.map((p) => ({ p, value: Math.log(p) })),
      rows: FAMILY.map((k) => ({ k, values: COLUMNS.map((p) => encode(p, k)) })),
      logs: COLUMNS.map(Math.log),
      columns: COLUMNS,
      family: FAMILY,
      drawn: DRAWN,
      labelled: at(PROBABILITIES, 40),
      gap: { first: gapAt(4), last: gapAt(1000) },
    };
  },
});

export const oldAcquaintances = measurement({
  id: 'old-acquaintances',
  kinds: {
    growth: each('float64', 'first', 'second', 'composed'),
    checks: { caught: 'exact', missed: 'float64', together: 'float64' },
    events: { ...each('exact', 'p', 'q'), ...each('float64', 'composed', 'complement') },
  },
  async measure() {
    const [first, second] = GROWTH;
    return {
      growth: { first, second, composed: compose(first, second, 1) },
      checks: { caught: CAUGHT, missed: (1 - CAUGHT) ** 2, together: compose(CAUGHT, CAUGHT, -1) },
      events: EVENTS.map(([p, q]) => ({
        p,
        q,
        composed: compose(p, q, -1),
        complement: 1 - (1 - p) * (1 - q),
      })),
    };
  },
});
