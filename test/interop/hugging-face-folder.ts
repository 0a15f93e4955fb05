/**
 * The embedded model as other engines read it: a Hugging Face folder with float32 weights in safetensors. Nothing but
 * the form changes: each weight is d·q + m of the four-bit file, rounded to float32 once.
 */
import { copyFile, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import onnxProto from 'onnx-proto';
import { float16 } from '../convert/dequantise.ts';

const BLOCK = 32;
const GRAPH = 'onnx/model_q4.onnx';
const JSON_FILES = ['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json'];

interface Matrix {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: () => Promise<Float32Array>;
}

interface Config {
  readonly num_hidden_layers: number;
  readonly hidden_size: number;
  readonly intermediate_size: number;
  readonly num_attention_heads: number;
  readonly num_key_value_heads: number;
  readonly head_dim: number;
  readonly vocab_size: number;
}

/** Writes the folder `out` from the model's folder. */
export async function writeHuggingFaceFolder(model: string, out: string): Promise<void> {
  await mkdir(out, { recursive: true });
  for (const file of JSON_FILES) await copyFile(join(model, file), join(out, file));
  const config = JSON.parse(await readFile(join(model, 'config.json'), 'utf8')) as Config;
  await writeSafetensors(join(out, 'model.safetensors'), matrices(config, await weightsOf(model)));
}

/** The bytes of a weight by its name in the graph. */
type Weights = (name: string) => Promise<Buffer>;

async function weightsOf(model: string): Promise<Weights> {
  const { graph } = onnxProto.onnx.ModelProto.decode(await readFile(join(model, GRAPH)));
  const places = new Map((graph?.initializer ?? []).map(({ name, externalData }) => [name, externalData]));
  return async (name) => {
    const place = new Map((places.get(name) ?? []).map(({ key, value }) => [key, value]));
    const file = await open(join(model, 'onnx', place.get('location') ?? ''));
    const bytes = Buffer.alloc(Number(place.get('length')));
    await file.read(bytes, 0, bytes.length, Number(place.get('offset')));
    await file.close();
    return bytes;
  };
}

function matrices(config: Config, weights: Weights): Matrix[] {
  const { hidden_size: hidden, intermediate_size: inner, head_dim: head, vocab_size: vocabulary } = config;
  const [queries, keys] = [config.num_attention_heads * head, config.num_key_value_heads * head];
  const vector = (name: string, own: string): Matrix => {
    const values = async (): Promise<Float32Array> => floats(await weights(own));
    return { name, shape: [hidden], values };
  };
  const linear = (name: string, own: string, columns: number, first: number, count: number, all: number) => {
    const values = (): Promise<Float32Array> => rowsOf(weights, own, columns, first, count, all);
    return { name, shape: [count, columns], values };
  };
  const embedding = {
    name: 'model.embed_tokens.weight',
    shape: [vocabulary, hidden],
    values: () => embeddingOf(weights),
  };
  const layers = Array.from({ length: config.num_hidden_layers }, (_, layer) => {
    const [to, from] = [`model.layers.${layer}`, `layers.${layer}`];
    const qkv = `${from}.attention.qkv`;
    const gateUp = `${from}.feed_forward.gate_up`;
    const all = queries + 2 * keys;
    return [
      vector(`${to}.input_layernorm.weight`, `${from}.attention.norm.weight`),
      linear(`${to}.self_attn.q_proj.weight`, qkv, hidden, 0, queries, all),
      linear(`${to}.self_attn.k_proj.weight`, qkv, hidden, queries, keys, all),
      linear(`${to}.self_attn.v_proj.weight`, qkv, hidden, queries + keys, keys, all),
      linear(`${to}.self_attn.o_proj.weight`, `${from}.attention.output`, queries, 0, hidden, hidden),
      vector(`${to}.post_attention_layernorm.weight`, `${from}.feed_forward.norm.weight`),
      linear(`${to}.mlp.gate_proj.weight`, gateUp, hidden, 0, inner, 2 * inner),
      linear(`${to}.mlp.up_proj.weight`, gateUp, hidden, inner, inner, 2 * inner),
      linear(`${to}.mlp.down_proj.weight`, `${from}.feed_forward.down`, inner, 0, hidden, hidden),
    ];
  });
  return [embedding, ...layers.flat(), vector('model.norm.weight', 'output_norm.weight')];
}

function floats(bytes: Buffer): Float32Array {
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
}

/** [rows, blocks] d of unsigned bytes u: d·(u - 128). */
async function embeddingOf(weights: Weights): Promise<Float32Array> {
  const [bytes, scales] = [await weights('embedding.q8'), await weights('embedding.scales_fp16')];
  const values = new Float32Array(bytes.length);
  for (let block = 0; block < bytes.length / BLOCK; block++) {
    const scale = float16(scales.readUInt16LE(2 * block));
    for (let i = block * BLOCK; i < (block + 1) * BLOCK; i++) values[i] = scale * ((bytes[i] ?? 0) - 128);
  }
  return values;
}

/** Rows of a stacked Q4_1 matrix; see scripts/convert/gguf/blocks.ts. Minimums are stored as [blocks, rows]. */
async function rowsOf(
  weights: Weights,
  name: string,
  columns: number,
  first: number,
  count: number,
  allRows: number,
): Promise<Float32Array> {
  const nibbles = await weights(`${name}.q4`);
  const [scales, minimums] = [await weights(`${name}.scales_fp16`), await weights(`${name}.minimums_fp16`)];
  const blocks = columns / BLOCK;
  const values = new Float32Array(count * columns);
  for (let row = first; row < first + count; row++) {
    for (let block = 0; block < blocks; block++) {
      const scale = float16(scales.readUInt16LE(2 * (row * blocks + block)));
      const minimum = float16(minimums.readUInt16LE(2 * (block * allRows + row)));
      for (let i = 0; i < BLOCK; i++) {
        const byte = nibbles[((row * blocks + block) * BLOCK + i) >> 1] ?? 0;
        const four = i % 2 === 0 ? byte & 15 : byte >> 4;
        values[(row - first) * columns + block * BLOCK + i] = scale * four + minimum;
      }
    }
  }
  return values;
}

/** The length of the header in eight bytes, the header in JSON, then the tensors one after the other. */
async function writeSafetensors(path: string, tensors: readonly Matrix[]): Promise<void> {
  let end = 0;
  const entries = tensors.map(({ name, shape }) => {
    const start = end;
    end += 4 * shape.reduce((product, size) => product * size, 1);
    return [name, { dtype: 'F32', shape, data_offsets: [start, end] }] as const;
  });
  const header = JSON.stringify({ __metadata__: { format: 'pt' }, ...Object.fromEntries(entries) });
  const padded = Buffer.from(header.padEnd(8 * Math.ceil(Buffer.byteLength(header) / 8)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  const file = await open(path, 'w');
  await file.writeFile(Buffer.concat([length, padded]));
  for (const { values } of tensors) {
    const floats = await values();
    await file.writeFile(new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength));
  }
  await file.close();
}
