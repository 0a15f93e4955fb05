import { build } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROOT } from '#base/command';
import { transport } from '#numerics/isomorphism';
import { pathTotals } from '#numerics/path-totals';
import { readRegion } from '#render/shared/code';
import {
  factorError,
  fromWhen,
  productOfFactors,
  productOnScale,
  runningSums,
} from '../../chapters/07-custom-algebra/floating-point.measure.ts';
import { phi, times } from '../../chapters/07-custom-algebra/operations.ts';
import { groupings, rounded } from '../../chapters/07-custom-algebra/rounded-rule.measure.ts';
import { familyOfScales } from '../../chapters/07-custom-algebra/scales.measure.ts';
import { resultOf } from './committed.ts';

/** Both numbers are the same up to a few roundings. */
const close = (a: number, b: number): void => {
  expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-11 * (1 + Math.abs(a) + Math.abs(b)));
};

describe('the two operations', () => {
  const plus = transport((x, y) => x + y, phi);
  const number = fc.double({ min: -40, max: 40, noNaN: true });

  it('are a + b + ab/4 and a + b + 4', () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        close(times(a, b), a + b + (a * b) / 4);
        close(plus(a, b), a + b + 4);
      }),
    );
  });

  it('form a field with the zero −4, the one 0 and the minus one −8', () => {
    fc.assert(
      fc.property(number, number, number, (a, b, c) => {
        close(times(times(a, b), c), times(a, times(b, c)));
        close(times(a, plus(b, c)), plus(times(a, b), times(a, c)));
        close(plus(a, -4), a);
        close(times(a, -4), -4);
        close(times(a, 0), a);
        close(plus(a, -8 - a), -4);
        close(times(a, -8), -8 - a);
        fc.pre(Math.abs(phi.to(a)) > 1e-2);
        close(times(a, -a / (1 + a / 4)), 0);
      }),
    );
  });

  it('run an algorithm that takes its operations as parameters', () => {
    const field = { name: 'field', zero: -4, one: 0, plus, times };
    const edges = [
      { from: 'a', to: 'b', weight: 2 },
      { from: 'a', to: 'c', weight: 4 },
      { from: 'b', to: 'd', weight: 8 },
      { from: 'c', to: 'd', weight: -2 },
    ];
    const totals = pathTotals({ nodes: ['a', 'b', 'c', 'd'], edges }, field, ({ weight }) => weight, 'a');
    // The factors are 1.5 and 3 along one path, 2 and 0.5 along the other.
    expect(totals.get('d')).toBe(phi.back(1.5 * 3 + 2 * 0.5));
  });
});

