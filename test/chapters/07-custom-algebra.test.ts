import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compose } from '#numerics/custom-algebra';
import { add, type Fraction, fraction, fractionText, multiply, toNumber } from '#numerics/fraction';
import { given } from '#report/values';
import { drawArrows } from '../../chapters/07-custom-algebra/arrows.ts';
import {
  exactCompose,
  exactInverse,
  exactPowers,
  stepAbove,
  stepOf,
} from '../../chapters/07-custom-algebra/exact.ts';
import { familyOfScales, oldAcquaintances } from '../../chapters/07-custom-algebra/family.measure.ts';
import { groupings, nearMiss } from '../../chapters/07-custom-algebra/near-miss.measure.ts';
import { algebraOnGraph } from '../../chapters/07-custom-algebra/on-graphs.measure.ts';
import { absorbingInFloats } from '../../chapters/07-custom-algebra/pitfalls.measure.ts';
import { inverses } from '../../chapters/07-custom-algebra/proofs.measure.ts';
import {
  floatRegrouping,
  lawsOf,
  randomFractions,
  randomTriples,
} from '../../chapters/07-custom-algebra/regrouping.measure.ts';
import { orbits } from '../../chapters/07-custom-algebra/repeated.measure.ts';
import {
  PAIRS,
  ruleBetween,
  SCALES,
  type ScaleName,
  type Size,
} from '../../chapters/07-custom-algebra/scales.ts';
import {
  fold,
  fromWhen,
  OTHER_SIGN_REACH,
  passingFirst,
  relativeError,
} from '../../chapters/07-custom-algebra/token-fold.measure.ts';
import { algebraExercises, stuckAfter } from '../../chapters/07-custom-algebra/try-it.measure.ts';

describe('exact composition', () => {
  it('counts 1, 9/4, 61/16, 369/64, 2101/256', () => {
    expect(exactPowers(fraction(1), 5).map(fractionText)).toEqual([
      '1',
      '9/4',
      '61/16',
      '369/64',
      '2101/256',
    ]);
  });

  it('has the closed form 4((5/4)ⁿ - 1), exactly', () => {
    for (const [index, power] of exactPowers(fraction(1), 40).entries()) {
      const n = BigInt(index + 1);
      expect(power).toEqual(fraction(4n * (5n ** n - 4n ** n), 4n ** n));
    }
  });

  it('inverts 1 to -4/5 and 4 to -2, and not -4', async () => {
    expect(fractionText(exactInverse(fraction(1)))).toBe('-4/5');
    expect(fractionText(exactInverse(fraction(4)))).toBe('-2');
    expect(() => exactInverse(fraction(-4))).toThrow(RangeError);
    const { rows } = (await inverses.run({})) as { rows: { a: number; inverse: number }[] };
    expect(rows).toContainEqual({ a: 1, inverse: -0.8 });
    expect(rows).toContainEqual({ a: 4, inverse: -2 });
  });

  it('sends -1 towards -4, leaves -4 where it is and lets -8 jump', async () => {
    const { points } = (await orbits.run({})) as { points: { start: string; n: number; value: number }[] };
    const from = (start: string) => points.filter((point) => point.start === start).map((p) => p.value);
    const sinking = from('from −1');
    for (const [index, value] of sinking.entries()) {
      expect(value).toBeGreaterThan(-4);
      expect(value).toBeCloseTo(4 * (0.75 ** (index + 1) - 1), 12);
    }
    expect(new Set(from('from −4'))).toEqual(new Set([-4]));
    expect(from('from −8').slice(0, 4)).toEqual([-8, 0, -8, 0]);
  });
});

