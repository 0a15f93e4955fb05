import { Tensor } from 'onnxruntime-node';
import { at } from '#numerics/list';
import {
  type CachedText,
  copyParts,
  type KvCache,
  lengthOf,
  partsOf,
  releaseTensor,
  STRETCH_COLUMNS,
  scratch,
  stretchOf,
} from './kv-cache.ts';

/** Room is made for so many more columns at a time: as seldom are all of them copied. */
const ROOM_COLUMNS = 32;

/**
 * Keys and values of sequences that are continued side by side: each grows in its own row, columns that are not filled
 * yet are padding. Rows may come and go; nothing but them is copied then, as long as there is room.
 */
export class GrowingCache {
  private lengths: number[] = []; // of each row, in columns that are filled
  private places = 0; // for rows
  private columns = 0;
  private tensors: readonly Tensor[] = []; // each [places, heads, columns, headSize]
  private readonly keepsRoom: boolean;

  /** `keepsRoom` unless no padding may stand before a token that is read: then all rows must be of one length. */
  constructor(keepsRoom: boolean) {
    this.keepsRoom = keepsRoom;
  }

  get rows(): number {
    return this.lengths.length;
  }

  /** What all rows hold, for a call that goes on from there; valid until something changes. */
  get cache(): KvCache {
    const { rows, columns } = this;
    return {
      mask: this.lengths.map((length) => new Uint8Array(columns).fill(1, 0, length)),
      tensors: this.tensors.map(({ data, dims: [, heads = 0, , headSize = 0] }) => {
        const used = (data as Float32Array).subarray(0, rows * heads * columns * headSize);
        return new Tensor('float32', used, [rows, heads, columns, headSize]);
      }),
    };
  }

  /** What a row holds; valid until something changes. */
  textAt(row: number): CachedText {
    return { cache: this.cache, row, columns: at(this.lengths, row) };
  }

  /** Puts copies of texts below the other rows. */
  add(texts: readonly CachedText[]): void {
    if (texts.length === 0) return;
    const first = this.rows;
    const model = at(texts, 0).cache.tensors;
    this.makeRoom(first + texts.length, Math.max(...this.lengths, ...texts.map(lengthOf)), model);
    this.lengths.push(...texts.map(lengthOf));
    for (const [k, text] of texts.entries()) {
      const parts = partsOf(text);
      for (const [i, tensor] of this.tensors.entries()) copyParts(parts, i, tensor, first + k);
    }
  }

  /** Puts a copy of a row below the others. */
  repeat(row: number): void {
    this.makeRoom(this.rows + 1, Math.max(...this.lengths), this.tensors);
    this.copyRow(row, this.rows);
    this.lengths.push(at(this.lengths, row));
  }

  /** Adds the one column that a call read of each row. */
  append(read: KvCache): void {
    this.makeRoom(this.rows, Math.max(...this.lengths) + 1, this.tensors);
    for (const [i, tensor] of this.tensors.entries())
      for (const [row, length] of this.lengths.entries())
        copyParts([{ cache: read, row, columns: 1 }], i, tensor, row, length);
    this.lengths = this.lengths.map((length) => length + 1);
  }

  /** Takes a row out: the last one takes its place. */
  remove(row: number): void {
    const last = at(this.lengths, this.rows - 1);
    this.lengths.pop();
    if (this.rows === 0) this.release();
    if (row < this.rows) {
      this.lengths[row] = last;
      this.copyRow(this.rows, row);
    }
    this.makeRoom(this.rows, Math.max(0, ...this.lengths), this.tensors);
  }

  private copyRow(from: number, to: number): void {
    for (const { data } of this.tensors) {
      const size = (data as Float32Array).length / this.places;
      (data as Float32Array).copyWithin(to * size, from * size, (from + 1) * size);
    }
  }

  /** For so many rows, the longest with so many columns; whatever tensors the model has. */
  private makeRoom(rows: number, longest: number, model: readonly Tensor[]): void {
    const fits = longest <= this.columns && stretchOf(longest) === stretchOf(this.columns);
    if (rows <= this.places && (fits || rows === 0)) return;
    const places = Math.max(rows, this.places);
    const columns = fits ? this.columns : this.keepsRoom ? columnsFor(longest) : longest;
    const before = { mask: [], tensors: this.tensors };
    this.tensors = model.map(({ dims: [, heads = 0, , headSize = 0] }, i) => {
      const data = scratch(places * heads * columns * headSize);
      const roomy = new Tensor('float32', data, [places, heads, columns, headSize]);
      for (const [row, length] of this.lengths.entries())
        copyParts([{ cache: before, row, columns: length }], i, roomy, row);
      const crowded = this.tensors[i];
      if (crowded) releaseTensor(crowded);
      return roomy;
    });
    [this.places, this.columns] = [places, columns];
  }

  release(): void {
    this.tensors.forEach(releaseTensor);
    this.tensors = [];
    [this.lengths, this.places, this.columns] = [[], 0, 0];
  }
}

/**
 * As many as leave room, but not so many that the token after the longest row moves into another stretch. Rows whose
 * own next tokens are in other stretches belong into another cache: their sums would differ in their last bits.
 */
function columnsFor(longest: number): number {
  const lastOfStretch = (stretchOf(longest) + 1) * STRETCH_COLUMNS - 1;
  return Math.min(longest + ROOM_COLUMNS, lastOfStretch);
}
