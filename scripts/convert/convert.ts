/** GGUF in, a model folder in the layout of transformers.js out. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '#base/user-error';
import { hashOfFile } from '#lm/checksums';
import { writeChecksums } from './folder/checksums.ts';
import { generationConfig, modelConfig, readTokenRoles, tokenizerConfig } from './folder/config.ts';
import { KNOWN_SOURCES, modelReadme } from './folder/readme.ts';
import { replaceFolder } from './folder/replace-folder.ts';
import { readVocabulary, tokenizerJson } from './folder/tokenizer.ts';
import { GgufFile } from './gguf/gguf-file.ts';
import { type LlamaShape, readLlamaShape } from './gguf/llama-shape.ts';
import { type LlamaWeights, llamaWeights } from './gguf/llama-weights.ts';
import { buildLlamaGraph } from './graph/llama-graph.ts';
import { ExternalDataWriter } from './onnx/external-data.ts';
import { GraphBuilder } from './onnx/graph-builder.ts';

/** The name that transformers.js gives to a graph of dtype "q4". */
const GRAPH_FILE = 'model_q4.onnx';
const PRODUCER = { name: 'nats-and-bits', version: '1' };

interface ConvertOptions {
  readonly gguf: string;
  /** Default: the model's place below `modelsFolder`, for a file of known origin. */
  readonly out?: string | undefined;
  readonly modelsFolder: string;
}

/**
 * Converts a GGUF file and returns the folder that holds the result. The same file gives the same bytes. Throws a
 * UserError for a missing, damaged or unsupported file and for a folder that cannot be written; then nothing is
 * changed on disk.
 */
export async function convertModel(options: ConvertOptions): Promise<string> {
  const file = await GgufFile.open(options.gguf);
  try {
    const sha256 = await hashOfFile(options.gguf);
    const source = KNOWN_SOURCES[sha256];
    const out = options.out ?? (source && join(options.modelsFolder, source.modelId));
    if (out === undefined)
      throw new UserError(`${options.gguf} has no known place; say where to write with --out DIR.`);
    const shape = readLlamaShape(file);
    const weights = llamaWeights(file, shape);
    const licence = file.has('general.license') ? file.text('general.license') : undefined;
    await replaceFolder(out, async (folder) => {
      await writeJsonFiles(folder, file, shape, await writeGraph(folder, shape, weights));
      const origin = { ggufPath: options.gguf, ggufSha256: sha256, licence, shape, source };
      await writeFile(join(folder, 'README.md'), modelReadme(origin));
      if (licence === 'apache-2.0')
        await copyFile(join(import.meta.dirname, 'folder', 'apache-2.0.txt'), join(folder, 'LICENSE'));
      await writeChecksums(folder);
    });
    return out;
  } finally {
    await file.close();
  }
}

/** Writes graph and weights; returns how many files the weights fill. */
async function writeGraph(folder: string, shape: LlamaShape, weights: LlamaWeights): Promise<number> {
  const onnxFolder = join(folder, 'onnx');
  await mkdir(onnxFolder);
  const data = new ExternalDataWriter(onnxFolder, GRAPH_FILE);
  const graph = new GraphBuilder(data);
  await buildLlamaGraph({ graph, shape, weights });
  await writeFile(join(onnxFolder, GRAPH_FILE), graph.encode('llama', PRODUCER));
  return data.files.length;
}

async function writeJsonFiles(folder: string, file: GgufFile, shape: LlamaShape, weightFiles: number) {
  const vocabulary = readVocabulary(file);
  const roles = readTokenRoles(file, vocabulary);
  const template = file.has('tokenizer.chat_template') ? file.text('tokenizer.chat_template') : undefined;
  const write = (name: string, content: object): Promise<void> =>
    writeFile(join(folder, name), `${JSON.stringify(content, null, 2)}\n`);
  await write('config.json', modelConfig(shape, roles, GRAPH_FILE, weightFiles));
  await write('generation_config.json', generationConfig(roles));
  await write('tokenizer_config.json', tokenizerConfig(shape, vocabulary, roles, template));
  await writeFile(join(folder, 'tokenizer.json'), tokenizerJson(vocabulary));
}
