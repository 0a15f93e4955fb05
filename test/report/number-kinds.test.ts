import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatKind } from '#report/format-number';
import { kindsBelow, kindsIn } from '#report/kind-tree';
import { KINDS, type Kind, kindInWords, statisticOf, tolerance } from '#report/number-kinds';
import type { ValuePart } from '#report/prose-parts';
import { Quantity } from '#report/quantity';
import * as values from '#report/values';

const ALL: readonly Kind[] = [
  'exact',
  'float64',
  'nats',
  'logit',
  'bits',
  'decibels',
  'probability',
  'perplexity',
  'relativeError',
  'rank',
  statisticOf(40),
];

describe('a kind of a model in sixteen bits', () => {
  const kinds = { rows: { nats: 'nats', count: 'exact', sum: 'float64', share: statisticOf(40) } } as const;
  const inBfloat16 = kindsIn('bfloat16', kinds) as { rows: Record<keyof typeof kinds.rows, Kind> };

  it('allows what bfloat16 was seen to move, and leaves what is counted and calculated', () => {
    const { nats, count, sum, share } = inBfloat16.rows;
    expect(tolerance(nats, -1)).toBeGreaterThan(0.35);
    expect(tolerance(share, 0.5)).toBe(10 / 40);
    expect([count, sum]).toEqual(['exact', 'float64']);
    expect(tolerance(kindsIn('float16', 'nats') as Kind, -1)).toBeGreaterThan(0.029);
    expect(tolerance(kindsIn('float16', 'nats') as Kind, -1)).toBeLessThan(0.1);
  });

  it('lets the smallest ranks move, which float32 does not', () => {
    expect(tolerance('rank', 3)).toBe(0);
    expect(tolerance(kindsIn('bfloat16', 'rank') as Kind, 3)).toBe(2.5);
  });

  it('is that of a field named after its kind, too, wherever it is', () => {
    const entropy = kindsBelow(kindsBelow(kindsBelow(inBfloat16, 'other'), 'rows'), 'entropy');
    expect(tolerance(entropy as Kind, -1)).toBeGreaterThan(0.35);
    expect(kindsBelow({ entropy: 'float64' }, 'entropy')).toBe('float64');
  });

  it('still prints a rank as a whole number, which has no decimals to lose', () => {
    expect(formatKind(3, kindsIn('bfloat16', 'rank') as Kind)).toBe('3');
  });
});

describe('the tolerance of a kind', () => {
  it('in bits and decibels covers that in nats, converted, for values that are not huge', () => {
    fc.assert(
      fc.property(fc.double({ min: -1000, max: 1000, noNaN: true }), (nats) => {
        expect(tolerance('bits', nats / Math.LN2)).toBeGreaterThanOrEqual(
          (tolerance('nats', nats) / Math.LN2) * 0.998,
        );
        const inDecibels = 10 / Math.LN10;
        expect(tolerance('decibels', nats * inDecibels)).toBeGreaterThanOrEqual(
          tolerance('nats', nats) * inDecibels,
        );
      }),
    );
  });

  it('is never negative, the same for both signs, and zero where values must agree exactly', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ALL), fc.double(), (kind, value) => {
        const allowed = tolerance(kind, value);
        expect(allowed).toBeGreaterThanOrEqual(0);
        expect(allowed).toBe(tolerance(kind, -value));
        if (!Number.isFinite(value)) expect(allowed).toBe(0);
      }),
    );
  });
});

describe('a kind', () => {
  it.each([0, -1, 2.5, Number.NaN, Number.POSITIVE_INFINITY])('is no statistic of %d items', (items) => {
    expect(() => statisticOf(items)).toThrow(RangeError);
  });
});

describe('every kind', () => {
  it.each(Object.entries(KINDS))(
    '%s has words, and a helper that prints it',
    (name, { what, helper, elsewhere }) => {
      expect(`${what}; ${elsewhere}`).toMatch(/^[A-Z].+; \S/);
      const print = (values as Readonly<Record<string, unknown>>)[helper] as (value: Quantity) => ValuePart;
      const kind = name === 'statistic' ? statisticOf(40) : (name as Exclude<Kind, object>);
      const value = new Quantity(name === 'exact' || name === 'rank' ? 12 : 0.5, {
        measurement: 'm',
        path: 'p',
        entries: [],
        kind,
      });
      expect(print(value).kind).toBe(name);
    },
  );
});

describe('a kind in words', () => {
  it.each([
    ['nats', 0.0005],
    ['logit', 0.0005],
    ['bits', 0.0007],
    ['decibels', 0.002],
  ] as const)('of %s tells its tolerance near zero', (kind, told) => {
    expect(kindInWords(kind)).toContain(`about ${told}.`);
    expect(tolerance(kind, 0)).toBeGreaterThanOrEqual(told);
    expect(tolerance(kind, 0)).toBeLessThan(told * 1.2);
  });

  it('of a statistic tells over how many items', () => {
    expect(kindInWords(statisticOf(40))).toBe(
      'A statistic over 40 items; another processor may move it by one item.',
    );
  });
});
