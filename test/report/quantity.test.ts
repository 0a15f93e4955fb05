import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KindTree } from '#report/kind-tree';
import { numberOf, Quantity, withSources } from '#report/quantity';
import { measured } from './measured-values.ts';

/** Kinds that fit any output: of lists, those of all their entries together. */
function kindsOf(value: unknown): KindTree {
  if (typeof value !== 'object' || value === null) return 'float64';
  const entries = Array.isArray(value) ? value.map(kindsOf) : Object.values(value).map(kindsOf);
  if (!Array.isArray(value))
    return Object.fromEntries(Object.keys(value).map((key, i) => [key, entries[i] ?? 'float64']));
  const objects = entries.filter((one) => typeof one === 'object');
  return objects.length === 0 ? 'float64' : Object.assign({}, ...objects);
}

function quantitiesIn(value: unknown): Quantity[] {
  if (value instanceof Quantity) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(quantitiesIn) : [];
}

function countNumbers(value: unknown): number {
  if (typeof value === 'number') return 1;
  return typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum: number, one) => sum + countNumbers(one), 0)
    : 0;
}

describe('a result as sections see it', () => {
  it('knows its measurement, path, entries and kind', () => {
    const output = { rows: [{ share: 0.5 }, { share: 0.25 }], name: 'a', none: null };
    const seen = withSources('curve', output, { rows: { share: 'probability' } }) as {
      rows: { share: Quantity }[];
    };
    const second = seen.rows[1]?.share;
    expect(second?.source).toEqual({
      measurement: 'curve',
      path: 'rows[].share',
      entries: [1],
      kind: 'probability',
    });
    expect(seen).toMatchObject({ name: 'a', none: null });
  });

  it('leads back to its number, whatever the shape of the output, and none is left out', () => {
    const tree = fc.letrec<{ any: unknown }>((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.double(),
        fc.string(),
        fc.constant(null),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), tie('any'), { maxKeys: 4 }),
      ),
    })).any;
    fc.assert(
      fc.property(tree, (rest) => {
        const output = { rest };
        const quantities = quantitiesIn(withSources('m', output, kindsOf(output)));
        expect(quantities).toHaveLength(countNumbers(output));
        for (const quantity of quantities) {
          const { path, entries } = quantity.source;
          let index = 0;
          const keys = path.replace(/\[\]/g, () => `.${entries[index++]}`).split('.');
          const reached = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], output);
          expect(reached).toBe(numberOf(quantity));
        }
      }),
    );
  });

  it.each<[string, (a: Quantity, b: Quantity) => unknown]>([
    ['a sum', (a, b) => (a as never) + (b as never)],
    ['a product', (a) => (a as never) * 2],
    ['a sign', (a) => -(a as never)],
    ['a comparison', (a, b) => (a as never) < (b as never)],
    ['a maximum', (a, b) => Math.max(a as never, b as never)],
    ['a conversion', (a) => Number(a)],
    ['a sort', (a, b) => [a, b].sort()],
  ])('cannot be calculated with: %s', (_what, calculate) => {
    expect(() => calculate(measured('nats', 2), measured('nats', 1))).toThrow(
      /write calculates with a result \(test: value\); nats prints|a string is made of a result \(test: value\); print it with nats/,
    );
  });
});
