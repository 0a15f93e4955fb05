import { describe, expect, it } from 'vitest';
import type { LanguageModel } from '#lm/types';
import { inRunningOrder, type Measurement, measurement } from '#report/measurement';

/** A measurement that only has a name and needs. */
function named(id: string, ...needs: readonly Measurement[]): Measurement {
  return {
    id,
    needs: Object.fromEntries(needs.map((need, index) => [`n${index}`, need])),
    data: {},
    kinds: {},
    run: async () => ({}),
  };
}

describe('a measurement', () => {
  it('runs with the model, its data and the outputs of its needs, by the names it uses', async () => {
    const base = measurement({ id: 'base', kinds: { a: 'nats' }, measure: async () => ({ a: 1 }) });
    const url = new URL('./x.txt', import.meta.url);
    const derived = measurement({
      id: 'derived',
      needs: { first: base },
      data: { text: url },
      kinds: { sum: 'nats' },
      async measure({ first, lm, data }) {
        return { sum: first.a + 1, text: data.text, id: lm.id };
      },
    });
    const lm = { id: 'some/model' } as LanguageModel;
    expect(await derived.run({ first: { a: 41 }, lm, data: { text: 'words' } })).toEqual({
      sum: 42,
      text: 'words',
      id: 'some/model',
    });
    expect(derived.needs).toEqual({ first: base });
    expect(derived.data).toEqual({ text: url });
    expect(base.needs).toEqual({});
    expect(base.data).toEqual({});
  });

  it.each(['', 'Big', 'two words', 'a_b', '-a', 'a-', 'a--b', '1a', 'é'])('may not be called "%s"', (id) => {
    expect(() => measurement({ id, kinds: {}, measure: async () => ({}) })).toThrow(TypeError);
  });

  it.each(['lm', 'data'])('may not need something under the name "%s"', (name) => {
    const needs = { [name]: named('other') };
    expect(() => measurement({ id: 'a', needs, kinds: {}, measure: async () => ({}) })).toThrow(
      `a need may not be named "${name}"`,
    );
  });
});

describe('the running order', () => {
  it('holds for every edge of a wide and deep net of needs', () => {
    const made: Measurement[] = [];
    for (let i = 0; i < 60; i++) made.push(named(`m${i}`, ...made.filter((_, j) => (i * 7 + j) % 5 === 0)));
    const ordered = inRunningOrder([...made].reverse());
    const place = new Map(ordered.map(({ id }, index) => [id, index]));
    expect(ordered).toHaveLength(60);
    for (const { id, needs } of ordered) {
      for (const need of Object.values(needs)) {
        expect(place.get(need.id)).toBeLessThan(place.get(id) ?? 0);
      }
    }
  });

  it('does not exist when two measurements share an id', () => {
    expect(() => inRunningOrder([named('a'), named('a')])).toThrow('two measurements share the id "a"');
    expect(() => inRunningOrder([named('b', named('a')), named('c', named('a'))])).toThrow(
      'share the id "a"',
    );
  });
});
