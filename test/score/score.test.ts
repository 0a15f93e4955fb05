import { exec } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { serveHub } from '../lm/hub-server.ts';
import { CONTEXT_LENGTH, expectedLogits, smallModel } from '../lm/small-model.ts';
import { serve, vllmWith } from '../lm/vllm/stub-server.ts';
import { refusalOfScript, runScore } from '../run-score.ts';
import { sharedFolder } from '../temporary.ts';

const { folder: small, lm } = await smallModel();
const scratch = sharedFolder();

interface Answer {
  readonly model: { readonly id: string; readonly sha256: string };
  readonly text: string;
  readonly context?: string;
  readonly tokens: readonly {
    readonly id: number;
    readonly text: string;
    readonly bytes: readonly number[];
    readonly start: number;
    readonly end: number;
    readonly logprob: number | null;
  }[];
  readonly next: readonly { readonly id: number }[];
}

/** The JSON answer about a text by the small model. */
async function scored(args: readonly string[], options?: Parameters<typeof runScore>[1]): Promise<Answer> {
  const { code, stdout, stderr } = await runScore(['--json', '--model', small, ...args], options);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Answer;
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(scratch, name);
  writeFileSync(path, content);
  return path;
}

const refusal = (args: readonly string[], options?: Parameters<typeof runScore>[1]) =>
  refusalOfScript('score', args, options);

