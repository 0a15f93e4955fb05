import { createHash } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { MissingFileError } from '#lm/model-folder';
import { EMBEDDED_MODEL, modelIdentity } from '#lm/model-identity';
import { openLanguageModel } from '#lm/open';
import { sentenceOf } from '../refusals.ts';
import { temporaryFolder } from '../temporary.ts';
import { serveHub } from './hub-server.ts';
import { smallFolder } from './small-model.ts';

const small = await smallFolder();
let model: string;

beforeEach(() => {
  model = join(temporaryFolder(), 'copy');
  cpSync(small, model, { recursive: true });
});

describe('opening a folder', () => {
  it('gives the model, named after the folder, with the identity that is known without opening it', async () => {
    const lm = await openLanguageModel({ model, threads: 1 });
    expect({ id: lm.id, sha256: lm.sha256 }).toEqual(await modelIdentity({ model }));
    expect(lm.id).toBe(basename(model));
    expect(lm.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(lm.contextLength).toBe(320);
    expect(lm.specialTokens).toEqual({ '<|endoftext|>': 0, '<|im_start|>': 1, '<|im_end|>': 2 });
    expect((await lm.next(lm.encode('abc'))).logits).toHaveLength(lm.vocabularySize);
    await lm.close();
    await lm.close(); // once more does no harm
  });

  it('takes a chat template from a file of its own, which is then part of the identity', async () => {
    const before = await modelIdentity({ model });
    const path = join(model, 'tokenizer_config.json');
    const config = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    writeFileSync(path, JSON.stringify({ ...config, chat_template: undefined }));
    rmSync(join(model, 'SHA256SUMS'));
    const without = await openLanguageModel({ model, threads: 1 });
    expect(without.chat([{ role: 'user', content: 'abc' }])).toBeNull();
    await without.close();
    writeFileSync(join(model, 'chat_template.jinja'), "{{ messages[0]['content'] }}!");
    const lm = await openLanguageModel({ model, threads: 1 });
    expect(lm.chat([{ role: 'user', content: 'abc' }])).toBe('abc!');
    expect(lm.sha256).not.toBe(before.sha256);
    await lm.close();
  });

  it('takes the chat template named default of several, and special tokens written as objects', async () => {
    const path = join(model, 'tokenizer_config.json');
    const config = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    const templates = [
      { name: 'tool_use', template: 'tools' },
      { name: 'default', template: "{{ bos_token }}{{ messages[0]['content'] }}{{ sep_token }}" },
    ];
    const bos = { __type: 'AddedToken', content: '<|im_start|>', special: true };
    writeFileSync(path, JSON.stringify({ ...config, chat_template: templates, bos_token: bos }));
    rmSync(join(model, 'SHA256SUMS'));
    const lm = await openLanguageModel({ model, threads: 1 });
    expect(lm.chat([{ role: 'user', content: 'abc' }])).toBe('<|im_start|>abc');
    await lm.close();
  });

  it('stops at the end tokens of the model unless told otherwise', async () => {
    const lm = await openLanguageModel({ model, threads: 1 });
    const end = lm.specialTokens['<|im_end|>'] ?? -1;
    const seeds = Array.from({ length: 30 }, () => [5]);
    const generations = await lm.generate(seeds, { maxTokens: 20, temperature: 60, seed: 1 });
    const stopped = generations.filter((one) => one.end === 'stop');
    expect(stopped.length).toBeGreaterThan(0);
    for (const { ids, end: why } of generations) expect(ids.includes(end)).toBe(why === 'stop');
    for (const { ids } of stopped) expect(ids.indexOf(end)).toBe(ids.length - 1);
    await lm.close();
  });

  it('names a file that is damaged, be it weights, graph or configuration', async () => {
    for (const file of ['onnx/model_q4.onnx_data', 'onnx/model_q4.onnx', 'tokenizer.json', 'config.json']) {
      const original = readFileSync(join(model, file));
      const damaged = Buffer.from(original);
      damaged[Math.floor(damaged.length / 2)] = (damaged[Math.floor(damaged.length / 2)] ?? 0) ^ 1;
      writeFileSync(join(model, file), damaged);
      const message = await sentenceOf(openLanguageModel({ model }));
      expect(message).toContain(join(model, file));
      expect(message).toContain('damaged');
      writeFileSync(join(model, file), original);
    }
  });

  it('names a file that is missing', async () => {
    for (const file of ['config.json', 'tokenizer.json', 'tokenizer_config.json']) {
      const original = readFileSync(join(model, file));
      rmSync(join(model, file));
      const message = await sentenceOf(openLanguageModel({ model }));
      expect(message).toContain(`${join(model, file)} is missing`);
      expect(await sentenceOf(modelIdentity({ model }))).toBe(message);
      writeFileSync(join(model, file), original);
    }
    rmSync(join(model, 'onnx/model_q4.onnx'));
    expect(await sentenceOf(openLanguageModel({ model }))).toContain('graph is missing');
  });

  it('names a file that has no stated checksum though others have', async () => {
    const path = join(model, 'SHA256SUMS');
    const lines = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, lines.filter((line) => !line.endsWith('  tokenizer.json')).join('\n'));
    expect(await sentenceOf(openLanguageModel({ model }))).toContain('checksum of tokenizer.json');
    writeFileSync(path, 'nonsense\n');
    expect(await sentenceOf(openLanguageModel({ model }))).toContain('SHA256SUMS is damaged');
  });

  it('without stated checksums names a graph that cannot be opened, and a configuration that says too little', async () => {
    rmSync(join(model, 'SHA256SUMS'));
    const config = readFileSync(join(model, 'config.json'), 'utf8');
    writeFileSync(join(model, 'config.json'), config.replace('max_position_embeddings', 'other'));
    expect(await sentenceOf(openLanguageModel({ model }))).toContain('how many tokens');
    writeFileSync(join(model, 'config.json'), config);
    writeFileSync(join(model, 'onnx/model_q4.onnx'), 'not a graph');
    expect(await sentenceOf(openLanguageModel({ model }))).toContain('model_q4.onnx cannot be opened');
  });
});

