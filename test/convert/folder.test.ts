import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PreTrainedTokenizer } from '@huggingface/transformers';
import onnxProto from 'onnx-proto';
import { describe, expect, it } from 'vitest';
import { tokenizerJson } from '#convert/folder/tokenizer';
import { externalData } from '#convert/onnx/external-data';
import { temporaryFolder } from '../temporary.ts';
import { writeConverted } from './converted.ts';
import { CHAT_TEMPLATE, SMALL, smallModel, smallTokens } from './small-gguf.ts';

const EMBEDDED = join(import.meta.dirname, '..', '..', 'models', 'HuggingFaceTB', 'SmolLM2-135M-Instruct');

async function convertSmall(): Promise<string> {
  const folder = join(temporaryFolder(), 'out');
  await writeConverted(smallModel(), folder);
  return folder;
}

function json(folder: string, file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>;
}

describe('the folder of a converted model', () => {
  it('takes sizes, special tokens and chat template from the metadata', async () => {
    const folder = await convertSmall();
    expect(json(folder, 'config.json')).toMatchObject({
      model_type: 'llama',
      hidden_size: 96,
      intermediate_size: 160,
      num_hidden_layers: 2,
      num_attention_heads: 8,
      num_key_value_heads: 2,
      head_dim: 16,
      max_position_embeddings: 64,
      rope_theta: 5000,
      rms_norm_eps: 1e-5,
      vocab_size: smallTokens().length,
      bos_token_id: 1,
      eos_token_id: 2,
      'transformers.js_config': { dtype: 'q4', use_external_data_format: { 'model_q4.onnx': 1 } },
    });
    expect(json(folder, 'tokenizer_config.json')).toMatchObject({
      bos_token: '<|im_start|>',
      eos_token: '<|im_end|>',
      pad_token: '<|im_end|>',
      unk_token: '<|endoftext|>',
      chat_template: CHAT_TEMPLATE,
      model_max_length: 64,
    });
  });

  it('has a tokenizer that others read, too: merges, bytes, single digits, special tokens', async () => {
    const folder = await convertSmall();
    const tokenizer = new PreTrainedTokenizer(
      json(folder, 'tokenizer.json'),
      json(folder, 'tokenizer_config.json'),
    );
    const tokens = smallTokens();
    const pieces = (text: string): (string | undefined)[] =>
      [...tokenizer.encode(text, { add_special_tokens: false })].map((id) => tokens[Number(id)]);
    expect(pieces('abc a12')).toEqual(['abc', 'Ġa', '1', '2']);
    expect(pieces('é<|im_end|>')).toEqual(['Ã', '©', '<|im_end|>']);
    const text = ' abcab, ab\n\n12 日<|endoftext|>';
    expect(tokenizer.decode(tokenizer.encode(text), { clean_up_tokenization_spaces: false })).toBe(text);
  });

  it('has a graph that states the sizes of what a reshape computes, without which opening takes twice as long', async () => {
    const folder = await convertSmall();
    const { graph } = onnxProto.onnx.ModelProto.decode(readFileSync(join(folder, 'onnx/model_q4.onnx')));
    const stated = graph?.valueInfo?.map(({ name }) => name);
    const computed = graph?.node?.filter(
      ({ opType, input }) => opType === 'Reshape' && input?.[1]?.includes('-1'),
    );
    expect(computed).toHaveLength(2 * SMALL.layers);
    for (const node of computed ?? []) expect(stated).toContain(node.output?.[0]);
  });
});

describe('the embedded model', () => {
  it('has the checksum of each of its files', () => {
    const listed = readFileSync(join(EMBEDDED, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
    const present = readdirSync(EMBEDDED, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'SHA256SUMS')
      .map((entry) => join(entry.parentPath, entry.name).slice(EMBEDDED.length + 1));
    const sha256 = (path: string) => createHash('sha256').update(readFileSync(join(EMBEDDED, path)));
    expect(listed).toEqual(present.sort().map((path) => `${sha256(path).digest('hex')}  ${path}`));
  });
});

describe('external data', () => {
  it('begins tensors at pages, and a new file when the limit would be passed', () => {
    const data = externalData('m.onnx', 10_000);
    const filled = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value);
    const places = [filled(5, 1), filled(4097, 2), filled(1809, 3), filled(12_000, 4), filled(1, 5)].map(
      (bytes) => data.add(bytes),
    );
    expect(places).toEqual([
      { file: 'm.onnx_data', offset: 0, length: 5 },
      { file: 'm.onnx_data', offset: 4096, length: 4097 },
      { file: 'm.onnx_data_1', offset: 0, length: 1809 },
      { file: 'm.onnx_data_2', offset: 0, length: 12_000 },
      { file: 'm.onnx_data_3', offset: 0, length: 1 },
    ]);
    const files = data.files();
    const first = files.get('m.onnx_data');
    expect(first?.length).toBe(8193);
    expect([first?.[4], first?.[5], first?.[4095], first?.[4096]]).toEqual([1, 0, 0, 2]);
    expect(files.get('m.onnx_data_1')?.length).toBe(1809);
  });
});

describe('tokenizerJson', () => {
  it('writes the published file again, byte for byte, from the vocabulary in it', () => {
    const published = readFileSync(join(EMBEDDED, 'tokenizer.json'), 'utf8');
    const { model, added_tokens: special } = JSON.parse(published);
    const tokens: string[] = [];
    for (const [token, id] of Object.entries<number>(model.vocab)) tokens[id] = token;
    expect(tokenizerJson({ tokens, merges: model.merges, special }) === published).toBe(true);
  });
});
