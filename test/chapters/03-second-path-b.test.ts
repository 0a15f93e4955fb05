import { describe, expect, it } from 'vitest';
import { committedOutputs } from './committed.ts';
import { mulberry } from './mulberry.ts';

/**
 * What chapter 3 stores of its confidences, computed a second time from the stored scores, by the plainest means: pairs
 * instead of sorted ranks, exact distributions instead of simulated ones, samples from another generator.
 */

const outputs = committedOutputs();
const stored = <T>(id: string) => outputs.get(id) as T;

type Nullable<T> = { readonly [Key in keyof T]: T[Key] | null };
interface Range {
  readonly low: number;
  readonly high: number;
}

interface Item {
  readonly id: string;
  readonly relation: string;
  readonly half: 'dev' | 'test';
  readonly prompt: string;
  readonly answers: readonly { readonly text: string; readonly sum: number; readonly tokens: number }[];
}

const { items } = stored<{ readonly items: readonly Item[] }>('fact-scores');

interface Row {
  readonly item: Item;
  readonly sums: readonly number[];
  readonly chosen: number;
  readonly right: boolean;
  readonly confidence: number;
}

/** The share of the largest sum; the confidence at any temperature. */
const shareOfBest = (sums: readonly number[], temperature = 1) => {
  const best = Math.max(...sums);
  return 1 / sums.map((sum) => Math.exp((sum - best) / temperature)).reduce((a, b) => a + b, 0);
};

function rowsOf(half: 'dev' | 'test'): Row[] {
  return items
    .filter((item) => item.half === half)
    .map((item) => {
      const sums = item.answers.map(({ sum }) => sum);
      const [first = 0, ...others] = sums;
      const right = others.every((sum) => sum < first);
      const chosen = sums.indexOf(Math.max(...sums));
      return { item, sums, chosen, right, confidence: shareOfBest(sums) };
    });
}

const [dev, test] = [rowsOf('dev'), rowsOf('test')];

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const meanOf = (values: readonly number[]) => total(values) / values.length;

function drawn<T>(values: readonly T[], random: () => number): T[] {
  return values.map(() => values[Math.floor(random() * values.length)] as T);
}

/** The middle of so many values, without interpolation. */
function middleOf(values: readonly number[], level: number): Range {
  const rising = [...values].sort((a, b) => a - b);
  const cut = Math.round(((1 - level) / 2) * rising.length);
  return { low: rising[cut] ?? NaN, high: rising[rising.length - 1 - cut] ?? NaN };
}

/** By how much both ends may differ when other samples are drawn. */
function expectNear(actual: Nullable<Range>, expected: Range, within: number): void {
  expect(Math.abs((actual.low ?? NaN) - expected.low)).toBeLessThan(within);
  expect(Math.abs((actual.high ?? NaN) - expected.high)).toBeLessThan(within);
}

/** The ends of Wilson's interval: the rates p of which the seen one lies z standard errors off, by bisection. */
function wilsonBySearch(successes: number, n: number, z: number): Range {
  const seen = successes / n;
  const isInside = (p: number) => Math.abs(seen - p) <= z * Math.sqrt((p * (1 - p)) / n);
  const edge = (outside: number) => {
    let [out, inside] = [outside, seen];
    for (let step = 0; step < 100; step++) {
      const middle = (out + inside) / 2;
      if (isInside(middle)) inside = middle;
      else out = middle;
    }
    return inside;
  };
  return { low: edge(0), high: edge(1) };
}

const Z95 = 1.959963984540054;
/** Of the corrected level of two comparisons. */
const Z975 = 2.241402727604947;

type Scored = Pick<Row, 'right' | 'confidence'> & { readonly item: Pick<Item, 'relation'> };