describe('shown code', () => {
  /** What a file with nothing but the shown region exports. */
  async function pasted(file: string, region: string) {
    const { source } = readRegion(`#chapters/07-custom-algebra/${file}`, region, ROOT);
    const { outputFiles } = await build({
      stdin: { contents: source, resolveDir: ROOT, loader: 'ts' },
      bundle: true,
      format: 'esm',
      write: false,
    });
    return import(
      /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? '')}`
    );
  }

  it('runs as a file of its own', async () => {
    const { times: shownTimes } = await pasted('operations', 'times');
    const { meanLevel } = await pasted('score-rules', 'scores');
    expect(shownTimes(2, 2)).toBe(5);
    expect(meanLevel(60, 80)).toBeCloseTo(10 * Math.log10((1e6 + 1e8) / 2), 12);
  });

  it('counts the prior of two scores once', async () => {
    const { beliefFrom } = await pasted('score-rules', 'scores');
    expect(beliefFrom(0.5)(0.9, 0.9)).toBeCloseTo(81 / 82, 12);
    expect(beliefFrom(0.5)(0.1, 0.1)).toBeCloseTo(1 / 82, 12);
    // Odds of 1 to 99 beforehand, eleven times as high after either score.
    expect(beliefFrom(0.01)(0.1, 0.1)).toBeCloseTo(121 / (121 + 99), 12);
    expect(beliefFrom(0.01)(0.3, 0.01)).toBeCloseTo(0.3, 12);
  });

  it('rounds seventeen scores of 90% to a certainty that nothing shakes, and pairs of opposites to none', async () => {
    const { beliefFrom } = await pasted('score-rules', 'scores');
    const rule = beliefFrom(0.5);
    expect(Array(16).fill(0.9).reduce(rule)).toBeLessThan(1);
    expect([...Array(17).fill(0.9), ...Array(17).fill(0.1)].reduce(rule)).toBe(1);
    expect(Array(17).fill(rule(0.9, 0.1)).reduce(rule)).toBeCloseTo(0.5, 12);
  });
});

describe('the rule that is rounded down', () => {
  it('passes for 1, 2 and 3 and fails for 1, 2 and 4', () => {
    const found = groupings(rounded, 4);
    const sides = (c: number) =>
      found
        .filter((triple) => triple.a === 1 && triple.b === 2 && triple.c === c)
        .map((t) => [t.left, t.right]);
    expect([sides(3), sides(4)]).toEqual([[[8, 8]], [[10, 11]]]);
  });
});

describe('the family in k', () => {
  it('lies above the logarithm and above its own floor', async () => {
    const { curves, log, floors } = await resultOf(familyOfScales);
    expect(floors.map(({ floor }) => floor)).toEqual([-1, -4, -32]);
    for (const { name, floor } of floors) {
      const own = curves.filter((point) => point.name === name);
      expect(own.map(({ p }) => p)).toEqual(log.map(({ p }) => p));
      own.forEach(({ value }, index) => {
        expect(value).toBeGreaterThanOrEqual(Math.max(floor, log[index]?.value ?? 0));
      });
    }
  });
});

describe('a product of probabilities in floats', () => {
  const logprobs = fc.array(fc.double({ min: -8, max: -0.01, noNaN: true }), { minLength: 1, maxLength: 8 });

  it('is right on the scale and as a factor, while the scale has room', () => {
    fc.assert(
      fc.property(logprobs, (list) => {
        const exact = runningSums(list).at(-1) ?? { sum: 0, lost: 0 };
        const [number = 0, factor = 0] = [productOnScale(list).at(-1), productOfFactors(list).at(-1)];
        expect(factorError(1 + number / 4, exact)).toBeLessThan(1e-7);
        expect(factorError(factor, exact)).toBeLessThan(2e-14);
      }),
    );
  });

  it('keeps the digits of numbers near zero, which a factor loses', () => {
    const likely = [-1e-17, -2e-17];
    expect(productOnScale(likely)).toEqual([-1e-17, -3e-17]);
    expect(times(-1e-17, -2e-17)).toBe(0);
  });

  it('becomes zero on the scale below 2⁻²¹⁶, but not as a factor', () => {
    const unlikely = Array.from({ length: 100 }, () => -3);
    const numbers = productOnScale(unlikely);
    expect(numbers[47]).toBeGreaterThan(-4); // -144 nats; 2⁻²¹⁶ is -150 nats
    expect(numbers.slice(51).every((number) => number === -4)).toBe(true);
    expect((productOfFactors(unlikely).at(-1) ?? 0) / Math.exp(-75)).toBeCloseTo(1, 10);
  });

  it('is compared with a sum that keeps what rounding loses', () => {
    const tiny = 2 ** -60;
    expect(runningSums([-1, -tiny, -tiny]).at(-1)).toEqual({ sum: -1, lost: -2 * tiny });
    expect(runningSums([-tiny, -1]).at(-1)).toEqual({ sum: -1, lost: -tiny });
    const wrong = { sum: -400, lost: 1e-13 };
    expect(factorError(Math.exp(-100), wrong)).toBeCloseTo(1e-13, 18);
  });

  it('has an error of one where nothing is left, and finds the place from which a test holds', () => {
    expect(factorError(0, { sum: -160, lost: 0 })).toBe(1);
    expect(fromWhen([1, 5, 2, 6, 7], (x) => x > 4)).toBe(4);
    expect(fromWhen([1, 5, 2], (x) => x > 4)).toBeNull();
  });
});
