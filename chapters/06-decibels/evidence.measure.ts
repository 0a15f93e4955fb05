import { decibelsToProbability, powerToDecibels, probabilityToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { each, measurement } from '#report/measurement';

/** Odds of one to so many that a coin has two heads; then so many heads in a row. */
const AGAINST = 10_000;
const HEADS = 20;
/** A coin with two heads shows heads always, a fair one half the time. */
const FACTOR = 1 / 0.5;

/** One request in so many is an injection. A filter flags this share of them, and of all else the rest. */
const RARE = 10_000;
const FLAGGED = 0.99;
const FLAGS = 3;

export const evidenceLedger = measurement({
  id: 'evidence-ledger',
  kinds: {
    ...each('exact', 'against', 'heads', 'evenAt'),
    ...each('float64', 'prior', 'each', 'gained', 'after', 'probabilityAfter'),
    detector: {
      ...each('exact', 'rare', 'flagged', 'mistaken'),
      ...each('float64', 'prior', 'flag'),
      afterFlags: { level: 'float64', probability: 'float64' },
    },
    rows: { heads: 'exact', odds: 'float64', probability: 'float64' },
  },
  async measure() {
    const prior = powerToDecibels(1 / AGAINST);
    const one = powerToDecibels(FACTOR);
    const rows = Array.from({ length: HEADS + 1 }, (_, heads) => {
      const odds = prior + heads * one;
      return { heads, odds, probability: decibelsToProbability(odds) };
    });
    const last = at(rows, HEADS);
    const rare = probabilityToDecibels(1 / RARE);
    const flag = probabilityToDecibels(FLAGGED);
    return {
      against: AGAINST,
      heads: HEADS,
      prior,
      each: one,
      gained: HEADS * one,
      after: last.odds,
      probabilityAfter: last.probability,
      detector: {
        rare: RARE,
        flagged: 100 * FLAGGED,
        mistaken: 100 - 100 * FLAGGED,
        prior: rare,
        flag,
        afterFlags: Array.from({ length: FLAGS }, (_, i) => {
          const level = rare + (i + 1) * flag;
          return { level, probability: decibelsToProbability(level) };
        }),
      },
      evenAt: rows.findIndex(({ odds }) => odds > 0),
      rows,
    };
  },
});
