import { existsSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '#base/user-error';
import type { Json } from './types.ts';

/**
 * The files of a model as transformers.js lays them out: `config.json`, `tokenizer.json`, `tokenizer_config.json`,
 * perhaps `generation_config.json`, and the graph with its weights in `onnx/`.
 */
export interface ModelFolder {
  readonly path: string;
  /** The name that transformers.js has for the numbers in the graph: "q4". */
  readonly dtype: GraphDtype;
  /** The graph, relative to the folder: "onnx/model_q4.onnx". */
  readonly graph: string;
  /** Every file that opening the model reads, relative to the folder, in a fixed order. */
  readonly files: readonly string[];
}

/** A file of a model, or its folder, is not there; a download may mend it. */
export class MissingFileError extends UserError {}

export const REQUIRED_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json'] as const;
const OPTIONAL_FILES = ['generation_config.json', 'chat_template.jinja'] as const;

/** The ends of graph files by dtype, as transformers.js has them; the most exact first. */
const SUFFIXES = {
  fp32: '',
  q4: '_q4',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  bnb4: '_bnb4',
  fp16: '_fp16',
  q4f16: '_q4f16',
} as const;

export type GraphDtype = keyof typeof SUFFIXES;

const graphOf = (dtype: GraphDtype): string => `onnx/model${SUFFIXES[dtype]}.onnx`;

/** The graph to open of those that there are: of the dtype that config.json recommends, else the most exact one. */
export function chosenGraph(
  config: Json,
  has: (file: string) => boolean,
): { dtype: GraphDtype; graph: string } | undefined {
  const own = config['transformers.js_config'] as { dtype?: unknown } | undefined;
  const dtypes = Object.keys(SUFFIXES) as GraphDtype[];
  const order = [...dtypes.filter((dtype) => dtype === own?.dtype), ...dtypes];
  const dtype = order.find((one) => has(graphOf(one)));
  return dtype && { dtype, graph: graphOf(dtype) };
}

/** The first line of an error, as the end of a sentence. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0] ?? message;
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

export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** Finds the files of the model in a folder. Throws a UserError that names what is missing or damaged. */
export async function findModelFolder(path: string): Promise<ModelFolder> {
  if (!isFolder(path)) throw new MissingFileError(`The model's folder ${path} is missing.`);
  const has = (file: string): boolean => existsSync(join(path, file));
  const lacking = REQUIRED_FILES.find((file) => !has(file));
  if (lacking) throw new MissingFileError(`The model's file ${join(path, lacking)} is missing.`);
  const chosen = chosenGraph(await readModelJson(path, 'config.json'), has);
  if (!chosen) {
    const place = join(path, 'onnx');
    throw new MissingFileError(`The model's graph is missing: ${place} should hold model.onnx or its like.`);
  }
  const { dtype, graph } = chosen;
  // Its weights, in files beside it: all that are no other graph's.
  const weights = readdirSync(join(path, 'onnx'))
    .filter((name) => name.startsWith(`${basename(graph)}_data`) || !/\.onnx(_data.*)?$/.test(name))
    .map((name) => `onnx/${name}`);
  const files = [...REQUIRED_FILES, ...OPTIONAL_FILES.filter(has), graph, ...weights.sort()];
  return { path, dtype, graph, files };
}
