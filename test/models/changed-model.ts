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
  await linkAllBut([file], source, path);
  const bytes = await readFile(join(source.path, file));
  const weights = new Float32Array(Uint8Array.from(bytes.subarray(offset, offset + length)).buffer);
  bytes.set(new Uint8Array(change(weights).buffer), offset);
  await writeFile(join(path, file), bytes);
}

/**
 * Writes a model to the folder `path` that is the converted one in `source` with its first `layers` layers only: as many
 * tokens and the same head in a quarter of the time, and nothing that makes sense.
 */
export async function writeFirstLayers(source: ModelFolder, path: string, layers: number): Promise<void> {
  const config = 'config.json';
  await linkAllBut([source.graph, config], source, path);
  const model = onnxProto.onnx.ModelProto.decode(await readFile(join(source.path, source.graph)));
  const graph = model.graph as onnxProto.onnx.GraphProto;
  const isKept = (name: string | null | undefined): boolean => {
    const layer = /^(?:layers|blk|new|present|past_key_values)\.(\d+)\./.exec(name ?? '')?.[1];
    return layer === undefined || Number(layer) < layers;
  };
  graph.input = graph.input.filter(({ name }) => isKept(name));
  graph.output = graph.output.filter(({ name }) => isKept(name));
  graph.valueInfo = graph.valueInfo.filter(({ name }) => isKept(name));
  graph.initializer = graph.initializer.filter(({ name }) => isKept(name));
  graph.node = graph.node.filter(({ output }) => isKept(output?.[0]));
  const last = `layers.${layers - 1}.feed_forward.residual`;
  const isResidual = /^layers\.\d+\.feed_forward\.residual$/;
  for (const node of graph.node.filter(({ output }) => !output?.[0]?.startsWith('layers.')))
    node.input = (node.input ?? []).map((name) => (isResidual.test(name) ? last : name));
  await writeFile(join(path, source.graph), onnxProto.onnx.ModelProto.encode(model).finish());
  const json = JSON.parse(await readFile(join(source.path, config), 'utf8'));
  await writeFile(join(path, config), JSON.stringify({ ...json, num_hidden_layers: layers }));
}

/** A checkout may be spread over several disks, between which there are no links. */
async function linkAllBut(changed: readonly string[], source: ModelFolder, path: string): Promise<void> {
  for (const one of source.files) {
    const [from, to] = [join(source.path, one), join(path, one)];
    await mkdir(dirname(to), { recursive: true });
    if (!changed.includes(one)) await link(from, to).catch(() => copyFile(from, to));
  }
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
