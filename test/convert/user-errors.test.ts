import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '#base/user-error';
import { convertModel } from '#convert/convert';
import {
  type MetadataValue,
  type StoredModel,
  type StoredTensor,
  smallModel,
  writeGguf,
} from './small-gguf.ts';
import { temporaryFolder } from './temporary.ts';

const COMMAND = join(import.meta.dirname, '..', '..', 'scripts', 'convert-model.ts');

/** Converts these bytes; the message of the UserError, or undefined when it worked. Other errors are thrown on. */
async function refusal(
  parent: string,
  bytes: Uint8Array,
  out = join(parent, 'out'),
): Promise<string | undefined> {
  const gguf = join(parent, 'model.gguf');
  await writeFile(gguf, bytes);
  try {
    await convertModel({ gguf, out, modelsFolder: parent });
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message.replaceAll(gguf, 'FILE');
    throw error;
  }
}

/** Expects one sentence that says this, and nothing written. */
async function expectRefusal(change: (model: StoredModel) => void, expected: RegExp): Promise<void> {
  const parent = await temporaryFolder();
  const model = smallModel();
  change(model);
  const message = await refusal(parent, writeGguf(model));
  expect(message).toMatch(expected);
  expect(message).toMatch(/^[^\n]+\.$/);
  expect(readdirSync(parent)).toEqual(['model.gguf']);
}

const metadata = (key: string, value: MetadataValue) => (model: StoredModel) => {
  model.metadata.set(key, value);
};
const text = (value: string): MetadataValue => ({ kind: 'text', value });
const count = (value: number): MetadataValue => ({ kind: 'count', value });

const tensor = (name: string, change: (stored: StoredTensor) => StoredTensor) => (model: StoredModel) => {
  const stored = model.tensors.get(name);
  if (!stored) throw new Error(`no tensor ${name}`);
  model.tensors.set(name, change(stored));
};

const flag: MetadataValue = { kind: 'flag', value: true };
const types: MetadataValue = { kind: 'integers', value: [3] };
const merges: MetadataValue = { kind: 'texts', value: ['a zz'] };
const head: StoredTensor = { type: 'F32', shape: [1], bytes: new Uint8Array(4) };
const half = ({ shape }: StoredTensor): StoredTensor => {
  return { type: 'F16', shape, bytes: new Uint8Array(2 * 32 * 96) };
};
const wide = (stored: StoredTensor): StoredTensor => ({ ...stored, shape: [160, 96] });
const spoilt = (stored: StoredTensor): StoredTensor => ({ ...stored, bytes: withNaN(stored.bytes) });
const noNorm = (stored: StoredTensor): StoredTensor => {
  return { ...stored, bytes: new Uint8Array(4 * 96).fill(255) };
};

