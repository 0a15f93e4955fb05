import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '#base/command';
import { UserError } from '#base/user-error';
import { userPath } from '#base/user-path';
import { CHECKSUM_FILE, hashOfFile } from '#lm/checksums';
import { EMBEDDED_MODEL } from '#lm/model-identity';
import { assertReplaceable, type OutputFiles, otherOutput, publish, whileWriting } from '#pipeline/publish';
import { generationConfig, modelConfig, tokenizerConfig } from './folder/config.ts';
import { tokenizerJson, vocabularyOf } from './folder/tokenizer.ts';
import { llamaShape, readGguf } from './gguf/gguf-file.ts';
import { llamaWeights } from './gguf/llama-weights.ts';
import { buildLlamaGraph } from './graph/llama-graph.ts';
import { externalData } from './onnx/external-data.ts';
import { graphBuilder } from './onnx/graph-builder.ts';

/** The file that the embedded model is made of; the model's README says where it comes from. */
const GGUF_SHA256 = 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53';
const OWN_FOLDER = join(ROOT, 'models', EMBEDDED_MODEL);
/** Written by hand, and kept when the model is converted again. */
const DOCUMENTS = ['LICENSE', 'README.md'];
/** The name that transformers.js gives to a graph of dtype "q4". */
const GRAPH_FILE = 'model_q4.onnx';
const PRODUCER = { name: 'nats-and-bits', version: '1' };

const MODEL = { name: 'a converted model', file: 'config.json', mark: '"transformers.js_config"' };

/** Replaces the model's folder, or `out`, which it returns. Throws a UserError for another file or a foreign folder. */
export async function convertModel(path: string, out = OWN_FOLDER): Promise<string> {
  const sha256 = await hashOfFile(path).catch((cause) => {
    throw new UserError(`${path} cannot be read: it should be a GGUF file.`, { cause });
  });
  if (sha256 !== GGUF_SHA256)
    throw new UserError(
      `${path} is not the file that ${EMBEDDED_MODEL} is made of: its SHA-256 should be ${GGUF_SHA256}, but is ${sha256}.`,
    );
  const documents = DOCUMENTS.map((name) => [name, readFileSync(join(OWN_FOLDER, name))] as const);
  const place = otherOutput(userPath(out), out);
  await whileWriting(place, async () => {
    assertReplaceable(place, MODEL);
    publish(place, await modelFiles(path, new Map(documents)));
  });
  return out;
}

/**
 * The files of a model folder in the layout of transformers.js, always the same bytes, made of `documents` and the GGUF
 * of a Llama with Q4_1 weights, a Q8_0 embedding and the tokenizer of the SmolLM family.
 */
export async function modelFiles(path: string, documents: OutputFiles = new Map()): Promise<OutputFiles> {
  const gguf = await readGguf(path);
  const shape = llamaShape(gguf.metadata);
  const data = externalData(GRAPH_FILE);
  const graph = graphBuilder(data);
  buildLlamaGraph({ graph, shape, weights: llamaWeights(gguf, shape) });
  const weights = data.files();
  const json = (content: object): string => `${JSON.stringify(content, null, 2)}\n`;
  const files = new Map<string, string | Uint8Array>([
    ...documents,
    ['config.json', json(modelConfig(gguf.metadata, shape, GRAPH_FILE, weights.size))],
    ['generation_config.json', json(generationConfig(gguf.metadata))],
    [`onnx/${GRAPH_FILE}`, graph.encode('llama', PRODUCER)],
    ...[...weights].map(([name, bytes]) => [`onnx/${name}`, bytes] as const),
    ['tokenizer.json', tokenizerJson(vocabularyOf(gguf.metadata))],
    ['tokenizer_config.json', json(tokenizerConfig(gguf.metadata))],
  ]);
  return files.set(CHECKSUM_FILE, checksumsOf(files));
}

/** SHA256SUMS, one line a file in the order of their names, as `sha256sum` writes and checks it. */
function checksumsOf(files: OutputFiles): string {
  const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');
  const lines = [...files].map(([path, content]) => [path, `${sha256(content)}  ${path}\n`] as const);
  return lines
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, line]) => line)
    .join('');
}
