/** Weights of GGUF tensors by the definitions of their types, in float64, one number at a time. */
import type { StoredTensor } from './small-gguf.ts';

/** The number that fp16 bits stand for. */
export function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** A tensor as rows of numbers (one row for a vector). */
export function dequantise({ type, shape, bytes }: StoredTensor): number[][] {
  const columns = shape.at(-1) ?? 0;
  const rows = shape.length === 2 ? (shape[0] ?? 0) : 1;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const weight = (index: number): number => {
    if (type === 'F32') return view.getFloat32(4 * index, true);
    const [block, i] = [Math.floor(index / 32), index % 32];
    if (type === 'Q8_0') return float16(view.getUint16(34 * block, true)) * view.getInt8(34 * block + 2 + i);
    if (type !== 'Q4_1') throw new Error(`no definition of ${type} here`);
    const byte = view.getUint8(20 * block + 4 + (i % 16));
    const four = i < 16 ? byte % 16 : Math.floor(byte / 16);
    return float16(view.getUint16(20 * block, true)) * four + float16(view.getUint16(20 * block + 2, true));
  };
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => weight(row * columns + column)),
  );
}
