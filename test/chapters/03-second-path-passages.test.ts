import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PASSAGES_FILE } from '../../chapters/03-logprobs-as-confidence/passages.ts';
import { committedOutputs } from './committed.ts';
import { mulberry } from './mulberry.ts';

/** What chapter 3 stores of answers with passages, computed a second time by counting, pairs and another generator. */

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly condition: string;
  readonly answer: string;
  readonly verdict: string;
  readonly ended: string;
  readonly tokens: number;
  readonly sum: number;
  readonly entropy: number;
  readonly right: number | null;
  readonly inSource: number | null;
  readonly rating: number | null;
  readonly without: number | null;
}
interface Area {
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict: string;
}

const outputs = committedOutputs();
const { rows } = outputs.get('passage-answers') as { readonly rows: readonly Row[] };
// biome-ignore lint/suspicious/noExplicitAny: as it is stored
const stored = outputs.get('passage-signals') as any;

const under = (condition: string) => rows.filter((row) => row.condition === condition);
const ofQuestion = (id: string, condition: string) => {
  const found = rows.find((row) => row.id === id && row.condition === condition);
  if (found === undefined) throw new Error(`no answer to ${id} under ${condition}`);
  return found;
};
const ids = [...new Set(rows.map(({ id }) => id))];

/** The share of pairs in order, a tie counting half. */
function pairs(higher: readonly number[], lower: readonly number[]): number {
  let inOrder = 0;
  for (const one of higher) for (const other of lower) inOrder += one > other ? 1 : one === other ? 0.5 : 0;
  return inOrder / (higher.length * lower.length);
}

/** A bootstrap interval over questions, of a statistic of the ids that were drawn. */
function drawn(statistic: (some: readonly string[]) => number): readonly [number, number] {
  const random = mulberry(9);
  const values = Array.from({ length: 600 }, () =>
    statistic(ids.map(() => ids[Math.floor(random() * ids.length)] ?? '')),
  ).sort((a, b) => a - b);
  return [values[15] ?? Number.NaN, values[584] ?? Number.NaN];
}

const SIGNALS: Readonly<Record<string, (row: Row) => number>> = {
  'log-probability': (row) => row.sum,
  'log-probability per token': (row) => row.sum / row.tokens,
  'sharpness of the first token': (row) => -row.entropy,
  'P(True)': (row) => row.right ?? Number.NaN,
  'passage has it': (row) => row.inSource ?? Number.NaN,
  'gain from passage': (row) => row.sum - (row.without ?? Number.NaN),
};
const FAILURES = { missing: 'none', irrelevant: 'irrelevant', untrue: 'untrue' };

describe('the conditions', () => {
  it('are counted as the answers say', () => {
    expect(ids).toHaveLength(stored.questions);
    for (const condition of stored.conditions) {
      const own = under(condition.name);
      expect(own).toHaveLength(stored.questions);
      const count = (verdict: string) => own.reduce((n, row) => n + Number(row.verdict === verdict), 0);
      expect(
        [condition.right, condition.untrue, condition.another, condition.nothing],
        condition.name,
      ).toEqual(['right', 'false', 'another', 'nothing'].map(count));
      expect(condition.rightInvented + condition.rightReal).toBe(condition.right);
      expect(condition.rightReal).toBe(
        own.filter((row) => row.kind === 'real' && row.verdict === 'right').length,
      );
      expect(condition.ended).toBe(own.filter(({ ended }) => ended === 'by itself').length);
      const sorted = own.map(({ sum }) => Math.exp(sum)).sort((a, b) => a - b);
      expect(condition.probability).toBeCloseTo(((sorted[39] ?? 0) + (sorted[40] ?? 0)) / 2, 12);
    }
  });

  it.each([
    ['passage', 'none', 'right'],
    ['wording', 'right', 'reworded'],
    ['distraction', 'none', 'irrelevant'],
  ])('differ in %s by what changed question by question', (name, before, after) => {
    const change = (from: boolean) =>
      ids.filter((id) => {
        const [one, other] = [before, after].map(
          (condition) => ofQuestion(id, condition).verdict === 'right',
        );
        return one === from && other === !from;
      }).length;
    const [gained, lost] = [change(false), change(true)];
    expect(stored[name]).toMatchObject({ gained, lost });
    // The exact two-sided sign test: twice the smaller tail of fair coins.
    const n = gained + lost;
    let [tail, term] = [0, 0.5 ** n];
    for (let k = 0; k <= Math.min(gained, lost); k++) {
      tail += term;
      term *= (n - k) / (k + 1);
    }
    expect(stored[name].p).toBeCloseTo(Math.min(1, 2 * tail), 12);
  });

  it('say what became of the questions that were known', () => {
    const known = ids.filter((id) => {
      const { kind, verdict } = ofQuestion(id, 'none');
      return kind === 'real' && verdict === 'right';
    });
    const those = (condition: string, verdict: string) =>
      known.filter((id) => ofQuestion(id, condition).verdict === verdict).length;
    expect(stored.known).toEqual({
      n: known.length,
      misled: those('untrue', 'false'),
      kept: those('untrue', 'right'),
      distracted: known.length - those('irrelevant', 'right'),
    });
  });

  it('say which of two contradicting passages is followed', () => {
    const items = JSON.parse(readFileSync(PASSAGES_FILE, 'utf8')) as { readonly id: string }[];
    let [first, second] = [0, 0];
    items.forEach(({ id }, place) => {
      const { verdict } = ofQuestion(id, 'contradictory');
      const wins = place % 2 === 0 ? 'right' : 'false';
      if (verdict === wins) first++;
      else if (verdict === 'right' || verdict === 'false') second++;
    });
    expect(stored.contradicted).toEqual({ first, second, neither: ids.length - first - second });
  });
});

