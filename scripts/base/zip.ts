import { crc32 } from 'node:zlib';

/** The flag for names in UTF-8, and the first day that the format knows: it is the date of every file. */
const [UTF8, FIRST_DAY] = [0x0800, 0x0021];

/** Numbers in two or four bytes each, the low one first. */
function bytes(...fields: readonly (readonly [value: number, size: 2 | 4])[]): Buffer {
  return Buffer.concat(
    fields.map(([value, size]) => {
      const field = Buffer.alloc(size);
      field.writeUIntLE(value, 0, size);
      return field;
    }),
  );
}

const two = (...values: readonly number[]) => values.map((value) => [value, 2] as const);
const four = (...values: readonly number[]) => values.map((value) => [value, 4] as const);

/**
 * Files as a ZIP archive, in the order of their paths: the same files give the same bytes. They are stored as they are,
 * because compressed bytes depend on the machine, and Git keeps little of a new archive that is like the last one.
 */
export function zipOf(files: ReadonlyMap<string, string | Uint8Array>): Uint8Array {
  const entries: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of [...files].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const [name, content] = [Buffer.from(path), Buffer.from(text)];
    const head = bytes(
      ...two(20, UTF8, 0, 0, FIRST_DAY),
      ...four(crc32(content), content.length, content.length),
      ...two(name.length, 0),
    );
    const entry = Buffer.concat([Buffer.from('PK\x03\x04'), head, name, content]);
    const rest = bytes(...two(0, 0, 0), ...four(0, offset));
    directory.push(Buffer.from('PK\x01\x02'), bytes(...two(20)), head, rest, name);
    entries.push(entry);
    offset += entry.length;
  }
  const listed = Buffer.concat(directory);
  const end = bytes(...two(0, 0, files.size, files.size), ...four(listed.length, offset), ...two(0));
  return Buffer.concat([...entries, listed, Buffer.from('PK\x05\x06'), end]);
}