/** Of all pairs of a right and a wrong row that count, the part in which the right one is surer; a tie is a half. */
function surerInPairs(rows: readonly Scored[], counts: (one: Scored, other: Scored) => boolean = () => true) {
  const wrongs = rows.filter(({ right }) => !right);
  const pairs = rows
    .filter(({ right }) => right)
    .flatMap((one) => wrongs.filter((other) => counts(one, other)).map((other) => [one, other] as const));
  return meanOf(pairs.map(([one, other]) => (Math.sign(one.confidence - other.confidence) + 1) / 2));
}

const ofOneRelation = (one: Scored, other: Scored) => one.item.relation === other.item.relation;

describe('the accuracy that chapter 3 stores', () => {
  interface Accuracy {
    readonly relations: readonly { readonly prompt: string; readonly n: number; readonly right: number }[];
    readonly test: Range & { readonly right: number; readonly accuracy: number };
    readonly tied: number;
  }
  const found = stored<Accuracy>('fact-accuracy');

  it('is the share of test items whose right answer has a larger sum than each other', () => {
    const right = test.filter((row) => row.right).length;
    expect(found.test).toMatchObject({ right, accuracy: right / test.length });
    expectNear(found.test, wilsonBySearch(right, test.length, Z95), 1e-9);
    const isTied = ({ sums }: Row) => sums.filter((sum) => sum === Math.max(...sums)).length > 1;
    expect(found.tied).toBe(test.filter(isTied).length);
  });

  it('is counted in each relation', () => {
    for (const { prompt, n, right } of found.relations) {
      const relation = items.find((item) => item.prompt === prompt)?.relation;
      const own = test.filter(({ item }) => item.relation === relation);
      expect([n, right]).toEqual([own.length, own.filter((row) => row.right).length]);
    }
    expect(found.relations).toHaveLength(8);
  });
});

describe('the shares of three questions', () => {
  interface Signal {
    readonly answers: readonly { readonly prompt: string; readonly answer: string; readonly share: number }[];
  }

  it('are the exponentials of the sums, over their total', () => {
    const { answers } = stored<Signal>('confidence-signal');
    expect(answers).toHaveLength(12);
    for (const { prompt, answer, share } of answers) {
      const all = items.find((item) => item.prompt === prompt)?.answers ?? [];
      const own = all.find(({ text }) => text === answer)?.sum ?? NaN;
      expect(share).toBeCloseTo(Math.exp(own) / total(all.map(({ sum }) => Math.exp(sum))), 12);
    }
  });
});

