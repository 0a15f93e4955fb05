/**
 * The weights of an ONNX model outside its graph file: `NAME_data`, `NAME_data_1`, `NAME_data_2`, …, the names that
 * transformers.js looks for. Each file stays under a size limit, because hosts of git repositories refuse big files.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

/** Under 50 MB, whether a megabyte is taken for 10⁶ bytes or for 2²⁰. */
const DEFAULT_LIMIT = 49_900_000;
/** Tensors begin at pages, so that a runtime can map them into memory. */
const ALIGNMENT = 4096;

/** Writes tensors one after the other; a new file is begun when the next tensor would pass the limit. */
export class ExternalDataWriter {
  readonly files: string[] = [];
  private length = 0;
  private readonly folder: string;
  private readonly graphFile: string;
  private readonly limit: number;

  constructor(folder: string, graphFile: string, limit = DEFAULT_LIMIT) {
    this.folder = folder;
    this.graphFile = graphFile;
    this.limit = limit;
  }

  /** Appends the bytes of one tensor. A single tensor above the limit gets a file of its own. */
  add(bytes: Uint8Array): { file: string; offset: number; length: number } {
    let offset = Math.ceil(this.length / ALIGNMENT) * ALIGNMENT;
    if (this.files.length === 0 || (offset > 0 && offset + bytes.length > this.limit)) {
      this.files.push(`${this.graphFile}_data${this.files.length === 0 ? '' : `_${this.files.length}`}`);
      this.length = 0;
      offset = 0;
    }
    const file = this.files.at(-1) ?? '';
    appendFileSync(join(this.folder, file), new Uint8Array(offset - this.length));
    appendFileSync(join(this.folder, file), bytes);
    this.length = offset + bytes.length;
    return { file, offset, length: bytes.length };
  }
}