describe('the laws on random fractions', () => {
  it('hold in 10,000 of 10,000 triples', async () => {
    const { laws, triples } = (await randomFractions.run({})) as {
      triples: number;
      laws: { law: string; failures: number }[];
    };
    expect(triples).toBe(10_000);
    expect(laws).toHaveLength(5);
    for (const { failures } of laws) expect(failures).toBe(0);
  });

  it('are seen to fail when the rule is another one', () => {
    const failing = (rule: typeof exactCompose) =>
      lawsOf(rule)
        .filter(({ holds }) => !randomTriples(50, 1).every(holds))
        .map(({ law }) => law);
    const fifth = (a: Fraction, b: Fraction) => add(add(a, b), multiply(fraction(1, 5), multiply(a, b)));
    const lopsided = (a: Fraction, b: Fraction) =>
      add(add(a, b), multiply(fraction(1, 4), multiply(a, multiply(b, b))));
    expect(failing(exactCompose)).toEqual([]);
    expect(failing(fifth)).toEqual(['inverse', 'absorbing']);
    expect(failing(lopsided)).toEqual(['order', 'brackets', 'inverse', 'absorbing']);
  });

  it('are tried on the same triples at every run, of both signs', () => {
    const triples = randomTriples(200, 7);
    expect(triples).toEqual(randomTriples(200, 7));
    const signs = triples.flat().map((term) => Math.sign(toNumber(term)));
    expect(signs).toContain(1);
    expect(signs).toContain(-1);
  });

  it('measure float errors in true steps of the last digit', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        expect(x + stepOf(x)).toBeGreaterThan(x);
        expect(x + stepOf(x) / 4).toBe(x);
      }),
    );
  });
});

describe('regrouping in floats', () => {
  it('stays small beside all terms, where it is large beside a cancelled result', async () => {
    const { bounded, tolerance, worst } = (await floatRegrouping.run({})) as {
      bounded: string;
      tolerance: number;
      worst: { steps: number; besideResult: number; size: string };
    };
    expect(bounded).toBe('yes');
    expect(worst.steps).toBeGreaterThan(100);
    // A step is between 2⁻⁵³ and 2⁻⁵² of the number it belongs to.
    expect(worst.besideResult / worst.steps).toBeGreaterThan(2 ** -53);
    expect(worst.besideResult / worst.steps).toBeLessThanOrEqual(2 ** -52);
    expect(worst.size === 'large').toBe(worst.besideResult > 100 * tolerance);
  });
});

describe('the near miss', () => {
  it('passes three examples of different numbers and fails others, as a second count finds', async () => {
    const found = (await nearMiss.run({})) as {
      passing: { a: number; b: number; c: number; left: number; right: number }[];
      failing: { a: number; b: number; c: number; left: number; right: number }[];
      triples: number;
      passed: number;
    };
    expect(found.passing).toHaveLength(3);
    expect(found.failing.length).toBeGreaterThan(0);
    const whole = (a: number, b: number) => a + b + ((a * b) >> 2);
    for (const { a, b, c } of found.passing) expect(whole(whole(a, b), c)).toBe(whole(a, whole(b, c)));
    for (const { a, b, c } of [...found.passing, ...found.failing]) expect(new Set([a, b, c]).size).toBe(3);
    for (const { a, b, c } of found.failing) expect(whole(whole(a, b), c)).not.toBe(whole(a, whole(b, c)));
    expect(found.triples).toBe((12 * 13 * 14) / 6);
  });

  it('is judged by a search that finds nothing against the true rule', () => {
    for (const { left, right } of groupings(compose, 12)) expect(left).toBe(right);
  });
});

describe('minus four in floats', () => {
  it('is missed by the sum for some numbers, and never by the product', async () => {
    const found = (await absorbingInFloats.run({})) as { wrong: number; productWrong: number };
    expect(found.wrong).toBeGreaterThan(0);
    expect(found.productWrong).toBe(0);
  });
});

describe('the family in k', () => {
  it('has L₄(.5) = -.636414339 and L₁₀₀(.5) = -.690750, and nears the logarithm line by line', async () => {
    const { rows, logs, columns } = (await familyOfScales.run({})) as {
      rows: { k: number; values: number[] }[];
      logs: number[];
      columns: number[];
    };
    const half = columns.indexOf(0.5);
    const at = (k: number) => rows.find((row) => row.k === k)?.values[half];
    expect(at(4)).toBeCloseTo(-0.636414339, 9);
    expect(at(100)).toBeCloseTo(-0.69075, 6);
    for (const column of columns.keys()) {
      const gaps = rows.map(({ values }) => (values[column] ?? 0) - (logs[column] ?? 0));
      for (const [index, gap] of gaps.entries()) {
        if (index > 0) expect(gap).toBeLessThan(gaps[index - 1] ?? 0);
        expect(gap).toBeGreaterThan(0);
      }
    }
  });

  it('knows compound change and "at least one of two"', async () => {
    const { growth, checks, events } = (await oldAcquaintances.run({})) as {
      growth: { composed: number };
      checks: { missed: number; together: number };
      events: { composed: number; complement: number }[];
    };
    expect(growth.composed).toBeCloseTo(0.32, 15);
    expect(checks.missed + checks.together).toBeCloseTo(1, 15);
    for (const { composed, complement } of events) expect(composed).toBeCloseTo(complement, 15);
  });
});

