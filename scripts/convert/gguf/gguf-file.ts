/**
 * Reads a GGUF file: metadata and tensor directory by @huggingface/gguf, tensor bytes by us. What it adds to the
 * package is distrust: every value is checked for its type, every tensor for being whole inside the file.
 * The format: the GGUF specification in the ggml project (docs/gguf.md).
 */
import { type FileHandle, open, stat } from 'node:fs/promises';
import { GGMLQuantizationType, gguf } from '@huggingface/gguf';
import { UserError } from '#base/user-error';
import { type GgufTensor, tensorByteLength } from './blocks.ts';

/** What reads the metadata throws a UserError when an entry is missing without a fallback, or of another type. */
export class GgufFile {
  readonly path: string;
  readonly tensors = new Map<string, GgufTensor>();
  private readonly metadata: Readonly<Record<string, unknown>>;
  private readonly handle: FileHandle;
  private readonly size: number;

  private constructor(path: string, metadata: Record<string, unknown>, handle: FileHandle, size: number) {
    this.path = path;
    this.metadata = metadata;
    this.handle = handle;
    this.size = size;
  }

  /** Opens a file and reads its directory. Throws a UserError unless it is a readable, well-formed GGUF file. */
  static async open(path: string): Promise<GgufFile> {
    const size = await fileSize(path);
    const parsed = await gguf(path, { allowLocalFile: true }).catch((cause) => {
      const reason = cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause);
      throw new UserError(`${path} is not a readable GGUF file (${reason}).`, { cause });
    });
    if (!parsed.littleEndian)
      throw new UserError(`${path} is a big-endian GGUF file; the converter reads little-endian ones.`);
    // The parser reads zeros beyond the end of a file, so a cut-off directory shows only here.
    const dataOffset = Number(parsed.tensorDataOffset);
    if (dataOffset > size) throw truncated(path, size, dataOffset);
    const handle = await open(path, 'r');
    const file = new GgufFile(path, parsed.metadata as Record<string, unknown>, handle, size);
    for (const { name, dtype, shape, offset } of parsed.tensorInfos) {
      if (file.tensors.has(name)) throw new UserError(`${path} is damaged: two tensors are named ${name}.`);
      file.tensors.set(name, {
        name,
        type: GGMLQuantizationType[dtype] ?? `type ${dtype}`,
        shape: shape.map(Number).reverse(),
        offset: dataOffset + Number(offset),
      });
    }
    return file;
  }

  /** The bytes of a tensor as stored. Throws a UserError when the file ends before the tensor does. */
  async read(tensor: GgufTensor): Promise<Uint8Array> {
    const length = tensorByteLength(tensor, this.path);
    const end = tensor.offset + length;
    if (end > this.size) throw truncated(this.path, this.size, end);
    const bytes = new Uint8Array(length);
    const { bytesRead } = await this.handle.read(bytes, 0, length, tensor.offset);
    if (bytesRead < length) throw truncated(this.path, tensor.offset + bytesRead, end);
    return bytes;
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  has(key: string): boolean {
    return this.metadata[key] !== undefined;
  }

  text(key: string): string {
    return this.entry(key, 'a string', (value) => typeof value === 'string');
  }

  count(key: string, fallback?: number): number {
    const isCount = (value: unknown): value is number | bigint =>
      (typeof value === 'number' || typeof value === 'bigint') &&
      Number.isSafeInteger(Number(value)) &&
      value >= 0;
    return Number(this.entry(key, 'a non-negative integer', isCount, fallback));
  }

  number(key: string, fallback?: number): number {
    return this.entry(key, 'a number', (value): value is number => Number.isFinite(value), fallback);
  }

  flag(key: string, fallback: boolean): boolean {
    return this.entry(key, 'true or false', (value) => typeof value === 'boolean', fallback);
  }

  texts(key: string): readonly string[] {
    const isText = (value: unknown) => typeof value === 'string';
    return this.entry(key, 'a list of strings', (value) => Array.isArray(value) && value.every(isText));
  }

  integers(key: string): readonly number[] {
    const isInteger = (value: unknown): value is number => Number.isSafeInteger(value);
    return this.entry(key, 'a list of integers', (value) => Array.isArray(value) && value.every(isInteger));
  }

  private entry<T>(key: string, expected: string, fits: (value: unknown) => value is T, fallback?: T): T {
    const value = this.metadata[key] ?? fallback;
    if (fits(value)) return value;
    if (value === undefined) throw new UserError(`${this.path} lacks the metadata entry ${key}.`);
    const shown = Array.isArray(value) ? 'a list' : typeof value === 'string' ? `"${value}"` : String(value);
    throw new UserError(`${this.path}: metadata entry ${key} must be ${expected}, got ${shown}.`);
  }
}

async function fileSize(path: string): Promise<number> {
  const stats = await stat(path).catch((cause) => {
    const message = `${path}: expected a GGUF file, but there is no readable file of that name.`;
    throw new UserError(message, { cause });
  });
  if (!stats.isFile()) throw new UserError(`${path}: expected a GGUF file, but it is not a file.`);
  return stats.size;
}

function truncated(path: string, size: number, needed: number): UserError {
  return new UserError(`${path} is cut off: its directory needs ${needed} bytes, the file has ${size}.`);
}
