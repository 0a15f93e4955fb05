import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KindTree } from '#report/kind';
import { statisticOf, tolerance } from '#report/kind';
import { kindInWords } from '#report/kind-words';
import type { Measurement } from '#report/measurement';
import { measurement } from '#report/measurement';
import { Sources } from '#report/source';

const made = (id: string, kinds: KindTree): Measurement =>
  measurement({ id, kinds: kinds as never, measure: async () => ({}) });

const curve = made('curve', {
  loss: 'nats',
  rows: { rank: 'rank', share: 'probability', inner: { list: 'float64' } },
  size: 'exact',
});
const other = made('other', { size: 'exact', loss: 'nats', hit: statisticOf(40) });
const outputs = new Map<string, unknown>([
  [
    'curve',
    {
      loss: 0.41703001627,
      rows: [
        { rank: 1, share: 0.5, inner: { list: [0.123456789, 2] } },
        { rank: 3, share: 0.5, inner: { list: [] } },
        { rank: 3, share: 0.25, inner: { list: [-0.41703001627] } },
      ],
      size: 3,
    },
  ],
  ['other', { size: 40, loss: 0.41703001627, hit: 0.625 }],
]);
const both = new Sources({ c: curve, o: other }, outputs);

describe('the source of a number', () => {
  it('is the place of the only measurement that holds it', () => {
    expect(both.find(0.25, 'probability')).toEqual({
      measurements: ['curve'],
      path: 'rows[].share',
      entries: [2],
      kind: 'probability',
    });
    expect(both.find(0.123456789, 'float64')).toMatchObject({ path: 'rows[].inner.list[]', entries: [0, 0] });
    expect(both.find(0.625, 'statistic')?.kind).toEqual({ kind: 'statistic', items: 40 });
  });

  it('is the first place of a number with so many digits that it is the same result wherever it stands', () => {
    expect(both.find(0.41703001627, 'nats')).toMatchObject({ measurements: ['curve'], path: 'loss' });
  });

  it.each([
    ['a share of counts', 31 / 52, 'probability', 'probability'],
    ['one that came about by subtraction', 1 - 21 / 52, 'float64', 'float64'],
    ['a statistic', 0.7123456789012, statisticOf(52), 'statistic'],
    ['a chosen number', 0.7123456789012, 'exact', 'exact'],
  ] as const)('is every measurement that holds it, for %s of many digits', (_what, value, kind, shownAs) => {
    const kinds = { right: kind, wrong: kind } as KindTree;
    const hits = made('hits', kinds);
    const misses = made('misses', kinds);
    const output = { right: value, wrong: 0.25 };
    const held = new Map<string, unknown>([
      ['hits', output],
      ['misses', { right: 0.5, wrong: value }],
    ]);
    expect(new Sources({ hits, misses }, held).find(value, shownAs)).toMatchObject({
      measurements: ['hits', 'misses'],
      path: '',
      entries: [],
    });
    const twice = new Map<string, unknown>([['hits', { right: value, wrong: value }]]);
    expect(new Sources({ hits }, twice).find(value, shownAs)).toMatchObject({
      measurements: ['hits'],
      path: '',
    });
  });

  it('leaves open which entry of a list is meant when several hold the number', () => {
    expect(both.find(0.5, 'probability')).toEqual({
      measurements: ['curve'],
      path: 'rows[].share',
      entries: [],
      kind: 'probability',
    });
  });

  it('prefers places of the kind that is printed', () => {
    expect(both.find(3, 'exact')).toMatchObject({ path: 'size', entries: [] });
    expect(both.find(3, 'rank')).toMatchObject({ path: 'rows[].rank', entries: [] });
  });

  it('names all measurements where nothing tells them apart', () => {
    const twice = new Sources(
      { a: other, b: made('third', { size: 'exact' }) },
      new Map([...outputs, ['third', { size: 40 }]]),
    );
    expect(twice.find(40, 'exact')).toMatchObject({
      measurements: ['other', 'third'],
      path: '',
      entries: [],
    });
  });

  it('is unknown for a number that no need holds', () => {
    expect(both.find(0.42, 'nats')).toBeUndefined();
    expect(new Sources({ o: other }, outputs).find(0.25, 'probability')).toBeUndefined();
  });

  it('leads back to the number, whatever the shape of the output', () => {
    const tree = fc.letrec<{ any: unknown }>((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.double({ noNaN: true }).map((value) => (value === 0 ? 0 : value)),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), tie('any'), { maxKeys: 4 }),
      ),
    })).any;
    /** Kinds that fit any output: of lists, those of all their entries together. */
    const kindsOf = (value: unknown): KindTree => {
      if (typeof value !== 'object' || value === null) return 'float64';
      const entries = Array.isArray(value) ? value.map(kindsOf) : Object.values(value).map(kindsOf);
      if (!Array.isArray(value))
        return Object.fromEntries(Object.keys(value).map((key, i) => [key, entries[i] ?? 'float64']));
      const objects = entries.filter((one) => typeof one === 'object');
      return objects.length === 0 ? 'float64' : Object.assign({}, ...objects);
    };
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, min: 1e-300, max: 1e300 }), { minLength: 1, maxLength: 5 }),
        tree,
        (numbers, rest) => {
          const output = { rest, numbers: numbers.map((value) => ({ deep: [value] })) };
          const kinds = { rest: kindsOf(rest), numbers: { deep: 'nats' } } as KindTree;
          const sources = new Sources({ m: made('m', kinds) }, new Map([['m', output]]));
          for (const value of numbers) {
            const found = sources.find(value, 'nats');
            if (!found) throw new Error(`${value} was not found`);
            let index = 0;
            const keys = found.path.replace(/\[\]/g, () => `.${found.entries[index++] ?? '*'}`).split('.');
            if (keys.includes('*')) continue; // several hold it
            const reached = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], output);
            expect(reached).toBe(value);
          }
        },
      ),
    );
  });
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

  it.each([
    ['probability', 0.05],
    ['perplexity', 0.1],
  ] as const)('of %s tells its tolerance as a share', (kind, percent) => {
    expect(kindInWords(kind)).toContain(`about ${percent}% of itself.`);
    expect(tolerance(kind, 7)).toBeCloseTo((7 * percent) / 100, 12);
  });

  it('of a statistic tells over how many items', () => {
    expect(kindInWords(statisticOf(40))).toBe(
      'A statistic over 40 items; another processor may move it by one item.',
    );
  });
});
