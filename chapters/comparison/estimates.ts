import { RESAMPLES } from '#numerics/bootstrap';
import type { Interval } from '#numerics/interval';
import { at } from '#numerics/list';
import {
  type DrawnShares,
  differenceOfShares,
  type Share,
  scatterOf,
  shareInterval,
} from '#numerics/paired-shares';
import { seededRandom } from '#numerics/seeded-random';
import { tiedGroups } from '#numerics/tied-groups';

/** Shares of the same questions in two models, and what they say together. */

/** The same question, put to both models. */
export interface PairOf<Row> {
  readonly a: Row;
  readonly b: Row;
}

const SEED = 17;

/** JSON knows no NaN: without an estimate there is none. */
const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

const stored = (estimate: number, { low, high }: Interval) => ({
  estimate: orNull(estimate),
  low: orNull(low),
  high: orNull(high),
});

const DRAWS = new Map<number, readonly Int32Array[]>();

/** Draws of `n` questions, made once: all statistics look at the same. */
function drawsOf(n: number): readonly Int32Array[] {
  const { next } = seededRandom(SEED);
  const draw = () => {
    const places = new Int32Array(n);
    for (let place = 0; place < n; place++) places[place] = Math.floor(next() * n);
    return places;
  };
  const draws = DRAWS.get(n) ?? Array.from({ length: RESAMPLES }, draw);
  DRAWS.set(n, draws);
  return draws;
}

/** A share of the first, of the second, and their difference, all on the same draws of `n` questions. */
export function pairedEstimates(n: number, drawn: DrawnShares, level: number) {
  const { first, second } = drawn(Int32Array.from({ length: n }, (_, place) => place));
  const scatter = scatterOf(
    drawsOf(n).map((places) => {
      const shares = drawn(places);
      return { first: shares.first.share, second: shares.second.share };
    }),
  );
  const one = { share: first.share, ...shareInterval(first, scatter.first, level) };
  const other = { share: second.share, ...shareInterval(second, scatter.second, level) };
  return {
    first: stored(one.share, one),
    second: stored(other.share, other),
    difference: stored(other.share - one.share, differenceOfShares(one, other, scatter.correlation)),
  };
}

/** Rows of both with one id. */
export function joined<Row>(a: readonly Row[], b: readonly Row[], idOf: (row: Row) => string): PairOf<Row>[] {
  const others = new Map(b.map((row) => [idOf(row), row]));
  return a.flatMap((row) => {
    const other = others.get(idOf(row));
    return other === undefined ? [] : [{ a: row, b: other }];
  });
}

/** What is taken of draws, once the rows are looked at. */
export interface Statistic<Row> {
  readonly of: (rows: readonly Row[]) => (places: Int32Array) => Share;
  /** Whether it counts questions; else it is a share of pairs, or a mean. */
  readonly counts: boolean;
}

/** Of the rows that lie on one side or the other, the share on the side of plus. */
export const wins = <Row>(take: (row: Row) => number): Statistic<Row> => ({
  counts: true,
  of: (rows) => {
    const signs = rows.map((row) => Math.sign(take(row)));
    return (places) => {
      let [won, lost] = [0, 0];
      for (const place of places) {
        const sign = at(signs, place);
        if (sign > 0) won++;
        else if (sign < 0) lost++;
      }
      return { share: won / (won + lost), of: won + lost };
    };
  },
});

/** The share of rows of which something is true. */
export const shareOf = <Row>(take: (row: Row) => boolean): Statistic<Row> => ({
  counts: true,
  of: (rows) => {
    const isTrue = rows.map(take);
    return (places) => {
      let count = 0;
      for (const place of places) if (at(isTrue, place)) count++;
      return { share: count / places.length, of: places.length };
    };
  },
});

export interface Choice {
  readonly confidence: number;
  readonly right: boolean;
}

/** Of drawn rows, which are put in order once for all draws, and counted. */
export const AUROC: Statistic<Choice> = {
  counts: false,
  of: (rows) => {
    const groups = tiedGroups(rows.map(({ confidence }) => confidence));
    const groupOf = new Int32Array(rows.length);
    for (const [group, tied] of groups.entries()) for (const place of tied) groupOf[place] = group;
    const isRight = Int32Array.from(rows, ({ right }) => Number(right));
    const [all, rights] = [new Int32Array(groups.length), new Int32Array(groups.length)];
    return (places) => {
      all.fill(0);
      rights.fill(0);
      for (const place of places) {
        const group = groupOf[place] ?? 0;
        all[group] = (all[group] ?? 0) + 1;
        rights[group] = (rights[group] ?? 0) + (isRight[place] ?? 0);
      }
      let [rightsBelow, wrongsBelow, pairsInOrder] = [0, 0, 0];
      for (const [group, count] of all.entries()) {
        const right = rights[group] ?? 0;
        pairsInOrder += right * (wrongsBelow + (count - right) / 2);
        rightsBelow += right;
        wrongsBelow += count - right;
      }
      return {
        share: pairsInOrder / (rightsBelow * wrongsBelow),
        of: Math.min(rightsBelow, wrongsBelow),
      };
    };
  },
};

/** Of all rows of one model: how many of how many, where questions are counted. */
function countOf<Row>(rows: readonly Row[], { of, counts }: Statistic<Row>) {
  const whole = of(rows)(Int32Array.from(rows, (_, place) => place));
  if (!counts) return { seen: null, among: null };
  return { seen: whole.of === 0 ? 0 : Math.round(whole.share * whole.of), among: whole.of };
}

/** What two models have of one statistic: the shares with intervals, and the counts behind them. */
export function compared<Row>(pairs: readonly PairOf<Row>[], statistic: Statistic<Row>, level: number) {
  const [a, b] = [pairs.map((pair) => pair.a), pairs.map((pair) => pair.b)];
  const [first, second] = [statistic.of(a), statistic.of(b)];
  const drawn: DrawnShares = (places) => ({ first: first(places), second: second(places) });
  const estimates = pairedEstimates(pairs.length, drawn, level);
  return {
    n: pairs.length,
    first: { ...estimates.first, ...countOf(a, statistic) },
    second: { ...estimates.second, ...countOf(b, statistic) },
    difference: estimates.difference,
  };
}
