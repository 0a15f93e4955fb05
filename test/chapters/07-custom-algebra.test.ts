import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fraction, fractionText } from '#numerics/fraction';
import { transport } from '#numerics/transport-of-structure';
import { readRegion } from '#render/shared/code';
import { type Prose, prose } from '#report';
import { plainText } from '#report/plain-text';
import { given } from '#report/values';
import { drawArrows } from '../../chapters/07-custom-algebra/arrows.ts';
import { ARROWS, closingDiagram } from '../../chapters/07-custom-algebra/closing-diagram.ts';
import { exactPowers } from '../../chapters/07-custom-algebra/exact.ts';
import { familyOfScales } from '../../chapters/07-custom-algebra/family.measure.ts';
import { GALLERY, gallery, type RuleName } from '../../chapters/07-custom-algebra/gallery.measure.ts';
import { orbits } from '../../chapters/07-custom-algebra/isomorphism.measure.ts';
import { lawsInNumbers } from '../../chapters/07-custom-algebra/laws.measure.ts';
import { absorbingInFloats, meansOnScales } from '../../chapters/07-custom-algebra/pitfalls.measure.ts';
import { SCALE_NAMES, SCALES, type ScaleName, type Size } from '../../chapters/07-custom-algebra/scales.ts';
import {
  fold,
  fromWhen,
  passingFirst,
  relativeError,
} from '../../chapters/07-custom-algebra/token-fold.measure.ts';
import { placeOf } from '../../chapters/07-custom-algebra/which-scale.measure.ts';

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

  it('sends -1 towards -4, leaves -4 where it is and lets -8 jump, as the powers of their factors do', async () => {
    const { points, firsts } = (await orbits.run({})) as {
      points: { start: string; n: number; value: number; factor: number }[];
      firsts: { start: number; name: string; factor: number }[];
    };
    const from = (start: number) => points.filter((point) => point.start === `from ${start}`);
    for (const [index, { value, factor }] of from(-1).entries()) {
      expect(value).toBeGreaterThan(-4);
      expect(factor).toBeCloseTo(0.75 ** (index + 1), 15);
    }
    expect(new Set(from(-4).map(({ value }) => value))).toEqual(new Set([-4]));
    expect(
      from(-8)
        .slice(0, 4)
        .map(({ value }) => value),
    ).toEqual([-8, 0, -8, 0]);
    for (const { value, factor } of points) expect(1 + value / 4).toBeCloseTo(factor, 14);
    expect(firsts.map(({ name, factor }) => [name, factor])).toEqual([
      ['¾', 0.75],
      ['0', 0],
      ['−1', -1],
    ]);
  });
});

describe('the laws on random fractions', () => {
  it('hold in 10,000 of 10,000 triples', async () => {
    const { laws, triples } = (await lawsInNumbers.run({})) as {
      triples: number;
      laws: { law: string; failures: number }[];
    };
    expect(triples).toBe(10_000);
    expect(laws).toHaveLength(5);
    for (const { failures } of laws) expect(failures).toBe(0);
  });
});

describe('regrouping in floats', () => {
  it('differs in most triples, and never by more than a few roundings of the terms', async () => {
    const { equalShare, largestError } = (await lawsInNumbers.run({})) as {
      equalShare: number;
      largestError: number;
    };
    expect(equalShare).toBeGreaterThan(0.4);
    expect(equalShare).toBeLessThan(0.5);
    expect(largestError).toBeGreaterThan(2 ** -53);
    expect(largestError).toBeLessThan(8 * 2 ** -53);
  });
});

describe('minus four in floats', () => {
  it('is missed by the sum for some numbers, and never by the product', async () => {
    const { points, wrong, where, example, small } = (await absorbingInFloats.run({})) as {
      points: { b: number; form: string; off: number }[];
      wrong: number;
      where: string;
      example: { b: number; result: number; rounded: number };
      small: { size: number; sum: number; product: number }[];
    };
    const off = (form: string) => points.filter((point) => point.form === form && point.off !== 0).length;
    expect(off('as a sum')).toBe(wrong);
    expect(wrong).toBeGreaterThan(0);
    expect(off('as a product')).toBe(0);
    expect(-4 + example.b + (-4 * example.b) / 4).toBe(example.result);
    expect(example.result).not.toBe(-4);
    // What the bracket lost is all that is missing at the end, as the text says.
    expect(example.rounded).toBe(Math.abs(example.result + 4));
    const beside = points.filter(({ off }) => off !== 0);
    expect(where).toBe(Math.max(...beside.map(({ b }) => b)) < 0 ? 'below zero' : 'on both sides');
    // Below -4 the floats lie twice as far apart as above it.
    for (const { b, off } of beside)
      expect(-4 + b + (-4 * b) / 4 + 4).toBe(off * (off < 0 ? 2 ** -50 : 2 ** -51));
    expect(small.at(-1)).toMatchObject({ size: 1e-17, sum: 2e-17, product: 0 });
  });

  it('is not where two probabilities lead that are added on the scale of the product', async () => {
    const { pair, naive, byScale, byLogs, mean } = (await meansOnScales.run({})) as {
      pair: [number, number];
      naive: number;
      byScale: number;
      byLogs: number;
      mean: number;
    };
    const root = (p: number) => Math.sqrt(Math.sqrt(p));
    const [a, b] = pair.map(root) as [number, number];
    expect(naive).toBeCloseTo((a + b - 1) ** 4, 12);
    expect(byScale).toBeCloseTo(((a + b) / 2) ** 4, 12);
    expect(byLogs).toBeCloseTo((a * b) ** 2, 12);
    expect(mean).toBe(0.5);
  });
});

