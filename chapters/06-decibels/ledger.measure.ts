import { decibelsToProbability, powerToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { each, measurement } from '#report/measurement';

/** Odds of one to so many that a coin has two heads; then so many heads in a row. */
const AGAINST = 10_000;
const HEADS = 20;
/** A coin with two heads shows heads always, a fair one half the time. */
const FACTOR = 1 / 0.5;

export const evidenceLedger = measurement({
  id: 'evidence-ledger',
  kinds: {
    ...each('exact', 'against', 'heads', 'evenAt'),
    ...each('float64', 'prior', 'each', 'gained', 'after', 'oddsAfter', 'probabilityAfter'),
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
    return {
      against: AGAINST,
      heads: HEADS,
      prior,
      each: one,
      gained: HEADS * one,
      after: last.odds,
      oddsAfter: Array.from({ length: HEADS }, () => FACTOR).reduce((odds, one) => odds * one, 1 / AGAINST),
      probabilityAfter: last.probability,
      evenAt: rows.findIndex(({ odds }) => odds > 0),
      rows,
    };
  },
});