describe('how confidence separates right from wrong', () => {
  type Area = Nullable<Range & { readonly estimate: number }> & { readonly verdict: string };
  interface Relation extends Nullable<Range & { readonly auroc: number }> {
    readonly right: number;
    readonly wrong: number;
    readonly verdict: string;
  }
  interface Separation {
    readonly bars: readonly { outcome: string; low: number; n: number }[];
    readonly right: { readonly n: number; readonly mean: number };
    readonly wrong: { readonly n: number; readonly mean: number };
    readonly auroc: Area;
    readonly within: Area;
    readonly relations: readonly Relation[];
    readonly level: number;
    readonly pairs: number;
    readonly separated: number;
    readonly reversed: number;
  }
  const found = stored<Separation>('confidence-separation');
  const names = [...new Set(test.map(({ item }) => item.relation))];

  it('is counted in all pairs, and in those of one relation', () => {
    expect(found.auroc.estimate).toBeCloseTo(surerInPairs(test), 12);
    expect(found.within.estimate).toBeCloseTo(surerInPairs(test, ofOneRelation), 12);
    expect(found.pairs).toBe(found.right.n * found.wrong.n);
  });

  it('has the interval that other samples give', () => {
    const random = mulberry(1);
    const areasOf = (...counts: Parameters<typeof surerInPairs>[1][]) =>
      Array.from({ length: 600 }, () => {
        const sample = drawn(test, random);
        return counts.map((which) => surerInPairs(sample, which));
      });
    const areas = areasOf(undefined, ofOneRelation);
    for (const [i, area] of [found.auroc, found.within].entries())
      expectNear(
        area,
        middleOf(
          areas.map((both) => both[i] ?? NaN),
          0.95,
        ),
        0.025,
      );
  });

  it('is told for a relation only where a test of shuffled outcomes agrees, at the corrected level', () => {
    expect(found.level).toBeCloseTo(1 - 0.05 / 8, 12);
    const random = mulberry(2);
    const verdicts = names.map((name) => {
      const own = test.filter(({ item }) => item.relation === name);
      const rights = own.filter(({ right }) => right).length;
      const area = surerInPairs(own);
      const stored = found.relations.find(
        (one) => one.right === rights && Math.abs((one.auroc ?? NaN) - area) < 1e-12,
      );
      const shuffles = Array.from({ length: 4000 }, () => {
        const order = own.map((row) => ({ row, key: random() })).sort((a, b) => a.key - b.key);
        return surerInPairs(order.map(({ row }, i) => ({ ...row, right: i < rights })));
      });
      const asFar = shuffles.filter((one) => Math.abs(one - 0.5) >= Math.abs(area - 0.5) - 1e-12).length;
      const isEnough = Math.min(rights, own.length - rights) >= 5;
      const isClear = isEnough && (asFar + 1) / (shuffles.length + 1) < 0.05 / names.length;
      expect(stored?.verdict).toBe(
        !isEnough ? 'no interval' : !isClear ? 'does not' : area > 0.5 ? 'separates' : 'reversed',
      );
      return stored?.verdict;
    });
    expect(found.separated).toBe(verdicts.filter((one) => one === 'separates').length);
    expect(found.reversed).toBe(verdicts.filter((one) => one === 'reversed').length);
  });

  it('has the means and the bars of both sides', () => {
    for (const [side, outcome] of [
      ['right', true],
      ['wrong', false],
    ] as const) {
      const own = test.filter(({ right }) => right === outcome).map(({ confidence }) => confidence);
      expect(found[side].n).toBe(own.length);
      expect(found[side].mean).toBeCloseTo(meanOf(own), 12);
      for (const bar of found.bars.filter((one) => one.outcome === side))
        expect(bar.n).toBe(own.filter((one) => one >= bar.low && one < bar.low + 0.1 - 1e-12).length);
      expect(total(found.bars.filter((one) => one.outcome === side).map(({ n }) => n))).toBe(own.length);
    }
  });
});

interface Bin extends Range {
  readonly n: number;
  readonly confidence: number;
  readonly accuracy: number;
  readonly bandLow: number;
  readonly bandHigh: number;
}
interface Diagram {
  readonly bins: readonly Bin[];
  readonly ece: number;
  readonly chanceEce: Range & { readonly mean: number };
  readonly brier: number;
  readonly logLoss: number;
}

interface Forecast {
  readonly confidence: number;
  readonly right: boolean;
}

/** Five groups of equal size, by slicing the sorted list: right where there are no ties and five divides the items. */
function groupsOf<F extends Forecast>(forecasts: readonly F[]): F[][] {
  const sorted = [...forecasts].sort((a, b) => a.confidence - b.confidence);
  const size = sorted.length / 5;
  return [0, 1, 2, 3, 4].map((group) => sorted.slice(group * size, (group + 1) * size));
}

const gapOf = (group: readonly Forecast[]) =>
  meanOf(group.map(({ confidence }) => confidence)) - meanOf(group.map(({ right }) => Number(right)));
const errorOf = (forecasts: readonly Forecast[]) =>
  total(groupsOf(forecasts).map((group) => group.length * Math.abs(gapOf(group)))) / forecasts.length;
const lossOf = (forecasts: readonly Forecast[]) =>
  meanOf(forecasts.map(({ confidence, right }) => -Math.log(right ? confidence : 1 - confidence)));

