/**
 * Reads a GGUF file: metadata and tensor directory by @huggingface/gguf, tensor bytes by us. What it adds to the
 * package is distrust: every value is checked for its type, every tensor for lying whole inside the file.
 * The format: the GGUF specification in the ggml project (docs/gguf.md).
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { gguf } from '@huggingface/gguf';
import { UserError } from '#base/user-error';
import { tensorByteLength, tensorTypeName } from './tensor-types.ts';

/** One entry of the tensor directory. */
export interface GgufTensor {
  readonly name: string;
  /** "F32", "Q4_1", …; "type 99" for a number that ggml does not define. */
  readonly type: string;
  /** Outermost first (a matrix is [rows, columns]); GGUF itself stores the other order. */
  readonly shape: readonly number[];
  /** Bytes from the beginning of the file. */
  readonly offset: number;
}

/** An open GGUF file. Close it when done. */
export class GgufFile {
  readonly path: string;
  readonly tensors: ReadonlyMap<string, GgufTensor>;
  readonly #metadata: Readonly<Record<string, unknown>>;
  readonly #handle: FileHandle;
  readonly #size: number;

  private constructor(
    path: string,
    metadata: Readonly<Record<string, unknown>>,
    tensors: ReadonlyMap<string, GgufTensor>,
    handle: FileHandle,
    size: number,
  ) {
    this.path = path;
    this.tensors = tensors;
    this.#metadata = metadata;
    this.#handle = handle;
    this.#size = size;
  }

  /** Opens a file and reads its directory. Throws a UserError unless it is a readable, well-formed GGUF file. */
  static async open(path: string): Promise<GgufFile> {
    const size = await fileSize(path);
    let parsed: Awaited<ReturnType<typeof gguf>>;
    try {
      parsed = await gguf(path, { allowLocalFile: true });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UserError(`${path} is not a readable GGUF file (${reason.replace(/\.$/, '')}).`, {
        cause: error,
      });
    }
    if (!parsed.littleEndian) {
      throw new UserError(`${path} is a big-endian GGUF file; the converter reads little-endian ones.`);
    }
    const tensors = new Map<string, GgufTensor>();
    const dataOffset = Number(parsed.tensorDataOffset);
    for (const info of parsed.tensorInfos) {
      if (tensors.has(info.name))
        throw new UserError(`${path} is damaged: two tensors are named ${info.name}.`);
      tensors.set(info.name, {
        name: info.name,
        type: tensorTypeName(info.dtype),
        shape: info.shape.map(Number).reverse(),
        offset: dataOffset + Number(info.offset),
      });
    }
    // The parser reads zeros beyond the end of a file, so a cut-off directory shows only here.
    if (dataOffset > size) throw truncated(path, size, dataOffset);
    return new GgufFile(
      path,
      parsed.metadata as Record<string, unknown>,
      tensors,
      await open(path, 'r'),
      size,
    );
  }

  /** The bytes of a tensor as stored. Throws a UserError when the file ends before the tensor does. */
  async read(tensor: GgufTensor): Promise<Uint8Array> {
    const length = tensorByteLength(tensor, this.path);
    const end = tensor.offset + length;
    if (end > this.#size) throw truncated(this.path, this.#size, end);
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const { bytesRead } = await this.#handle.read(bytes, done, length - done, tensor.offset + done);
      if (bytesRead === 0) throw truncated(this.path, tensor.offset + done, end);
      done += bytesRead;
    }
    return bytes;
  }

  /** SHA-256 of the whole file, in hexadecimal. */
  async sha256(): Promise<string> {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(this.path)) hash.update(chunk as Uint8Array);
    return hash.digest('hex');
  }

  has(key: string): boolean {
    return this.#metadata[key] !== undefined;
  }

  /** A string of the metadata. Throws a UserError when it is missing or something else. */
  text(key: string): string {
    const value = this.#value(key);
    if (typeof value !== 'string') throw this.#wrong(key, 'a string', value);
    return value;
  }

  /** A non-negative integer of the metadata. Throws a UserError when it is missing or something else. */
  count(key: string): number {
    const value = this.#value(key);
    const number = typeof value === 'bigint' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0) {
      throw this.#wrong(key, 'a non-negative integer', value);
    }
    return number;
  }

  /** A finite number of the metadata. Throws a UserError when it is missing or something else. */
  number(key: string): number {
    const value = this.#value(key);
    if (typeof value !== 'number' || !Number.isFinite(value)) throw this.#wrong(key, 'a number', value);
    return value;
  }

  /** A truth value of the metadata, `fallback` when it is missing. Throws a UserError when it is something else. */
  flag(key: string, fallback: boolean): boolean {
    if (!this.has(key)) return fallback;
    const value = this.#value(key);
    if (typeof value !== 'boolean') throw this.#wrong(key, 'true or false', value);
    return value;
  }

  /** A list of strings of the metadata. Throws a UserError when it is missing or something else. */
  texts(key: string): readonly string[] {
    const value = this.#value(key);
    if (!Array.isArray(value) || !value.every((entry): entry is string => typeof entry === 'string')) {
      throw this.#wrong(key, 'a list of strings', value);
    }
    return value;
  }

  /** A list of integers of the metadata. Throws a UserError when it is missing or something else. */
  integers(key: string): readonly number[] {
    const value = this.#value(key);
    if (!Array.isArray(value) || !value.every((entry): entry is number => Number.isSafeInteger(entry))) {
      throw this.#wrong(key, 'a list of integers', value);
    }
    return value;
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  #value(key: string): unknown {
    const value = this.#metadata[key];
    if (value === undefined) throw new UserError(`${this.path} lacks the metadata entry ${key}.`);
    return value;
  }

  #wrong(key: string, expected: string, value: unknown): UserError {
    const shown = Array.isArray(value) ? 'a list' : typeof value === 'string' ? `"${value}"` : String(value);
    return new UserError(`${this.path}: metadata entry ${key} must be ${expected}, got ${shown}.`);
  }
}

async function fileSize(path: string): Promise<number> {
  let stats: Awaited<ReturnType<typeof stat>>;
  try {
    stats = await stat(path);
  } catch (error) {
    throw new UserError(`${path}: expected a GGUF file, but there is no readable file of that name.`, {
      cause: error,
    });
  }
  if (!stats.isFile()) throw new UserError(`${path}: expected a GGUF file, but it is not a file.`);
  return stats.size;
}

function truncated(path: string, size: number, needed: number): UserError {
  return new UserError(`${path} is cut off: its directory needs ${needed} bytes, the file has ${size}.`);
}