describe('what the converter refuses', () => {
  it.each<[string, (model: StoredModel) => void, RegExp]>([
    ['another architecture', metadata('general.architecture', text('gpt2')), /architecture "gpt2"/],
    ['a missing size', (m) => m.metadata.delete('llama.block_count'), /llama\.block_count/],
    ['a size that is text', metadata('llama.block_count', text('two')), /block_count must be .*"two"/],
    ['no layers', metadata('llama.block_count', count(0)), /layers is 0/],
    ['more layers than tensors', metadata('llama.block_count', count(4e9)), /lacks the tensor blk\.2/],
    ['no heads', metadata('llama.attention.head_count', count(0)), /heads is 0/],
    ['too many heads', metadata('llama.attention.head_count', count(4e9)), /4000000000 heads/],
    ['heads nobody shares', metadata('llama.attention.head_count_kv', count(3)), /3 key\/value/],
    ['an odd head size', metadata('llama.attention.key_length', count(15)), /15/],
    ['a partial rotation', metadata('llama.rope.dimension_count', count(8)), /dimension_count is 8/],
    ['a scaled rotation', metadata('llama.rope.scaling.type', text('yarn')), /scaling\.type is yarn/],
    ['experts', metadata('llama.expert_count', count(4)), /expert_count is 4/],
    ['another tokenizer', metadata('tokenizer.ggml.model', text('llama')), /ggml\.model is llama/],
    ['other words', metadata('tokenizer.ggml.pre', text('qwen2')), /ggml\.pre is qwen2/],
    ['a BOS token', metadata('tokenizer.ggml.add_bos_token', flag), /add_bos_token is true/],
    ['too few token types', metadata('tokenizer.ggml.token_type', types), /1 token types/],
    ['a merge of unknown tokens', metadata('tokenizer.ggml.merges', merges), /"a zz"/],
    ['no end token', metadata('tokenizer.ggml.eos_token_id', count(9999)), /eos_token_id is 9999/],
    ['a missing tensor', (m) => m.tensors.delete('blk.1.ffn_up.weight'), /blk\.1\.ffn_up\.weight/],
    ['an output head', (m) => m.tensors.set('output.weight', head), /output\.weight/],
    ['F16 weights', tensor('blk.0.attn_k.weight', half), /blk\.0\.attn_k\.weight is of type F16/],
    ['another shape', tensor('blk.0.ffn_down.weight', wide), /160 x 96, expected 96 x 160/],
    ['a NaN scale', tensor('blk.1.attn_v.weight', spoilt), /blk\.1\.attn_v\.weight .*not finite/],
    ['a NaN norm', tensor('output_norm.weight', noNorm), /output_norm\.weight .*not finite/],
  ])('refuses %s in one sentence and writes nothing', async (_, change, expected) => {
    await expectRefusal(change, expected);
  });

  it('refuses a file cut off anywhere', async () => {
    const parent = await temporaryFolder();
    const whole = writeGguf(smallModel());
    for (let part = 0; part < 40; part++) {
      const length = Math.floor((whole.length * part) / 40);
      expect(await refusal(parent, whole.subarray(0, length)), `${length} bytes`).toMatch(/^[^\n]+\.$/);
    }
    expect(await refusal(parent, whole.subarray(0, whole.length - 33))).toMatch(/cut off/);
    expect(readdirSync(parent)).toEqual(['model.gguf']);
  });

  it('answers any changed byte of the directory with one sentence or a model, never with another error', async () => {
    const parent = await temporaryFolder();
    const whole = writeGguf(smallModel());
    const directory = 9000;
    await fc.assert(
      fc.asyncProperty(fc.nat(directory), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const damaged = whole.slice();
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        const message = await refusal(parent, damaged);
        if (message !== undefined) expect(message.length).toBeGreaterThan(10);
      }),
      { numRuns: 150 },
    );
  });

  it('keeps an older conversion when the new file is refused', async () => {
    const parent = await temporaryFolder();
    const whole = writeGguf(smallModel());
    expect(await refusal(parent, whole)).toBeUndefined();
    const sums = readFileSync(join(parent, 'out', 'SHA256SUMS'), 'utf8');
    expect(await refusal(parent, whole.subarray(0, whole.length - 5000))).toMatch(/cut off/);
    expect(readFileSync(join(parent, 'out', 'SHA256SUMS'), 'utf8')).toBe(sums);
    expect(readdirSync(parent).sort()).toEqual(['model.gguf', 'out']);
  });

  it('puts an older conversion back that a killed run had moved aside', async () => {
    const parent = await temporaryFolder();
    await mkdir(join(parent, '.out.previous'));
    await mkdir(join(parent, '.out.next'));
    await writeFile(join(parent, '.out.previous', 'SHA256SUMS'), '');
    await writeFile(join(parent, '.out.previous', 'config.json'), '{}');
    expect(await refusal(parent, writeGguf(smallModel()).subarray(0, 50_000))).toMatch(/cut off/);
    expect(readdirSync(join(parent, 'out'))).toEqual(['SHA256SUMS', 'config.json']);
    expect(readdirSync(parent).sort()).toEqual(['model.gguf', 'out']);
  });

  it('does not replace a folder that holds something else', async () => {
    const parent = await temporaryFolder();
    const home = join(parent, 'home');
    await mkdir(home);
    await writeFile(join(home, 'letter.txt'), 'dear');
    expect(await refusal(parent, writeGguf(smallModel()), home)).toMatch(/--out .*holds other files/);
    expect(readdirSync(home)).toEqual(['letter.txt']);
  });

  it('says where it cannot write', async () => {
    const parent = await temporaryFolder();
    await writeFile(join(parent, 'a-file'), '');
    expect(await refusal(parent, writeGguf(smallModel()), join(parent, 'a-file', 'out'))).toMatch(
      /--out .*cannot write the model there/,
    );
  });
});

describe('npm run convert-model', () => {
  it.each<[string, (parent: string) => string[], RegExp]>([
    ['no file', () => [], /takes one FILE\.gguf/],
    ['two files', () => ['a.gguf', 'b.gguf'], /takes one FILE\.gguf/],
    ['a file that is not there', (parent) => [join(parent, 'none.gguf')], /none\.gguf: expected a GGUF file/],
    ['a folder', (parent) => [parent], /expected a GGUF file, but it is not a file/],
    ['a text file', () => [COMMAND], /is not a readable GGUF file/],
    ['a file of unknown origin without --out', (parent) => [join(parent, 'small.gguf')], /--out DIR/],
    ['an unknown option', (parent) => [join(parent, 'small.gguf'), '--fast'], /no option --fast/],
  ])('ends with one sentence and exit code 2 for %s', async (_, args, expected) => {
    const parent = await temporaryFolder();
    await writeFile(join(parent, 'small.gguf'), writeGguf(smallModel()));
    const run = spawnSync(process.execPath, [COMMAND, ...args(parent)], {
      encoding: 'utf8',
    });
    expect(run.stderr).toMatch(expected);
    expect(run.stderr).toMatch(/^[^\n]+\.\n$/);
    expect(run.status).toBe(2);
    expect(run.stdout).toBe('');
    expect(readdirSync(parent)).toEqual(['small.gguf']);
    expect(existsSync(join(parent, 'out'))).toBe(false);
  });
});

/** The bytes of a Q4_1 tensor with a scale whose exponent bits are all ones. */
function withNaN(bytes: Uint8Array): Uint8Array {
  const damaged = bytes.slice();
  damaged[20] = 0xff;
  damaged[21] = 0x7f;
  return damaged;
}