describe('the family in k', () => {
  it('has L(.5) = -.636414339 for a quarter, and nears the logarithm', async () => {
    const { values, logarithm, drawn, curve, log, names } = (await familyOfScales.run({})) as {
      values: { k: number; value: number }[];
      logarithm: number;
      drawn: { name: string; k: number; floor: number; p: number; value: number }[];
      curve: { name: string; p: number; value: number }[];
      log: { p: number; value: number }[];
      names: string[];
    };
    expect(values.map(({ k }) => k)).toEqual([1, 1 / 4, 1 / 1000]);
    expect(values[0]?.value).toBe(-0.5);
    expect(values[1]?.value).toBeCloseTo(-0.636414339, 9);
    const gaps = values.map(({ value }) => value - logarithm);
    expect(gaps).toEqual([...gaps].sort((a, b) => b - a));
    expect(gaps.at(-1)).toBeGreaterThan(0);
    expect(gaps.at(-1)).toBeLessThan(3e-4);
    for (const { name, k, floor, p, value } of drawn) {
      expect(curve).toContainEqual({ name, p, value });
      expect(floor).toBe(-1 / k);
      expect(value).toBeGreaterThan(floor);
    }
    for (const name of names) {
      const own = curve.filter((point) => point.name === name);
      expect(own).toHaveLength(log.length);
      for (const [index, { p, value }] of own.entries()) {
        expect(log[index]?.p).toBe(p);
        expect(value).toBeGreaterThanOrEqual(log[index]?.value ?? 0);
      }
    }
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

  it('has an error of 1 where nothing is left, and finds the place from which a test holds', () => {
    expect(relativeError(Number.NEGATIVE_INFINITY, -160)).toBe(1);
    expect(relativeError(Number.NaN, -160)).toBe(1);
    expect(relativeError(-10, -10)).toBe(0);
    expect(fromWhen([1, 5, 2, 6, 7], (x) => x > 4)).toBe(4);
    expect(fromWhen([1, 5, 2], (x) => x > 4)).toBeNull();
    expect(passingFirst([1, 2, 5, 1], (x) => x < 4)).toBe(2);
    expect(passingFirst([1, 2], (x) => x < 4)).toBe(2);
  });
});

describe('the gallery', () => {
  const plus = (x: number, y: number) => x + y;
  const rules = Object.entries(GALLERY) as [RuleName, (typeof GALLERY)[RuleName]][];
  /** Numbers of each world. */
  const chance = fc.double({ min: 0.01, max: 0.99, noNaN: true });
  const size = fc.double({ min: 0.1, max: 50, noNaN: true });
  const members: Readonly<Record<RuleName, fc.Arbitrary<number>>> = {
    probabilities: chance,
    levels: fc.double({ min: -20, max: 120, noNaN: true }),
    resistors: size,
    errors: size,
    velocities: fc.double({ min: -0.99, max: 0.99, noNaN: true }),
    beliefs: chance,
    growth: fc.double({ min: -0.9, max: 5, noNaN: true }),
    tests: chance,
    invented: fc.double({ min: -3.9, max: 40, noNaN: true }),
  };
  const close = (a: number, b: number): void => {
    expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-11 * (1 + Math.abs(a) + Math.abs(b)));
  };

  it.each(rules)('has a rule that is addition in disguise, and in one step: %s', (name, { map, direct }) => {
    const combine = transport(plus, map);
    fc.assert(
      fc.property(members[name], members[name], members[name], (x, y, z) => {
        close(combine(x, y), direct(x, y));
        close(direct(x, y), direct(y, x));
        close(direct(direct(x, y), z), direct(x, direct(y, z)));
      }),
    );
  });

  it('has a call whose result is what the code that is shown gives, pasted', async () => {
    const root = fileURLToPath(new URL('../../', import.meta.url));
    const shown = [
      readRegion('#numerics/transport-of-structure', 'transport', root),
      readRegion('#chapters/07-custom-algebra/gallery.measure', 'call', root),
    ].map(({ source }) => source);
    const { code } = await transform([...shown, 'export { ohms };'].join('\n'), {
      loader: 'ts',
      format: 'esm',
    });
    const pasted: { ohms: number } = await import(
      /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`
    );
    expect(pasted.ohms).toBe((60 * 30) / (60 + 30));
    expect(await gallery.run({})).toMatchObject({ ohms: pasted.ohms });
  });

  it.each(rules)('names what changes nothing: %s', (name, { map, neutral }) => {
    expect(Math.abs(map.to(neutral))).toBe(0);
    fc.assert(fc.property(members[name], (x) => close(transport(plus, map)(x, neutral), x)));
  });

  it.each(rules)('names what swallows all, where there is one: %s', (name, { map, direct, absorbing }) => {
    if (absorbing.length === 0) {
      // However large, a number of that world is still made larger.
      fc.assert(fc.property(members[name], (x) => direct(x, x) > x));
      return;
    }
    for (const end of absorbing) {
      expect(Math.abs(map.to(end))).toBe(Infinity);
      fc.assert(fc.property(members[name], (x) => close(direct(end, x), end)));
    }
  });
});

describe('the scales', () => {
  const event = fc.record({
    p: fc.double({ min: 0.001, max: 0.999, noNaN: true }),
    tokens: fc.integer({ min: 1, max: 5 }),
    bytes: fc.integer({ min: 1, max: 20 }),
  });
  const on = (name: ScaleName, p: number, size: Size) => SCALES[name].to[1](p, size);
  const close = (a: number, b: number) =>
    expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * Math.max(1e-3, Math.abs(a), Math.abs(b)));

  it('lead from the probability and back', () => {
    fc.assert(
      fc.property(event, ({ p, ...size }) => {
        for (const name of SCALE_NAMES) close(SCALES[name].back[1](on(name, p, size), size), p);
      }),
    );
  });

  /** What the words on the arrows of the diagram say, in code. */
  const SAID: Readonly<Record<string, (x: number, size: Size) => number>> = {
    'p / (1 − p)': (p) => p / (1 - p),
    '1 / ⁿ√p': (p, { tokens }) => 1 / p ** (1 / tokens),
    'ln p': Math.log,
    '4 (⁴√p − 1)': (p) => 4 * (Math.sqrt(Math.sqrt(p)) - 1),
    '4 ln(1 + a/4)': (a) => 4 * Math.log(1 + a / 4),
    'ln(p/(1 − p))': (p) => Math.log(p / (1 - p)),
    'ln o': Math.log,
    'n log₂ P': (P, { tokens }) => tokens * Math.log2(P),
    '−ℓ / ln 2': (l) => -l / Math.LN2,
    'ℓ − ln(1 − exp ℓ)': (l) => l - Math.log(1 - Math.exp(l)),
    '÷ B bytes': (s, { bytes }) => s / bytes,
    '× 10 / ln 10': (z) => (z * 10) / Math.LN10,
  };

  it('are joined by arrows that lead where their words say', () => {
    fc.assert(
      fc.property(event, ({ p, ...size }) => {
        for (const { from, to, label } of ARROWS) {
          const said = SAID[plainText(label as Prose)];
          close(said?.(on(from, p, size), size) ?? Number.NaN, on(to, p, size));
        }
      }),
    );
  });
});

describe('drawings of points and arrows', () => {
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

describe('the closing diagram', () => {
  it('leads nowhere from L¼ where a float is the floor itself, which less likely events than 2⁻²¹⁶ are', () => {
    const place = (log2: number) => {
      const p = 2 ** log2;
      return placeOf(p, SCALES['L¼'].to[1](p));
    };
    expect([-2, -100, -217, -1074, -1080].map(place)).toEqual([
      'above zero',
      'near the floor',
      'on the floor',
      'on the floor',
      'zero',
    ]);
    const words = { id: 'closing-diagram', caption: prose`a`, alt: prose`b` };
    const labels = (isStuck: boolean) => JSON.stringify(closingDiagram({ ...words, isStuck }).data);
    expect(labels(false)).toContain('4 ln(1 + a/4)');
    expect(labels(true)).not.toContain('4 ln(1 + a/4)');
  });
});
