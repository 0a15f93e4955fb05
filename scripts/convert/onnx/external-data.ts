/**
 * The weights of an ONNX model outside its graph file: `NAME_data`, `NAME_data_1`, `NAME_data_2`, …, the names that
 * transformers.js looks for. Each file stays under a size limit, because hosts of git repositories refuse big files.
 */

/** Under 50 MB, whether a megabyte is taken for 10⁶ bytes or for 2²⁰. */
const DEFAULT_LIMIT = 49_900_000;
/** Tensors begin at pages, so that a runtime can map them into memory. */
const ALIGNMENT = 4096;

export type ExternalData = ReturnType<typeof externalData>;

/** Collects tensors one after the other; a new file is begun when the next tensor would pass the limit. */
export function externalData(graphFile: string, limit = DEFAULT_LIMIT) {
  const parts: { readonly name: string; readonly chunks: Uint8Array[] }[] = [];
  let lengthOfLast = 0;
  return {
    /** Appends the bytes of one tensor. A single tensor above the limit gets a file of its own. */
    add(bytes: Uint8Array): { file: string; offset: number; length: number } {
      let last = parts.at(-1);
      let offset = Math.ceil(lengthOfLast / ALIGNMENT) * ALIGNMENT;
      if (!last || (offset > 0 && offset + bytes.length > limit)) {
        const suffix = last ? `_${parts.length}` : '';
        last = { name: `${graphFile}_data${suffix}`, chunks: [] };
        parts.push(last);
        lengthOfLast = 0;
        offset = 0;
      }
      last.chunks.push(new Uint8Array(offset - lengthOfLast), bytes);
      lengthOfLast = offset + bytes.length;
      return { file: last.name, offset, length: bytes.length };
    },

    /** The content of each file, by its name. */
    files: () => new Map<string, Uint8Array>(parts.map(({ name, chunks }) => [name, Buffer.concat(chunks)])),
  };
}