/** The chances of 0, 1, … right ones among items that are right with these chances: the exact distribution. */
function distributionOf(chances: readonly number[]): number[] {
  let sofar = [1];
  for (const p of chances) {
    const before = sofar;
    sofar = [...before, 0].map((chance, k) => chance * (1 - p) + (before[k - 1] ?? 0) * p);
  }
  return sofar;
}

function expectDiagram(found: Diagram, forecasts: readonly Forecast[]): void {
  const groups = groupsOf(forecasts);
  found.bins.forEach((bin, i) => {
    const group = groups[i] ?? [];
    const right = group.filter((one) => one.right).length;
    expect(bin.n).toBe(group.length);
    expect(bin.confidence).toBeCloseTo(meanOf(group.map(({ confidence }) => confidence)), 12);
    expect(bin.accuracy).toBeCloseTo(right / group.length, 12);
    expectNear(bin, wilsonBySearch(right, group.length, Z95), 1e-9);
    const chances = distributionOf(group.map(({ confidence }) => confidence));
    const below = (share: number) => total(chances.filter((_, k) => k < share * bin.n - 1e-9));
    const upTo = (share: number) => total(chances.filter((_, k) => k <= share * bin.n + 1e-9));
    // The band holds all but a fortieth at either end, to within what simulated draws can tell.
    expect(below(bin.bandLow)).toBeLessThan(0.025 + 0.01);
    expect(upTo(bin.bandLow)).toBeGreaterThan(0.025 - 0.01);
    expect(below(bin.bandHigh)).toBeLessThan(0.975 + 0.01);
    expect(upTo(bin.bandHigh)).toBeGreaterThan(0.975 - 0.01);
  });
  expect(found.ece).toBeCloseTo(errorOf(forecasts), 12);
  expect(found.logLoss).toBeCloseTo(lossOf(forecasts), 12);
  const squares = forecasts.map(({ confidence, right }) => (confidence - Number(right)) ** 2);
  expect(found.brier).toBeCloseTo(meanOf(squares), 12);
  const random = mulberry(3);
  const errors = Array.from({ length: 3000 }, () =>
    errorOf(forecasts.map(({ confidence }) => ({ confidence, right: random() < confidence }))),
  );
  expect(Math.abs(found.chanceEce.mean - meanOf(errors))).toBeLessThan(0.002);
  expectNear(found.chanceEce, middleOf(errors, 0.95), 0.006);
}

describe('the calibration that chapter 3 stores', () => {
  interface Reliability {
    readonly diagram: Diagram;
    readonly over: Range & { readonly mean: number };
    readonly meanConfidence: number;
    readonly accuracy: number;
    readonly eceVerdict: string;
  }
  const found = stored<Reliability>('reliability');

  it('is that of five slices of the sorted items, with the bands of the exact distributions', () => {
    expectDiagram(found.diagram, test);
    expect(found.eceVerdict === 'more than chance').toBe(found.diagram.ece > found.diagram.chanceEce.high);
  });

  it('has a mean gap, with the interval of the normal distribution', () => {
    const gaps = test.map(({ confidence, right }) => confidence - Number(right));
    const mean = meanOf(gaps);
    const error = Math.sqrt(total(gaps.map((gap) => (gap - mean) ** 2)) / gaps.length ** 2);
    expect(found.over.mean).toBeCloseTo(mean, 12);
    expectNear(found.over, { low: mean - Z95 * error, high: mean + Z95 * error }, 0.006);
    expect(found.meanConfidence - found.accuracy).toBeCloseTo(mean, 12);
  });
});

