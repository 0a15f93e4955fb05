import { readFile } from 'node:fs/promises';
import onnxProto from 'onnx-proto';

/**
 * The names of the files beside the ONNX graph at `path` that hold its weights, as the graph states them (relative to
 * its own folder). Weights in node attributes and subgraphs are not looked at. Throws an Error for what is no graph.
 */
export async function externalDataFiles(path: string): Promise<string[]> {
  const { graph } = onnxProto.onnx.ModelProto.decode(await readFile(path));
  if (!graph) throw new Error('no graph in it');
  const entries = (graph.initializer ?? []).flatMap(({ externalData }) => externalData ?? []);
  return [...new Set(entries.flatMap(({ key, value }) => (key === 'location' && value ? [value] : [])))];
}