describe('the fold of token probabilities', () => {
  const logprobs = fc.array(fc.double({ min: -8, max: -0.01, noNaN: true }), { minLength: 1, maxLength: 8 });

  it('multiplies them, as long as the scale has room', () => {
    fc.assert(
      fc.property(logprobs, (list) => {
        const sum = list.reduce((total, logprob) => total + logprob, 0);
        const last = fold(list).at(-1) ?? 0;
        expect(Math.abs((1 + last / 4) ** 4 / Math.exp(sum) - 1)).toBeLessThan(1e-7);
      }),
    );
  });

  it('ends at -4 for probabilities below 2⁻²¹⁶ and not for 2⁻²¹⁰', () => {
    expect(fold([-217 * Math.LN2])).toEqual([-4]);
    expect(fold([-210 * Math.LN2])[0]).toBeGreaterThan(-4);
    expect(2 ** -216).toBeCloseTo(9.5e-66, 67);
  });

  it('has an error of 1 where nothing is left, and finds the place from which a test holds', () => {
    expect(relativeError(Number.NEGATIVE_INFINITY, -160)).toBe(1);
    expect(relativeError(Number.NaN, -160)).toBe(1);
    expect(relativeError(-10, -10)).toBe(0);
    expect(fromWhen([1, 5, 2, 6, 7], (x) => x > 4)).toBe(4);
    expect(fromWhen([1, 5, 2], (x) => x > 4)).toBeNull();
    expect(passingFirst([1, 2, 5, 1], (x) => x < 4)).toBe(2);
    expect(passingFirst([1, 2], (x) => x < 4)).toBe(2);
  });

  it('comes to rest: one more factor changes nothing', () => {
    for (const k of [4, 10]) {
      const steps = stuckAfter(-3, k).factors;
      const folded = fold(
        Array.from({ length: steps + 1 }, () => -3),
        k,
      );
      expect(folded.at(-1)).toBe(folded.at(-2));
      expect(folded.at(-3)).not.toBe(folded.at(-2));
    }
  });
});

describe('where equal factors come to rest', () => {
  it('is the floor for unlikely tokens, and a step count above it for likely ones, as a walk on whole steps finds', async () => {
    const { predictable } = (await algebraExercises.run({ lm: { id: 'x' } })) as {
      predictable: { mean: number; tokens: number; sum: number; stepsAbove: number }[];
    };
    for (const { mean, tokens, sum, stepsAbove } of predictable) {
      // The same walk in whole steps of 2⁻⁵¹, exact in integers but for the factor.
      let steps = 2 ** 53;
      let factors = 0;
      for (let next = steps; ; steps = next, factors++) {
        next = Math.round(steps * Math.exp(mean / 4));
        if (next === steps) break;
      }
      expect(stepsAbove).toBe(steps);
      // Roundings of the single steps on the way may shift the last token.
      expect(Math.abs(tokens - factors)).toBeLessThanOrEqual(2);
      expect(sum).toBeCloseTo(tokens * mean, 9);
      expect(stepsAbove * (1 - Math.exp(mean / 4))).toBeLessThanOrEqual(0.5);
    }
    expect(predictable.map((row) => row.stepsAbove)).toEqual([0, 1, 4, 20]);
  });

  it('is one step above −10 on the scale with k = 10', () => {
    expect(stuckAfter(-3, 10)).toEqual({ factors: 119, at: -9.999999999999998, stepsAbove: 1 });
  });

  it('is measured in true steps of the floats above −k', () => {
    for (const k of [1, 3, 4, 10, 32]) {
      expect(-k + stepAbove(k)).toBeGreaterThan(-k);
      expect(-k + stepAbove(k) / 4).toBe(-k);
      expect((-k + stepAbove(k) + k) / stepAbove(k)).toBe(1);
    }
  });

  it('is an overflow for k = -4, at the log-probability that the text names', () => {
    const end = fold(
      Array.from({ length: 3000 }, () => -1),
      -4,
    ).findIndex((x) => !Number.isFinite(x));
    expect(end + 1).toBe(Math.ceil(-OTHER_SIGN_REACH));
  });
});