describe('temperature scaling', () => {
  interface Scaling {
    readonly temperature: number;
    readonly rows: readonly { confidence: number; ece: number; logLoss: number }[];
    readonly ece: Nullable<Range & { readonly change: number }>;
    readonly logLoss: Nullable<Range & { readonly change: number }>;
    readonly level: number;
    readonly scaled: Diagram;
  }
  const found = stored<Scaling>('temperature-scaling');
  const both = test.map(({ sums, right, confidence }) => ({
    right,
    before: confidence,
    after: shareOfBest(sums, found.temperature),
  }));
  type Both = (typeof both)[number];
  const forecasts = (rows: readonly Both[], which: 'before' | 'after') =>
    rows.map((row) => ({ right: row.right, confidence: row[which] }));

  it('takes the temperature of the least cross-entropy on dev, of a grid of a thousand', () => {
    const lossAt = (temperature: number) =>
      meanOf(
        dev.map(({ sums }) => {
          const exponentials = sums.map((sum) => Math.exp((sum - Math.max(...sums)) / temperature));
          return -Math.log((exponentials[0] ?? NaN) / total(exponentials));
        }),
      );
    const grid = Array.from({ length: 1000 }, (_, step) => 0.5 + step / 250);
    const losses = grid.map(lossAt);
    const best = grid[losses.indexOf(Math.min(...losses))] ?? NaN;
    expect(Math.abs(found.temperature - best)).toBeLessThan(1 / 250);
  });

  it('has the errors of both, and of the scaled ones the diagram', () => {
    expectDiagram(found.scaled, forecasts(both, 'after'));
    for (const [i, which] of (['before', 'after'] as const).entries()) {
      const row = found.rows[i];
      expect(row?.confidence).toBeCloseTo(meanOf(both.map((one) => one[which])), 12);
      expect(row?.ece).toBeCloseTo(errorOf(forecasts(both, which)), 12);
      expect(row?.logLoss).toBeCloseTo(lossOf(forecasts(both, which)), 12);
    }
  });

  it('changes both errors by differences, whose intervals other samples of the same items give', () => {
    expect(found.level).toBe(0.975);
    const random = mulberry(4);
    const samples = Array.from({ length: 3000 }, () => drawn(both, random));
    for (const [change, judge, within] of [
      [found.ece, errorOf, 0.008],
      [found.logLoss, lossOf, 0.015],
    ] as const) {
      const changeIn = (rows: readonly Both[]) =>
        judge(forecasts(rows, 'after')) - judge(forecasts(rows, 'before'));
      expect(change.change).toBeCloseTo(changeIn(both), 12);
      // Slices may part items that were drawn twice, which bins of the report keep together: hence no closer.
      expectNear(change, middleOf(samples.map(changeIn), 0.975), within);
    }
  });
});

