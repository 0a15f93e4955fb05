import { Tensor } from 'onnxruntime-node';
import { at } from '#numerics/list';

/**
 * What a model remembers of the texts that it has read: the keys and values of every token, in tensors [rows, heads,
 * columns, headSize]. A `KvCache` is what one call has read, and never changes. A text may have been read in several
 * calls, and several texts may share a beginning: a `CachedText` is a chain of such parts, and `gather` copies the parts
 * of many texts into one cache for the next call. A `GrowingCache` holds texts that grow by a token a call.
 */

/**
 * Keys and values of R sequences side by side, each padded on the right to the same number of columns. Never changed
 * once made, so several calls may go on from the same one.
 */
export interface KvCache {
  /** Of each sequence, what its columns hold: 1 a token, 0 padding. All of one length. */
  readonly mask: readonly Uint8Array[]; // R x [columns]
  /** In the order of the model's signature. */
  readonly tensors: readonly Tensor[]; // each [R, heads, columns, headSize] float32
}

/** The first columns of one sequence in a cache, after all of `before`, which other texts may begin with, too. */
export interface CachedText {
  readonly before?: CachedText | undefined;
  readonly cache: KvCache;
  readonly row: number;
  readonly columns: number;
}

/**
 * Attention adds up its columns, cached ones included, in stretches of so many. Padding between what was read and what
 * is read now adds nothing, so it changes no bit as long as it moves no token into another stretch.
 */
export const STRETCH_COLUMNS = 256;
export const stretchOf = (column: number): number => Math.floor(column / STRETCH_COLUMNS);

export function columnsOf({ mask }: KvCache): number {
  return at(mask, 0).length;
}

/** The number of tokens in each sequence, padding not counted. */
export function tokensOf({ mask }: KvCache): number[] {
  return mask.map((row) => row.reduce((sum, one) => sum + one, 0));
}

/** A text's parts, the first one first. */
export function partsOf(text: CachedText | undefined): CachedText[] {
  return text === undefined ? [] : [...partsOf(text.before), text];
}

export function lengthOf(text: CachedText | undefined): number {
  return partsOf(text).reduce((sum, { columns }) => sum + columns, 0);
}

/**
 * Memory for calls to work in that none works in now, the smallest first. Taken anew for every call, the hundreds of
 * megabytes that go in and come out cost a fifth of the time that it takes to compute them.
 */
const spare: ArrayBuffer[] = [];
const working = new WeakSet<ArrayBuffer>();
const released = new WeakSet<KvCache>();

/** So many floats to work in, whatever they are, until they are released. */
export function scratch(length: number): Float32Array {
  const bytes = length * Float32Array.BYTES_PER_ELEMENT;
  const place = spare.findIndex(({ byteLength }) => byteLength >= bytes);
  const found = place < 0 ? undefined : spare.splice(place, 1)[0];
  if (!found) spare.pop()?.transfer(0); // what is too small makes room
  const buffer = found ?? new ArrayBuffer(bytes);
  working.add(buffer);
  return new Float32Array(buffer, 0, length);
}

/** Gives back the memory of a cache, once. The garbage collector would let caches pile up to several times the need. */
export function releaseCache(cache: KvCache): void {
  if (released.has(cache)) return;
  released.add(cache);
  cache.tensors.forEach(releaseTensor);
}

export function releaseTensor({ data }: Tensor): void {
  const { buffer } = data as Float32Array<ArrayBuffer>;
  if (!working.delete(buffer)) {
    buffer.transfer(0);
    return;
  }
  spare.push(buffer);
  spare.sort((a, b) => a.byteLength - b.byteLength);
}

type Past = CachedText | undefined;

/** What some texts lie in. */
export function cachesOf(texts: readonly Past[]): Set<KvCache> {
  return new Set(texts.flatMap((text) => partsOf(text).map(({ cache }) => cache)));
}

/** Releases what some texts lay in, and others do not. */
export function releaseAllBut(needed: readonly Past[], texts: readonly Past[]): void {
  const kept = cachesOf(needed);
  for (const cache of cachesOf(texts)) if (!kept.has(cache)) releaseCache(cache);
}

/** Lets go of all memory that is kept to work in. */
export function forgetSpare(): void {
  for (const buffer of spare.splice(0)) buffer.transfer(0);
}

/** The sequences at `rows`, in that order; one may be taken several times. Copies, unless nothing changes. */
export function selectRows(cache: KvCache, rows: readonly number[]): KvCache {
  return gather(rows.map((row) => ({ cache, row, columns: columnsOf(cache) })));
}

/** The last columns of all sequences; copied, and the tensor released, where it has more. */
export function lastColumns(tensor: Tensor, columns: number): Tensor {
  const [rows = 0, heads = 0, given = 0, headSize = 0] = tensor.dims;
  if (given === columns) return tensor;
  const [data, last] = [tensor.data as Float32Array, new Float32Array(rows * heads * columns * headSize)];
  for (let at = 0; at < rows * heads; at++) {
    const [from, to] = [((at + 1) * given - columns) * headSize, (at + 1) * given * headSize];
    last.set(data.subarray(from, to), at * columns * headSize);
  }
  releaseTensor(tensor);
  return new Tensor('float32', last, [rows, heads, columns, headSize]);
}

/** Texts side by side, at least one, padded on the right to the longest. Copies, unless they are one whole cache. */
export function gather(texts: readonly CachedText[]): KvCache {
  const [first] = texts;
  if (first === undefined) throw new RangeError('there should be a sequence to gather, got none');
  const { cache } = first;
  const isWhole = texts.every(
    (text, row) =>
      !text.before && text.cache === cache && text.row === row && text.columns === columnsOf(cache),
  );
  if (isWhole && texts.length === cache.mask.length) return cache;
  const columns = Math.max(...texts.map(lengthOf));
  const inParts = texts.map(partsOf);
  return {
    mask: inParts.map((parts) => {
      const mask = new Uint8Array(columns);
      let end = 0;
      for (const part of parts) {
        mask.set(at(part.cache.mask, part.row).subarray(0, part.columns), end);
        end += part.columns;
      }
      return mask;
    }),
    tensors: cache.tensors.map((_, i) => gatherTensor(inParts, i, columns)),
  };
}

/** Keys or values of one layer. */
function gatherTensor(texts: readonly (readonly CachedText[])[], index: number, columns: number): Tensor {
  const [, heads = 0, , headSize = 0] = at(at(at(texts, 0), 0).cache.tensors, index).dims;
  const data = scratch(texts.length * heads * columns * headSize);
  const gathered = new Tensor('float32', data, [texts.length, heads, columns, headSize]);
  for (const [row, parts] of texts.entries()) copyParts(parts, index, gathered, row);
  return gathered;
}

/** Copies one tensor of a text's parts to a row of another, from a column on. */
export function copyParts(
  parts: readonly CachedText[],
  index: number,
  { data: target, dims }: Tensor,
  row: number,
  column = 0,
): void {
  const [, heads = 0, columns = 0, headSize = 0] = dims;
  let end = column;
  for (const part of parts) {
    const { data, dims: given } = at(part.cache.tensors, index);
    for (let head = 0; head < heads; head++) {
      const start = (part.row * heads + head) * at(given, 2) * headSize;
      const to = ((row * heads + head) * columns + end) * headSize;
      const vectors = (data as Float32Array).subarray(start, start + part.columns * headSize);
      (target as Float32Array).set(vectors, to);
    }
    end += part.columns;
  }
}

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
