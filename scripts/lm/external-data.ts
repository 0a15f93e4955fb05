import { type FileHandle, open } from 'node:fs/promises';

/**
 * Which files beside an ONNX graph hold its weights. Only the few fields of the protobuf format that say so are read,
 * and the rest is skipped: a graph may be gigabytes long. Field numbers are those of onnx.proto (ModelProto.graph 7,
 * GraphProto.initializer 5, TensorProto.external_data 13, StringStringEntryProto key 1 and value 2). Left out:
 * weights in node attributes and subgraphs.
 */

const WINDOW = 1 << 16;

/** Bytes of a file at any place, read a window at a time. */
class FileBytes {
  private window: Buffer = Buffer.alloc(0);
  private start = 0;

  constructor(private readonly file: FileHandle) {}

  async at(position: number, length: number): Promise<Buffer> {
    if (position < this.start || position + length > this.start + this.window.length) {
      const buffer = Buffer.alloc(Math.max(WINDOW, length));
      const { bytesRead } = await this.file.read(buffer, 0, buffer.length, position);
      this.window = buffer.subarray(0, bytesRead);
      this.start = position;
    }
    return this.window.subarray(position - this.start, position - this.start + length);
  }

  /** A protobuf varint and where it ends. Numbers here are lengths and tags, so float64 holds them. */
  async varint(position: number): Promise<{ value: number; end: number }> {
    const bytes = await this.at(position, 10);
    let value = 0;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i] ?? 0;
      value += (byte & 127) * 2 ** (7 * i);
      if (byte < 128) return { value, end: position + i + 1 };
    }
    throw new Error('a number without end');
  }
}

interface Field {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

/** The length-delimited fields (messages, strings) of a message at [start, end). */
async function* fieldsOf(bytes: FileBytes, start: number, end: number): AsyncGenerator<Field> {
  let position = start;
  while (position < end) {
    const tag = await bytes.varint(position);
    const wire = tag.value % 8;
    const number = Math.floor(tag.value / 8);
    if (wire === 0) position = (await bytes.varint(tag.end)).end;
    else if (wire === 1) position = tag.end + 8;
    else if (wire === 5) position = tag.end + 4;
    else if (wire === 2) {
      const length = await bytes.varint(tag.end);
      position = length.end + length.value;
      if (position > end) throw new Error('a field longer than the file');
      yield { number, start: length.end, end: position };
    } else throw new Error(`an unknown kind of field, ${wire}`);
  }
}

async function* fieldsNumbered(bytes: FileBytes, parent: Field, number: number): AsyncGenerator<Field> {
  for await (const field of fieldsOf(bytes, parent.start, parent.end)) {
    if (field.number === number) yield field;
  }
}

/** The string entry of a StringStringEntryProto: `[key, value]`. */
async function entryOf(bytes: FileBytes, entry: Field): Promise<[string, string]> {
  const texts = ['', ''];
  for await (const { number, start, end } of fieldsOf(bytes, entry.start, entry.end)) {
    texts[number - 1] = (await bytes.at(start, end - start)).toString('utf8');
  }
  return [texts[0] ?? '', texts[1] ?? ''];
}

/**
 * The names of the external data files of the ONNX graph at `path`, as the graph states them (relative to its own
 * folder), in order of their first mention. Throws an Error when the file is no ONNX graph.
 */
export async function externalDataFiles(path: string): Promise<string[]> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const bytes = new FileBytes(file);
    const names = new Set<string>();
    let graphs = 0;
    for await (const graph of fieldsNumbered(bytes, { number: 0, start: 0, end: size }, 7)) {
      graphs++;
      for await (const tensor of fieldsNumbered(bytes, graph, 5)) {
        for await (const entry of fieldsNumbered(bytes, tensor, 13)) {
          const [key, value] = await entryOf(bytes, entry);
          if (key === 'location') names.add(value);
        }
      }
    }
    if (graphs === 0) throw new Error('no graph in it');
    return [...names];
  } finally {
    await file.close();
  }
}
