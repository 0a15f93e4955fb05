import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repackQ41, repackQ80, stackQ41 } from '#convert/gguf/blocks';
import { dequantise, float16 } from './dequantise.ts';

const BLOCK_BYTES = { Q4_1: 20, Q8_0: 34 };

/** Matrices of random bytes: any pattern is a valid block. */
function randomMatrices(type: 'Q4_1' | 'Q8_0') {
  const sizes = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }));
  return sizes.chain(([rows, blocks]) => {
    const length = rows * blocks * BLOCK_BYTES[type];
    return fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((bytes) => ({ rows, columns: blocks * 32, bytes }));
  });
}

/** What ONNX makes of the repacked matrix: byte j of a block holds elements 2j (low) and 2j + 1 (high). */
function unpackQ41(matrix: ReturnType<typeof repackQ41>): number[][] {
  const blocks = matrix.columns / 32;
  return Array.from({ length: matrix.rows }, (_, row) =>
    Array.from({ length: matrix.columns }, (_, column) => {
      const block = row * blocks + Math.floor(column / 32);
      const byte = matrix.nibbles[16 * block + Math.floor((column % 32) / 2)] ?? 0;
      const four = column % 2 === 0 ? byte % 16 : Math.floor(byte / 16);
      return float16(matrix.scales[block] ?? 0) * four + float16(matrix.minimums[block] ?? 0);
    }),
  );
}

describe('repackQ41', () => {
  it('puts elements i and i + 16, which share a byte in GGUF, into neighbouring order', () => {
    const block = new Uint8Array(20);
    for (let i = 0; i < 16; i++) block[4 + i] = i | ((15 - i) << 4);
    const { nibbles } = repackQ41(block, 1, 32);
    const elements = [...nibbles].flatMap((byte) => [byte & 15, byte >> 4]);
    expect(elements).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1,
      0,
    ]);
  });

  it('holds the same weights as the definition of the type', () => {
    fc.assert(
      fc.property(randomMatrices('Q4_1'), ({ rows, columns, bytes }) => {
        const expected = dequantise({ type: 'Q4_1', shape: [rows, columns], bytes });
        expect(unpackQ41(repackQ41(bytes, rows, columns))).toEqual(expected);
      }),
    );
  });

  it('takes rows in the order asked for', () => {
    fc.assert(
      fc.property(randomMatrices('Q4_1'), ({ rows, columns, bytes }) => {
        const backwards = Array.from({ length: rows }, (_, row) => rows - 1 - row);
        const expected = dequantise({ type: 'Q4_1', shape: [rows, columns], bytes }).reverse();
        expect(unpackQ41(repackQ41(bytes, rows, columns, backwards))).toEqual(expected);
      }),
    );
  });
});

describe('stackQ41', () => {
  it('puts the rows of its parts one below the other', () => {
    const bytes = Uint8Array.from({ length: 3 * 2 * 20 }, (_, i) => (i * 37) % 256);
    const whole = repackQ41(bytes, 3, 64);
    const parts = [repackQ41(bytes.subarray(0, 40), 1, 64), repackQ41(bytes.subarray(40), 2, 64)];
    expect(stackQ41(parts)).toEqual(whole);
  });
});

describe('repackQ80', () => {
  it('holds the same weights as the definition of the type', () => {
    fc.assert(
      fc.property(randomMatrices('Q8_0'), ({ rows, columns, bytes }) => {
        const { values, scales } = repackQ80(bytes, rows, columns);
        const got = Array.from({ length: rows }, (_, row) =>
          Array.from({ length: columns }, (_, column) => {
            const index = row * columns + column;
            return float16(scales[Math.floor(index / 32)] ?? 0) * ((values[index] ?? 0) - 128);
          }),
        );
        expect(got).toEqual(dequantise({ type: 'Q8_0', shape: [rows, columns], bytes }));
      }),
    );
  });
});
