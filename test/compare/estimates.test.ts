import { describe, expect, it } from 'vitest';
import { AUROC, compared, joined, shareOf, wins } from '#chapters/comparison/estimates';
import { auroc } from '#numerics/auroc';
import { clusteredBootstrapInterval } from '#numerics/clustered-bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import { wilsonInterval } from '#numerics/wilson';

const { next } = seededRandom(4);
const rows = Array.from({ length: 200 }, (_, id) => {
  const luck = next();
  return { id, first: luck < 0.5, second: luck < 0.4 || next() < 0.5 };
});
const pairs = rows.map(({ first, second }) => ({ a: { right: first }, b: { right: second } }));

describe('a share of two models on the same questions', () => {
  const found = compared(
    pairs,
    shareOf(({ right }: { readonly right: boolean }) => right),
    0.95,
  );
  const count = (of: 'first' | 'second'): number => rows.filter((row) => row[of]).length;

  it('has its counts and Wilson’s intervals, but for the chance of the draws', () => {
    for (const of of ['first', 'second'] as const) {
      expect(found[of]).toMatchObject({ seen: count(of), among: rows.length });
      const { low, high } = wilsonInterval(count(of), rows.length);
      expect(Math.abs(Number(found[of].low) - low)).toBeLessThan(0.01);
      expect(Math.abs(Number(found[of].high) - high)).toBeLessThan(0.01);
    }
  });

  it('has a difference with the interval of another paired bootstrap, narrower than without pairs', () => {
    const other = clusteredBootstrapInterval({
      rows,
      clusterOf: ({ id }) => id,
      statistic: (drawn) => mean(drawn.map(({ first, second }) => Number(second) - Number(first))),
      random: seededRandom(99).next,
      resamples: 10_000,
    });
    expect(found.difference.estimate).toBeCloseTo((count('second') - count('first')) / rows.length, 12);
    expect(Math.abs(Number(found.difference.low) - other.low)).toBeLessThan(0.015);
    expect(Math.abs(Number(found.difference.high) - other.high)).toBeLessThan(0.015);
    const shuffled = pairs.map(({ a }, place) => ({ a, b: pairs[(place + 71) % pairs.length]?.b ?? a }));
    const apart = compared(
      shuffled,
      shareOf(({ right }: { readonly right: boolean }) => right),
      0.95,
    );
    const widthOf = ({ low, high }: { low: number | null; high: number | null }) =>
      Number(high) - Number(low);
    expect(widthOf(found.difference)).toBeLessThan(widthOf(apart.difference));
  });
});

const both = <Row>(of: readonly Row[]) => of.map((row) => ({ a: row, b: row }));

describe('what is counted', () => {
  it('is, of the questions on one side or the other, those on the side of plus', () => {
    const { first } = compared(
      both([2, 1, -3, 0, 0]),
      wins((value: number) => value),
      0.95,
    );
    expect(first).toMatchObject({ seen: 2, among: 3, estimate: 2 / 3 });
  });

  it('is nothing where all are ties, with no estimate', () => {
    const { first, difference } = compared(
      both([0, 0]),
      wins((value: number) => value),
      0.95,
    );
    expect(first).toMatchObject({ seen: 0, among: 0, estimate: null, low: null, high: null });
    expect(difference.estimate).toBeNull();
  });

  it('is nothing where there are no questions, or none of them wrong', () => {
    expect(
      compared(
        [],
        shareOf((value: number) => value > 0),
        0.95,
      ).first.estimate,
    ).toBeNull();
    const right = both([0.2, 0.9].map((confidence) => ({ confidence, right: true })));
    expect(compared(right, AUROC, 0.95).first).toMatchObject({ estimate: null, seen: null, among: null });
    expect(compared(right.slice(0, 0), AUROC, 0.95).first.estimate).toBeNull();
  });

  it('has intervals of some width where all questions agree', () => {
    const { first, second, difference } = compared(
      both([1, 1, 1]),
      wins((value: number) => value),
      0.95,
    );
    expect(first).toMatchObject({ estimate: 1, high: 1 });
    expect(first.low).toBeLessThan(0.6);
    expect(second).toEqual(first);
    expect(difference.low).toBeLessThan(0);
  });
});

describe('rows of two reports', () => {
  it('are joined by their ids, those of one alone left out', () => {
    const [a, b] = [
      ['x', 'y', 'z'].map((id) => ({ id, of: 'a' })),
      ['z', 'x'].map((id) => ({ id, of: 'b' })),
    ];
    expect(joined(a, b, ({ id }) => id).map((pair) => [pair.a.id, pair.b.of])).toEqual([
      ['x', 'b'],
      ['z', 'b'],
    ]);
  });
});

describe('the area under the curve of drawn rows', () => {
  const { next, below } = seededRandom(8);
  const choices = Array.from({ length: 30 }, () => ({ confidence: below(12) / 12, right: next() < 0.6 }));
  const ofPlaces = AUROC.of(choices);

  it('is that of the rows themselves, ties among them, whatever was drawn before', () => {
    for (let draw = 0; draw < 200; draw++) {
      const places = new Int32Array(30).map(() => below(30));
      const drawn = Array.from(places, (place) => at(choices, place));
      const outcomes = drawn.map((row) => row.right);
      const rights = outcomes.filter(Boolean).length;
      const { share, of } = ofPlaces(places);
      expect(share).toBe(
        auroc(
          drawn.map((row) => row.confidence),
          outcomes,
        ),
      );
      expect(of).toBe(Math.min(rights, 30 - rights));
    }
  });
});