describe('the model that is meant', () => {
  it('is refused when it is neither a folder nor a name on the Hub', async () => {
    for (const name of ['nonsense', './no/such/folder', '', 'a/b/c', '../x/y', 'owner/..x']) {
      expect(await sentenceOf(openLanguageModel({ model: name }))).toContain(`There is no model "${name}"`);
    }
  });

  it('of the Hub is downloaded when it is opened, not to identify it', async () => {
    const hub = await serveHub('someone/small', small);
    vi.stubEnv('HF_HOME', temporaryFolder());
    vi.stubEnv('HF_ENDPOINT', hub.address);
    onTestFinished(async () => {
      vi.unstubAllEnvs();
      await hub.close();
    });
    const choice = { model: 'someone/small' };
    await expect(modelIdentity(choice)).rejects.toThrow(MissingFileError);
    expect(hub.requests).toEqual([]);
    const lm = await openLanguageModel({ ...choice, threads: 1, onProgress: () => {} });
    await lm.close();
    expect(await modelIdentity(choice)).toEqual({ id: lm.id, sha256: lm.sha256 });
  });

  it('is the embedded one by default, identified without opening it', async () => {
    const identity = await modelIdentity();
    expect(identity.id).toBe(EMBEDDED_MODEL);
    const folder = join('models', EMBEDDED_MODEL);
    expect(await modelIdentity({ model: EMBEDDED_MODEL })).toEqual(identity);
    expect(await modelIdentity({ model: folder })).toEqual(identity);
    // By hand: one line a file that opening reads, sorted, as sha256sum writes them.
    const used = readFileSync(join(folder, 'SHA256SUMS'), 'utf8')
      .split('\n')
      .filter((line) => /(\.json|onnx_data(_\d+)?|\.onnx)$/.test(line))
      .map((line) => `${line}\n`)
      .sort();
    expect(identity.sha256).toBe(createHash('sha256').update(used.join('')).digest('hex'));
  });
});
