import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertJson, decodeJson, encodeJson } from '#base/json';

/** What Node's own JSON makes of a value: the second opinion for everything that it can hold. */
const viaNode = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Anything that JSON holds, but for the keys that are reserved. */
const anyJson = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('"$'));

describe('encoded JSON', () => {
  it('reads back as what it was, for all that JSON can hold', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(decodeJson(encodeJson(value))).toEqual(viaNode(value));
      }),
    );
  });

  it('keeps every float64, infinities and NaN included', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(decodeJson(encodeJson([value]))).toEqual([value === 0 ? 0 : value]);
      }),
    );
  });

  it('writes -0 as 0', () => {
    expect(encodeJson([-0])).toBe('[\n 0\n]\n');
  });

  it('has one value a line, keys in the order given, and ends with a line end', () => {
    expect(encodeJson({ b: [1, { x: null }], a: 'é', empty: [], none: {} })).toBe(
      '{\n "b": [\n  1,\n  {\n   "x": null\n  }\n ],\n "a": "é",\n "empty": [],\n "none": {}\n}\n',
    );
  });

  it('writes non-finite numbers by name', () => {
    expect(encodeJson([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN])).toBe(
      '[\n {"$number": "Infinity"},\n {"$number": "-Infinity"},\n {"$number": "NaN"}\n]\n',
    );
  });
});

describe('what JSON cannot hold', () => {
  it.each([
    ['undefined in an object', { a: { b: undefined } }, /^the value\.a\.b is undefined/],
    ['a hole in a list', { a: new Array(2) }, /^the value\.a\[0\] is undefined/],
    ['a typed array', { rows: [{ p: new Float64Array(1) }] }, /^the value\.rows\[0\]\.p is a Float64Array/],
    ['a function', { f: () => 1 }, /^the value\.f is a function/],
    ['an instance of a class', [new (class Point {})()], /^the value\[0\] is a Point/],
    [
      'a key that begins with a dollar sign',
      { a: { $number: 'NaN' } },
      /^the value\.a\.\$number: keys that begin with \$/,
    ],
    ['undefined by itself', undefined, /^the value is undefined/],
  ])('is named by its path: %s', (_what, value, message) => {
    expect(() => assertJson(value)).toThrow(message);
    expect(() => encodeJson(value)).toThrow(TypeError);
  });

  it('includes lists longer than allowed, at any depth', () => {
    const value = { a: [[1, 2, 3]] };
    expect(() => assertJson(value, { longestArray: 3 })).not.toThrow();
    expect(() => assertJson(value, { longestArray: 2 })).toThrow(
      /^the value\.a\[0\] has 3 entries; at most 2/,
    );
  });
});

describe('reading JSON', () => {
  const numbers = ['"1"', '1', '"toString"'].map((name) => `{"$number": ${name}}`);

  it.each(['', '{', '{"a": 1,}', '[1] 2', ...numbers])('refuses %j', (text) => {
    expect(() => decodeJson(text)).toThrow(SyntaxError);
  });
});
