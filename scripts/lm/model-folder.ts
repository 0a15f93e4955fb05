import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, posix } from 'node:path';
import onnxProto from 'onnx-proto';
import { UserError } from '#base/user-error';
import type { Json } from './types.ts';

/**
 * The files of a model as transformers.js lays them out: `config.json`, `tokenizer.json`, `tokenizer_config.json`,
 * perhaps `generation_config.json`, and the graph with its weights in `onnx/`.
 */
export interface ModelFolder {
  readonly path: string;
  /** The graph, relative to the folder: "onnx/model_q4.onnx". */
  readonly graph: string;
  /** Every file that opening the model reads, relative to the folder, in a fixed order. */
  readonly files: readonly string[];
}

/** A file of a model, or its folder, is not there; a download may mend it. */
export class MissingFileError extends UserError {}

export const REQUIRED_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json'] as const;
export const OPTIONAL_FILES = ['generation_config.json', 'chat_template.jinja'] as const;

/** The ends of graph files by dtype, as transformers.js has them; the most exact first. */
const SUFFIXES = new Map(
  Object.entries({
    fp32: '',
    q4: '_q4',
    q8: '_quantized',
    int8: '_int8',
    uint8: '_uint8',
    bnb4: '_bnb4',
    fp16: '_fp16',
    q4f16: '_q4f16',
  }),
);

/** The graph files to look for, in order: of the dtype that config.json recommends, then the most exact first. */
export function graphCandidates(config: Json): string[] {
  const own = config['transformers.js_config'];
  const recommended = typeof own === 'object' && own !== null && 'dtype' in own ? String(own.dtype) : '';
  const suffixes = [SUFFIXES.get(recommended) ?? '', ...SUFFIXES.values()];
  return [...new Set(suffixes)].map((suffix) => `onnx/model${suffix}.onnx`);
}

/** A JSON file of a model. Throws a UserError that names it when it is missing or no JSON object. */
export async function readModelJson(folder: string, file: string): Promise<Json> {
  const path = join(folder, file);
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw new MissingFileError(`The model's file ${path} is missing.`, { cause });
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UserError(`The model's file ${path} is damaged: it should be JSON, but is not.`, { cause });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw new UserError(`The model's file ${path} is damaged: it should hold a JSON object.`);
}

/** The files that hold the weights of the ONNX graph at `path`, relative to it. Throws an Error for what is no graph. */
export async function externalDataFiles(path: string): Promise<string[]> {
  const { graph } = onnxProto.onnx.ModelProto.decode(await readFile(path));
  if (!graph) throw new Error('no graph in it');
  const entries = (graph.initializer ?? []).flatMap(({ externalData }) => externalData ?? []);
  return [...new Set(entries.flatMap(({ key, value }) => (key === 'location' && value ? [value] : [])))];
}

/** The files that hold a graph's weights, relative to the model's folder. Throws a UserError if it is damaged. */
export async function weightFiles(folder: string, graph: string): Promise<string[]> {
  const path = join(folder, graph);
  const names = await externalDataFiles(path).catch((cause) => {
    throw new UserError(`${path} is damaged: it should be an ONNX graph, but is not.`, { cause });
  });
  return names.map((name) => {
    const file = posix.normalize(posix.join(posix.dirname(graph), name));
    if (!posix.isAbsolute(name) && !file.startsWith('../')) return file;
    throw new UserError(`${path} wants its weights from outside the model's folder: ${name}.`);
  });
}

export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** Finds the files of the model in a folder. Throws a UserError that names what is missing or damaged. */
export async function findModelFolder(path: string): Promise<ModelFolder> {
  if (!isFolder(path)) throw new MissingFileError(`The model's folder ${path} is missing.`);
  const has = (file: string): boolean => existsSync(join(path, file));
  const assertPresent = (file: string): void => {
    if (!has(file)) throw new MissingFileError(`The model's file ${join(path, file)} is missing.`);
  };
  REQUIRED_FILES.forEach(assertPresent);
  const candidates = graphCandidates(await readModelJson(path, 'config.json'));
  const graph = candidates.find(has);
  if (graph === undefined) {
    const names = candidates.map((file) => basename(file)).join(', ');
    throw new MissingFileError(
      `The model's graph is missing: ${join(path, 'onnx')} should hold one of ${names}.`,
    );
  }
  const weights = await weightFiles(path, graph);
  weights.forEach(assertPresent);
  const optional = OPTIONAL_FILES.filter(has);
  return { path, graph, files: [...REQUIRED_FILES, ...optional, graph, ...weights] };
}
