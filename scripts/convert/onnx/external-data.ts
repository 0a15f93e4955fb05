/**
 * The weights of an ONNX model outside its graph file: `NAME_data`, `NAME_data_1`, `NAME_data_2`, …, the names that
 * transformers.js looks for. Each file stays under a size limit, because hosts of git repositories refuse big files.
 */

/** Under 50 MB, whether a megabyte is taken for 10⁶ bytes or for 2²⁰. */
const DEFAULT_LIMIT = 49_900_000;
/** Tensors begin at pages, so that a runtime can map them into memory. */
const ALIGNMENT = 4096;

export class ExternalData {
  private readonly parts: { readonly name: string; readonly chunks: Uint8Array[] }[] = [];
  private length = 0; // of the last file
  private readonly graphFile: string;
  private readonly limit: number;

  constructor(graphFile: string, limit = DEFAULT_LIMIT) {
    this.graphFile = graphFile;
    this.limit = limit;
  }

  /** Appends the bytes of one tensor. A single tensor above the limit gets a file of its own. */
  add(bytes: Uint8Array): { file: string; offset: number; length: number } {
    let last = this.parts.at(-1);
    let offset = Math.ceil(this.length / ALIGNMENT) * ALIGNMENT;
    if (!last || (offset > 0 && offset + bytes.length > this.limit)) {
      const suffix = last ? `_${this.parts.length}` : '';
      last = { name: `${this.graphFile}_data${suffix}`, chunks: [] };
      this.parts.push(last);
      this.length = 0;
      offset = 0;
    }
    last.chunks.push(new Uint8Array(offset - this.length), bytes);
    this.length = offset + bytes.length;
    return { file: last.name, offset, length: bytes.length };
  }

  /** The content of each file, by its name. */
  files(): Map<string, Uint8Array> {
    return new Map(this.parts.map(({ name, chunks }) => [name, Buffer.concat(chunks)]));
  }
}