describe('npm run score', () => {
  it('prints log-probabilities in full precision', async () => {
    const { tokens, next } = await scored(['--top', '3', 'abc ab']);
    expect(next).toHaveLength(3);
    const ids = tokens.map(({ id }) => id);
    const logits = expectedLogits(ids)[0] ?? [];
    const total = Math.log(logits.reduce((sum, z) => sum + Math.exp(z), 0));
    expect(tokens[0]?.logprob).toBeNull();
    expect(tokens[1]?.logprob).toBeCloseTo((logits[ids[1] ?? 0] ?? NaN) - total, 4);
    expect(String(tokens[1]?.logprob).length).toBeGreaterThan(14);
  });

  it('gives the bytes of each token and where they are, so that the text can be put together again', async () => {
    const text = 'a 🙂<|im_end|>é\n';
    const { tokens } = await scored([text]);
    const bytes = Buffer.from(text);
    expect(Buffer.from(tokens.flatMap((token) => token.bytes))).toEqual(bytes);
    expect(tokens.some((token) => token.text.startsWith('\\x'))).toBe(true);
    for (const token of tokens) expect([...bytes.subarray(token.start, token.end)]).toEqual(token.bytes);
  });

  it('has no total for a single token, of which nothing was predicted', async () => {
    expect(await scored(['a'])).toMatchObject({ total_logprob: null, mean_logprob: null, perplexity: null });
  });

  it('scores a file byte for byte, and standard input the same', async () => {
    const text = '\ufeff  a b\r\n\tc \n\n';
    const fromFile = await scored(['--file', file('spaces.txt', text)]);
    expect(fromFile.text).toBe(text);
    expect(await scored([], { input: text })).toEqual(fromFile);
    expect(await scored([text])).toEqual(fromFile);
  });

  it('scores a text given a context, without listing it', async () => {
    const answer = await scored(['--context', 'abc abc', ' a']);
    expect(answer.context).toBe('abc abc');
    expect(answer.tokens.map(({ text }) => text).join('')).toBe(' a');
    expect(answer.tokens[0]?.logprob).not.toBeNull();
    const whole = await scored(['abc abc a']);
    expect(answer.tokens.at(-1)?.logprob).toBeCloseTo(whole.tokens.at(-1)?.logprob ?? NaN, 5);
  });

  it('encodes context and text apart where a token would span the border, and says so', async () => {
    const { code, stdout, stderr } = await runScore(['--json', '--model', small, '--context', 'xa', 'b']);
    expect(code).toBe(0);
    expect(stderr).toContain('share the token "ab"');
    expect((JSON.parse(stdout) as Answer).tokens.map(({ text }) => text)).toEqual(['b']);
  });

  it('scores a message without the chat template around it, and predicts what comes after all of it', async () => {
    const answer = await scored(['--chat', '--top', '1', 'abc']);
    expect(answer.text).toBe('abc');
    expect(answer.tokens.map(({ text }) => text)).toEqual(
      (await scored(['abc'])).tokens.map(({ text }) => text),
    );
    expect(answer.next).toEqual((await scored(['--top', '1', 'abc<|im_end|>'])).next);
  });

  it('is read by another program through a pipe, as README shows it', async () => {
    const shown = /^npm run --silent score -- .*\|.*$/m.exec(readFileSync('README.md', 'utf8'))?.[0] ?? '';
    const command = shown.replace('--json', `--json --model "${small}"`);
    const { stdout, stderr } = await promisify(exec)(command);
    const { perplexity } = (await scored([/"(The .*?)"/.exec(shown)?.[1] ?? ''])) as { perplexity?: number };
    expect(perplexity).toBeGreaterThan(1);
    expect({ stdout, stderr }).toEqual({ stdout: `${perplexity}\n`, stderr: '' });
  });

  it('prints a table without colours when it is no terminal', async () => {
    const { stdout } = await runScore(['--model', small, 'a b\n']);
    expect(stdout).not.toContain('\x1b');
    expect(stdout).toContain('␣');
    expect(stdout).toContain('⏎');
    for (const word of ['total', 'perplexity', 'What comes next']) expect(stdout).toContain(word);
    const without = await runScore(['--top', '0', '--model', small, 'a b\n']);
    expect(without.stdout).toContain('perplexity');
    expect(without.stdout).not.toContain('What comes next');
  });

  it('downloads a model of the Hub, in plain lines when it is no terminal', async () => {
    const server = await serveHub('someone/small', small);
    const env = { HF_HOME: join(scratch, 'home'), HF_ENDPOINT: server.address };
    const args = ['--json', '--model', 'someone/small', 'abc'];
    const first = await runScore(args, { env });
    expect(first.code).toBe(0);
    expect(first.stderr).toContain('Downloading onnx/model_q4.onnx_data, ');
    expect(first.stderr).toContain('Downloaded tokenizer.json, ');
    expect((JSON.parse(first.stdout) as Answer).model.id).toBe('someone/small');
    expect(await runScore(args, { env })).toEqual({ ...first, stderr: '' }); // now without a server
  });

  it('scores on a model behind a server, with the key that the environment holds', async () => {
    const server = await serve(vllmWith(lm));
    const args = ['--json', '--engine', server.url, '--tokenizer', small, 'abc ab'];
    const { code, stdout, stderr } = await runScore(args, { env: { NATS_ENGINE_API_KEY: 'secret-key' } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [answer, own] = [JSON.parse(stdout) as Answer, await scored(['abc ab'])];
    expect(answer.model.id).toBe('small');
    expect(answer.tokens.map(({ text }) => text)).toEqual(own.tokens.map(({ text }) => text));
    for (const [i, { logprob }] of own.tokens.entries()) {
      if (logprob !== null) expect(answer.tokens[i]?.logprob).toBeCloseTo(logprob, 4);
    }
    expect(new Set(server.requests.map(({ headers }) => headers.authorization))).toEqual(
      new Set(['Bearer secret-key']),
    );
    expect(stdout).not.toContain('secret-key');
  });

  it('leaves out what a server does not give, and says so', async () => {
    const usual = vllmWith(lm);
    const server = await serve(async (request, response) => {
      const { logprobs } = (request.body ?? {}) as { logprobs?: number };
      if (logprobs !== -1) return await usual(request, response);
      const message = `Requested sample logprobs of ${lm.vocabularySize}, which is greater than max allowed: 20`;
      return { status: 400, body: { error: { message } } };
    });
    const args = ['--engine', server.url, '--tokenizer', small, 'abc ab'];
    const [table, json] = [await runScore(args), await runScore(['--json', ...args])];
    for (const { code, stderr } of [table, json]) {
      expect(code).toBe(0);
      expect(stderr).toMatch(/^Note: this server gives no whole predictions.*--max-logprobs -1\.\n$/);
    }
    expect(table.stdout).toContain('perplexity');
    expect(table.stdout).not.toContain('What comes next');
    const [answer, own] = [JSON.parse(json.stdout) as Answer, await scored(['abc ab'])];
    expect(answer).toMatchObject({ next: null, next_entropy: null });
    expect(answer.tokens.map(({ id }) => id)).toEqual(own.tokens.map(({ id }) => id));
    expect(answer.tokens.at(-1)).toMatchObject({ entropy: null });
    expect(answer.tokens.at(-1)?.logprob).toBeCloseTo(own.tokens.at(-1)?.logprob ?? Number.NaN, 4);
  });
});

describe('npm run score refuses in one sentence', () => {
  it('nothing to score', async () => {
    expect(await refusal([''])).toContain('The text is empty');
    expect(await refusal([], { input: '' })).toContain('Standard input is empty');
  });

  it('wrong values, and options that do not go together', async () => {
    expect(await refusal(['--top', 'five', 'a'])).toContain('--top takes a whole number');
    expect(await refusal(['--tokenizer', small, 'a'])).toContain('give its address with --engine');
    expect(await refusal(['--model', 'nonsense', 'a'])).toContain('There is no model "nonsense"');
    expect(await refusal(['a', 'b'])).toContain('put quotation marks');
    expect(await refusal(['--file', 'x.txt', 'a'])).toContain('not both');
    expect(await refusal(['--chat', '--context', 'a', 'b'])).toContain('cannot be combined');
  });

  it('files that are missing, folders, binary, or not UTF-8', async () => {
    expect(await refusal(['--file', join(scratch, 'none.txt')])).toContain('no such file');
    expect(await refusal(['--file', scratch])).toContain('a directory');
    expect(await refusal(['--file', file('binary.bin', Uint8Array.of(65, 0, 66))])).toContain('is binary');
    expect(await refusal(['--file', file('latin1.txt', Uint8Array.of(65, 0xe9, 66))])).toContain(
      'not a text in UTF-8',
    );
  });

  it('a text longer than the model can read', async () => {
    const long = 'x'.repeat(CONTEXT_LENGTH + 1);
    expect(await refusal(['--model', small, long])).toContain('has 321 tokens, more than the 320 tokens');
    const huge = file('huge.txt', 'x'.repeat(1_000_000));
    expect(await refusal(['--model', small, '--file', huge])).toContain('1,000,000 bytes');
  });

  it('a standard input or file without end, while reading it', async () => {
    const megabyte = Buffer.alloc(1e6, 'x');
    const endless = Readable.from(
      (function* () {
        for (;;) yield megabyte;
      })(),
    );
    expect(await refusal([], { input: endless })).toContain('Standard input has more than 64 MB');
    if (existsSync('/dev/zero')) expect(await refusal(['--file', '/dev/zero'])).toContain('more than 64 MB');
  });
});