describe('the thresholds that chapter 3 stores', () => {
  interface Rule extends Nullable<Range & { readonly threshold: number; readonly risk: number }> {
    readonly devAnswered: number;
    readonly devWrong: number;
    readonly answered: number;
    readonly wrong: number;
    readonly coverage: number;
    readonly verdict: string;
  }
  interface Thresholds {
    readonly accepted: number;
    readonly rules: readonly [Rule, Rule];
    readonly all: { readonly risk: number };
    readonly curve: readonly { half: string; threshold: number; coverage: number; risk: number }[];
    readonly clean: { readonly share: number; readonly surestWrong: number };
  }
  const found = stored<Thresholds>('confidence-thresholds');

  const answeredFrom = (rows: readonly Row[], threshold: number) => {
    const answered = rows.filter(({ confidence }) => confidence >= threshold);
    return { answered: answered.length, wrong: answered.filter(({ right }) => !right).length };
  };

  it('are the lowest at which dev keeps within the accepted risk, or the end of its interval does', () => {
    const lowest = (isWithin: (wrong: number, answered: number) => boolean) => {
      const fitting = dev.filter(({ confidence }) => {
        const { answered, wrong } = answeredFrom(dev, confidence);
        return isWithin(wrong, answered);
      });
      return fitting.length > 0 ? Math.min(...fitting.map(({ confidence }) => confidence)) : null;
    };
    const { accepted } = found;
    const expected = [
      lowest((wrong, answered) => wrong / answered <= accepted),
      lowest((wrong, answered) => wilsonBySearch(wrong, answered, Z95).high <= accepted),
    ];
    found.rules.forEach(({ threshold }, i) => {
      expect(threshold ?? NaN).toBeCloseTo(expected[i] ?? NaN, 12);
    });
  });

  it('came to what counting gives', () => {
    for (const rule of found.rules) {
      const from = (rule.threshold ?? NaN) - 1e-12;
      const [onDev, onTest] = [answeredFrom(dev, from), answeredFrom(test, from)];
      expect([rule.devAnswered, rule.devWrong]).toEqual([onDev.answered, onDev.wrong]);
      expect([rule.answered, rule.wrong]).toEqual([onTest.answered, onTest.wrong]);
      expect(rule.coverage).toBeCloseTo(onTest.answered / test.length, 12);
      expect(rule.risk).toBeCloseTo(onTest.wrong / onTest.answered, 12);
      const interval = wilsonBySearch(onTest.wrong, onTest.answered, Z975);
      expectNear(rule, interval, 1e-9);
      const { low, high } = interval;
      const { accepted } = found;
      expect(rule.verdict).toBe(high < accepted ? 'below' : low > accepted ? 'above' : 'around');
    }
  });

  it('lie on a curve that has a point for every confidence', () => {
    for (const [half, rows] of [
      ['dev', dev],
      ['test', test],
    ] as const) {
      const points = found.curve.filter((point) => point.half === half);
      expect(points).toHaveLength(new Set(rows.map(({ confidence }) => confidence)).size);
      for (const { threshold, coverage, risk } of points) {
        const { answered, wrong } = answeredFrom(rows, threshold - 1e-12);
        expect([coverage, risk]).toEqual([answered / rows.length, wrong / answered]);
      }
    }
    expect(found.all.risk).toBeCloseTo(test.filter(({ right }) => !right).length / test.length, 12);
  });

  it('would have to lie above the surest wrong choice to stop them all', () => {
    const surest = Math.max(...test.filter(({ right }) => !right).map(({ confidence }) => confidence));
    expect(found.clean.surestWrong).toBeCloseTo(surest, 12);
    const withheld = test.filter(({ confidence }) => confidence <= surest).length;
    expect(found.clean.share).toBeCloseTo(withheld / test.length, 12);
  });
});

describe('the confident mistakes that chapter 3 stores', () => {
  interface Mistakes {
    readonly rows: readonly {
      prompt: string;
      chosen: string;
      right: string;
      confidence: number;
      own: number;
    }[];
    readonly above: { readonly all: number; readonly wrong: number };
    readonly participles: number;
  }
  const found = stored<Mistakes>('confident-and-wrong');
  const sure = test.filter(({ confidence }) => confidence >= 0.9);

  it('are the surest of the wrong choices, by name', () => {
    const wrong = test.filter(({ right }) => !right).sort((a, b) => b.confidence - a.confidence);
    expect(found.rows).toHaveLength(6);
    for (const [i, row] of found.rows.entries()) {
      const { item, chosen, confidence } = wrong[i] as Row;
      const texts = item.answers.map(({ text }) => text);
      expect(row).toMatchObject({ prompt: item.prompt, chosen: texts[chosen], right: texts[0] });
      expect(row.confidence).toBeCloseTo(confidence, 12);
      expect(row.own).toBeCloseTo(Math.exp(item.answers[chosen]?.sum ?? NaN), 12);
    }
  });

  it('are as many as were counted, and so are the participles', () => {
    const wrong = sure.filter(({ right }) => !right);
    expect(found.above).toEqual({ all: sure.length, wrong: wrong.length });
    const participles = wrong.filter(({ item, chosen }) => {
      const text = item.answers[chosen]?.text ?? '';
      return item.relation === 'past-tense' && (/n$/.test(text) || ['drunk', 'swum', 'begun'].includes(text));
    });
    expect(found.participles).toBe(participles.length);
  });
});