describe('the signals', () => {
  const cells = Object.keys(SIGNALS).flatMap((name) =>
    Object.keys(FAILURES).map((failure) => [name, failure] as const),
  );
  const areaOf = (name: string, failure: string): Area | null =>
    stored.signals.find((row: { readonly name: string }) => row.name === name)[failure];

  it('are as many comparisons as there are cells with a number', () => {
    expect(stored.comparisons).toBe(cells.filter(([name, failure]) => areaOf(name, failure) !== null).length);
  });

  it.each(cells)('tell by %s what is %s as often as pairs say', (name, failure) => {
    const area = areaOf(name, failure);
    const score = SIGNALS[name] ?? (() => Number.NaN);
    const bad = FAILURES[failure as keyof typeof FAILURES];
    if (area === null) {
      expect(under(bad).some((row) => Number.isNaN(score(row)))).toBe(true);
      return;
    }
    const by = (some: readonly string[]) =>
      pairs(
        some.map((id) => score(ofQuestion(id, 'right'))),
        some.map((id) => score(ofQuestion(id, bad))),
      );
    expect(area.estimate).toBeCloseTo(by(ids), 12);
    const [low, high] = drawn(by);
    expect(Math.abs((area.low ?? Number.NaN) - low)).toBeLessThan(0.025);
    expect(Math.abs((area.high ?? Number.NaN) - high)).toBeLessThan(0.025);
  });

  it('are best on the real questions alone as pairs say', () => {
    const real = (condition: string) => under(condition).filter(({ kind }) => kind === 'real');
    const areas = Object.entries(SIGNALS).map(
      ([name, score]) => [name, pairs(real('right').map(score), real('untrue').map(score))] as const,
    );
    const best = Math.max(...areas.map(([, area]) => area));
    expect(stored.bestReal.estimate).toBeCloseTo(best, 12);
    expect(areas.find(([, area]) => area === best)?.[0]).toBe(stored.bestReal.name);
  });

  it('count as telling only where an interval for all comparisons leaves one half out', () => {
    for (const failure of Object.keys(FAILURES)) {
      const names = stored.signals
        .filter((row: Readonly<Record<string, Area | null>>) => row[failure]?.verdict === 'separates')
        .map(({ name }: { readonly name: string }) => name);
      const told = stored.told.find((one: { readonly failure: string }) => one.failure === failure);
      expect(told).toMatchObject({ by: names, byHowMany: names.length });
      for (const name of names) expect(areaOf(name, failure)?.low).toBeGreaterThan(0.5);
    }
  });

  it.each([
    ['whenRight', ['right'], 'right'],
    ['whenUntrue', ['untrue'], 'false'],
    ['mixed', ['right', 'untrue'], 'right'],
  ] as const)('separate answers by their log-probability: %s', (name, conditions, verdict) => {
    const own = conditions.flatMap(under);
    const area = pairs(
      own.filter((row) => row.verdict === verdict).map(({ sum }) => sum),
      own.filter((row) => row.verdict !== verdict).map(({ sum }) => sum),
    );
    expect(stored[name].estimate).toBeCloseTo(area, 12);
  });
});

describe('asking the model', () => {
  const rated = rows.filter(({ rating }) => rating !== null);
  const right = rated.filter(({ verdict }) => verdict === 'right');
  const wrong = rated.filter(({ verdict }) => verdict !== 'right');
  const ways: Readonly<Record<string, (row: Row) => number>> = {
    'log-probability of the answer': ({ sum }) => sum,
    'P(True)': (row) => row.right ?? Number.NaN,
    'rating from 0 to 9': ({ rating }) => rating ?? Number.NaN,
  };

  it('is counted as the answers say', () => {
    expect(stored.asked).toBe(rated.length);
    expect(stored.asking.right).toBe(right.length);
    expect(stored.asking.yes).toBe(rated.filter((row) => (row.right ?? 0) > 0).length);
    const meanOf = (value: (row: Row) => number) =>
      rated.reduce((sum, row) => sum + value(row), 0) / rated.length;
    expect(stored.asking.meanYes).toBeCloseTo(
      meanOf((row) => 1 / (1 + Math.exp(-(row.right ?? 0)))),
      12,
    );
    expect(stored.asking.meanProbability).toBeCloseTo(
      meanOf(({ sum }) => Math.exp(sum)),
      12,
    );
    expect(stored.asking.meanRating).toBeCloseTo(
      meanOf(({ rating }) => rating ?? Number.NaN),
      12,
    );
  });

  it.each(Object.entries(ways))('has for %s the area and the difference that pairs give', (name, way) => {
    const row = stored.asking.rows.find((one: { readonly name: string }) => one.name === name);
    const area = pairs(right.map(way), wrong.map(way));
    expect(row.estimate).toBeCloseTo(area, 12);
    const sumArea = pairs(
      right.map(({ sum }) => sum),
      wrong.map(({ sum }) => sum),
    );
    expect(row.difference).toBeCloseTo(area - sumArea, 12);
    if (name === 'log-probability of the answer') return;
    const [low, high] = drawn((some) => {
      const own = some.flatMap((id) => rated.filter((one) => one.id === id));
      const split = (value: (row: Row) => number) =>
        pairs(
          own.filter(({ verdict }) => verdict === 'right').map(value),
          own.filter(({ verdict }) => verdict !== 'right').map(value),
        );
      return split(way) - split(({ sum }) => sum);
    });
    expect(Math.abs(row.differenceLow - low)).toBeLessThan(0.03);
    expect(Math.abs(row.differenceHigh - high)).toBeLessThan(0.03);
  });
});
