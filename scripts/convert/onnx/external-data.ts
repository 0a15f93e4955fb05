/**
 * The weights of an ONNX model outside its graph file: `NAME_data`, `NAME_data_1`, `NAME_data_2`, …, the names that
 * transformers.js looks for. Each file stays under a size limit, because hosts of git repositories dislike big files.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Where a tensor's bytes lie. */
export interface ExternalLocation {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

/** Under 50 MB, with room to spare for those who count in other megabytes. */
const DEFAULT_LIMIT = 49_900_000;
/** Tensors begin at pages, so that a runtime can map them into memory. */
const ALIGNMENT = 4096;

/** Writes tensors one after the other; a new file is begun when the next tensor would pass the limit. */
export class ExternalDataWriter {
  readonly #folder: string;
  readonly #name: string;
  readonly #limit: number;
  readonly #files: string[] = [];
  #descriptor: number | undefined;
  #length = 0;

  constructor(folder: string, graphFile: string, limit = DEFAULT_LIMIT) {
    this.#folder = folder;
    this.#name = `${graphFile}_data`;
    this.#limit = limit;
  }

  /** The names of the files written so far. */
  get files(): readonly string[] {
    return this.#files;
  }

  /** Appends the bytes of one tensor. A single tensor above the limit gets a file of its own. */
  add(bytes: Uint8Array): ExternalLocation {
    const aligned = Math.ceil(this.#length / ALIGNMENT) * ALIGNMENT;
    if (this.#descriptor === undefined || (aligned > 0 && aligned + bytes.length > this.#limit))
      this.#begin();
    const padding = (ALIGNMENT - (this.#length % ALIGNMENT)) % ALIGNMENT;
    this.#write(new Uint8Array(padding));
    const location = { file: this.#files.at(-1) ?? '', offset: this.#length, length: bytes.length };
    this.#write(bytes);
    return location;
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #begin(): void {
    this.close();
    const file = this.#files.length === 0 ? this.#name : `${this.#name}_${this.#files.length}`;
    this.#descriptor = openSync(join(this.#folder, file), 'wx');
    this.#files.push(file);
    this.#length = 0;
  }

  #write(bytes: Uint8Array): void {
    let done = 0;
    while (done < bytes.length && this.#descriptor !== undefined) {
      done += writeSync(this.#descriptor, bytes, done);
    }
    this.#length += bytes.length;
  }
}
