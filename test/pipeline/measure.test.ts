import { describe, expect, it } from 'vitest';
import { EMBEDDED_MODEL } from '#lm/model-identity';
import { runMeasurements } from '#pipeline/measure';
import type { KindTree } from '#report/kind-tree';
import type { Measurement } from '#report/measurement';
import { inRunningOrder, measurement } from '#report/measurement';
import { asSerialized } from '#report/serialize';
import { fakeModel } from './fixtures/fake-model.ts';

/** A measurement with whatever result and kinds, past the type checker. */
function giving(result: unknown, kinds: unknown): Measurement {
  return {
    id: 'some',
    needs: {},
    data: {},
    kinds: kinds as KindTree,
    run: async () => result,
  };
}

describe('a result', () => {
  it('is what a stored file would give: -0 is 0, keys keep their order, infinities survive', () => {
    const some = {
      ...giving({}, { b: 'nats', a: 'nats', list: 'nats' }),
      mayBeNaN: 'this is what is tested',
    };
    const stored = asSerialized(some, {
      b: -0,
      a: Number.NEGATIVE_INFINITY,
      list: [Number.NaN, 0.1 + 0.2],
    });
    expect(stored).toEqual({ b: 0, a: Number.NEGATIVE_INFINITY, list: [Number.NaN, 0.30000000000000004] });
    expect(Object.keys(stored as object)).toEqual(['b', 'a', 'list']);
    expect(Object.is((stored as { b: number }).b, 0)).toBe(true);
  });

  it.each([
    ['undefined', { rows: [{ a: undefined }] }, /some: result\.rows\[0\]\.a is undefined/],
    ['a typed array', { rows: new Float32Array(2) }, /some: result\.rows is a Float32Array/],
    ['a Map', { rows: new Map() }, /some: result\.rows is a Map/],
    ['a Date', { rows: [new Date(0)] }, /some: result\.rows\[0\] is a Date/],
    ['a list that is too long', { rows: new Array(2001).fill(1) }, /some: result\.rows has 2001 entries/],
  ])('may not hold %s: the error names measurement and path', (_what, result, message) => {
    expect(() => asSerialized(giving({}, { rows: 'exact' }), result)).toThrow(message);
  });

  it('of our own model may be NaN only where the measurement says why', async () => {
    const odd = giving({ rows: [1, Number.NaN] }, { rows: 'nats' });
    const [own, other] = [fakeModel({ id: EMBEDDED_MODEL }), fakeModel()];
    await expect(runMeasurements([odd], own)).rejects.toThrow(
      /result\.rows\[1\] is NaN: is a field misspelt\?/,
    );
    const explained = { ...odd, mayBeNaN: 'this is what is tested' };
    for (const [one, lm] of [
      [explained, own],
      [odd, other],
    ] as const)
      expect((await runMeasurements([one], lm)).get('some')?.output).toEqual({ rows: [1, Number.NaN] });
  });

  it.each([
    ['a value without a kind', { a: 1, b: { c: 2 } }, { a: 'nats' }, /result\.b\.c has no kind/],
    ['a number without a kind', { a: 1, b: 2 }, { a: 'nats' }, /result\.b has no kind/],
    ['a number with the kinds of an object', { a: 1 }, { a: { c: 'nats' } }, /result\.a has no kind/],
    ['an object with the kind of a number', { a: { c: 1 } }, { a: 'nats' }, /result\.a is an object/],
    ['a string in nats', { a: 'word' }, { a: 'nats' }, /result\.a is a string/],
    ['a boolean in nats', { a: [true] }, { a: 'nats' }, /result\.a\[0\] is a boolean/],
    ['a value named like a method', { toString: 1 }, {}, /result\.toString has no kind/],
  ])('may not hold %s', (_what, result, kinds, message) => {
    expect(() => asSerialized(giving({}, kinds), result)).toThrow(message);
  });

  it.each([
    ['null in place of a number', { a: null }, { a: 'nats' }],
    ['statistics', { a: 0.5 }, { a: { kind: 'statistic', items: 40 } }],
    ['lists of lists', { a: [[1], [2, 3]] }, { a: 'rank' }],
    ['a kind for what this result does not have', { a: 1 }, { a: 'nats', b: 'nats' }],
  ])('may hold %s', (_what, result, kinds) => {
    expect(asSerialized(giving({}, kinds), result)).toEqual(result);
  });
});

describe('running measurements', () => {
  const base = measurement({
    id: 'base',
    kinds: { values: 'nats' },
    async measure({ lm }) {
      await lm.next([1, 2, 3]);
      return { values: [1, -0, Number.POSITIVE_INFINITY] };
    },
  });
  const derived = measurement({
    id: 'derived',
    needs: { base },
    kinds: { sum: 'nats' },
    async measure({ base: { values }, lm }) {
      await lm.next([1, 2]);
      return { sum: values.reduce((sum, value) => sum + value, 0), isZero: Object.is(values[1], 0) };
    },
  });

  it('gives each what it needs as a stored file would give it, and counts its own tokens', async () => {
    const results = await runMeasurements(inRunningOrder([derived]), fakeModel());
    expect([...results]).toEqual([
      [
        'base',
        {
          output: { values: [1, 0, Number.POSITIVE_INFINITY] },
          forwardTokens: 3,
          asked: { predictions: 1, scores: 0 },
        },
      ],
      [
        'derived',
        {
          output: { sum: Number.POSITIVE_INFINITY, isZero: true },
          forwardTokens: 2,
          asked: { predictions: 1, scores: 0 },
        },
      ],
    ]);
  });

  describe('of which some fail', () => {
    const broken = measurement({
      id: 'broken',
      kinds: { a: 'exact' },
      async measure(): Promise<{ a: number }> {
        throw new TypeError('no such thing');
      },
    });
    const unreadable = measurement({
      id: 'unreadable',
      data: { facts: new URL('./nothing.txt', import.meta.url) },
      kinds: { a: 'exact' },
      measure: async () => ({ a: 1 }),
    });
    const needing = measurement({
      id: 'needing',
      needs: { broken },
      kinds: { a: 'exact' },
      measure: async ({ broken: { a } }) => ({ a }),
    });
    const needingThat = measurement({
      id: 'needing-that',
      needs: { needing, base },
      kinds: { a: 'exact' },
      measure: async ({ needing: { a } }) => ({ a }),
    });

    it('goes on with those that do not need them, then names each with its reason', async () => {
      const seen: string[] = [];
      const running = runMeasurements(inRunningOrder([needingThat, unreadable, derived]), fakeModel(), {
        measured: ({ id }) => seen.push(id),
      });
      const error = await running.catch((reason: unknown) => reason);
      expect(seen).toEqual(['base', 'derived']);
      expect(error).toBeInstanceOf(AggregateError);
      expect((error as Error).message).toMatch(
        /^Measuring failed: broken \(no such thing\), unreadable \(The data file "facts" .*\); left out because of that: needing, needing-that\.$/,
      );
      expect((error as Error).stack).toMatch(/broken: TypeError: no such thing\n +at /);
    });
  });
});
