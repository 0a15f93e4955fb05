import { copyFile, link, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import onnxProto from 'onnx-proto';
import type { ModelFolder } from '#lm/model-folder';

/** The norm before the output head, by the name that the converter gives it. */
const LAST_NORM = 'output_norm.weight';

export type NormChange = (weights: Float32Array) => Float32Array;

/**
 * Writes a model to the folder `path` that is the converted one in `source` but for the weights of its last norm. Only
 * the file with these is written: all others are links to the originals, which nobody may write through.
 */
export async function writeWithLastNorm(
  source: ModelFolder,
  path: string,
  change: NormChange,
): Promise<void> {
  const { file, offset, length } = await placeOfLastNorm(source);
  for (const one of source.files) {
    const [from, to] = [join(source.path, one), join(path, one)];
    await mkdir(dirname(to), { recursive: true });
    // A checkout may be spread over several disks, between which there are no links.
    if (one !== file) await link(from, to).catch(() => copyFile(from, to));
  }
  const bytes = await readFile(join(source.path, file));
  const weights = new Float32Array(Uint8Array.from(bytes.subarray(offset, offset + length)).buffer);
  bytes.set(new Uint8Array(change(weights).buffer), offset);
  await writeFile(join(path, file), bytes);
}

async function placeOfLastNorm({ path, graph }: ModelFolder) {
  const model = onnxProto.onnx.ModelProto.decode(await readFile(join(path, graph)));
  const tensor = model.graph?.initializer?.find(({ name }) => name === LAST_NORM);
  const place = new Map(tensor?.externalData?.map(({ key, value }) => [key, value]));
  const location = place.get('location');
  if (!location) throw new Error(`${graph} keeps no ${LAST_NORM} in another file`);
  return {
    file: posix.join(posix.dirname(graph), location),
    offset: Number(place.get('offset')),
    length: Number(place.get('length')),
  };
}