describe('the dynamic programme in the algebra carried over', () => {
  it('finds the published totals', async () => {
    const { ends, whole } = (await algebraOnGraph.run({})) as {
      ends: { name: string; custom: number; decoded: number }[];
      whole: { custom: number; decoded: number };
    };
    const totals = Object.fromEntries(ends.map(({ name, custom }) => [name, custom.toFixed(10)]));
    expect(totals).toEqual({ x: '-0.4795530528', z: '-1.2605355969', y: '-1.3945777503' });
    const decoded = Object.fromEntries(ends.map((end) => [end.name, end.decoded.toFixed(12)]));
    expect(decoded).toEqual({ x: '0.600000000000', z: '0.220000000000', y: '0.180000000000' });
    expect(whole.custom).toBeCloseTo(0, 12);
  });
});

describe('the scales and the maps between them', () => {
  const event = fc.record({
    p: fc.double({ min: 0.001, max: 0.999, noNaN: true }),
    tokens: fc.integer({ min: 1, max: 5 }),
    bytes: fc.integer({ min: 1, max: 20 }),
  });
  const fromProbability = (name: ScaleName, p: number, size: Size) =>
    ruleBetween('probability', name)[1](p, size);
  const close = (a: number, b: number) =>
    expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * Math.max(1e-3, Math.abs(a), Math.abs(b)));

  it('lead from the probability and back', () => {
    fc.assert(
      fc.property(event, ({ p, ...size }) => {
        for (const scale of SCALES) {
          const [, back] = ruleBetween(scale, 'probability');
          close(back(fromProbability(scale, p, size), size), p);
        }
      }),
    );
  });

  it('have the values that other chapters give', () => {
    const size = { tokens: 1, bytes: 1 };
    const of = (name: ScaleName, p: number) => fromProbability(name, p, size);
    expect(of('decibels', 0.9)).toBeCloseTo(9.54, 2);
    expect(of('bits', 0.125)).toBe(3);
    expect(of('perplexity', 1 / 8)).toBeCloseTo(8, 12);
    expect(of('logit', 0.5)).toBe(0);
    expect(of('L₄', 0.5)).toBeCloseTo(-0.636414339, 9);
  });

  it('join every pair of scales exactly once', () => {
    const names = PAIRS.map(({ from, to }) => [from, to].sort().join(' | '));
    expect(new Set(names).size).toBe(PAIRS.length);
    expect(PAIRS).toHaveLength((SCALES.length * (SCALES.length - 1)) / 2);
  });

  it('agree, in both directions, with the way over the probability', () => {
    fc.assert(
      fc.property(event, ({ p, ...size }) => {
        for (const { from, to, there, back } of PAIRS) {
          const [x, y] = [fromProbability(from, p, size), fromProbability(to, p, size)];
          close(there[1](x, size), y);
          close(back[1](y, size), x);
        }
      }),
    );
  });
});

describe('drawings of points and arrows', () => {
  it('let arrows touch the points when told, with their labels on the lines', () => {
    const places = [
      { name: 'a', x: 0, y: 0 },
      { name: 'b', x: 60, y: 80 },
    ];
    const size = { width: 100, height: 100 };
    const { data } = drawArrows(places, [{ from: 'a', to: 'b', label: '' }], size, { touching: true });
    const [arrow] = data.arrows;
    expect(arrow).toMatchObject({ labelX: given(30), labelY: given(40) });
    expect(Math.hypot(Number(arrow?.x.value), Number(arrow?.y.value))).toBeLessThan(10);
    expect(Math.hypot(60 - Number(arrow?.endX.value), 80 - Number(arrow?.endY.value))).toBeLessThan(15);
  });

  it('point each head along its arrow and keep away from the names', () => {
    const places = [
      { name: 'a', x: 0, y: 0 },
      { name: 'b', x: 100, y: 0 },
      { name: 'c', x: 0, y: 100 },
    ];
    const arrows = [
      { from: 'a', to: 'b', label: '' },
      { from: 'a', to: 'c', label: '' },
    ];
    const { data } = drawArrows(places, arrows, { width: 100, height: 100 });
    const [right, up] = data.arrows;
    expect(right).toMatchObject({ angle: given(90), y: given(0), endY: given(0) });
    expect(up).toMatchObject({ angle: given(0), x: given(0), endX: given(0) });
    expect(Number(up?.y.value)).toBeGreaterThan(20);
    expect(() => drawArrows(places, [{ from: 'a', to: 'd', label: '' }], { width: 1, height: 1 })).toThrow(
      'no place for the arrow a -> d',
    );
  });
});
