/**
 * Uses `npm run serve` with programs that others wrote, and compares their numbers with those of the model in this
 * process: OpenAI's Python client, and lm-evaluation-harness with the tasks in docs/lm-eval. Installs both from the
 * Python registry into `.engine/clients` (1 GB, once). Needs Python 3.10 or newer.
 *
 *   node test/interop/serve-clients.ts [--python PYTHON]
 *
 * --python is the interpreter of an environment that has them already.
 */
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { openLanguageModel } from '#lm/open';
import type { Ids, LanguageModel } from '#lm/types';
import { at } from '#numerics/list';
import { startServe } from '../serve/start-serve.ts';

const PACKAGES = ['openai==3.57.0', 'lm-eval[api]==0.4.13', 'transformers==5.24.0'];
const TOKENIZER = 'models/HuggingFaceTB/SmolLM2-135M-Instruct';
const CLIENT = 'test/interop/openai_client.py';
/** The harness puts it before a text whose perplexity it measures. */
const FIRST_TOKEN = '<|im_start|>';

const { values } = parseArgs({ options: { python: { type: 'string' } } });
const run = promisify(execFile);
const say = (line: string) => process.stdout.write(`${line}\n`);

function install(): string {
  const folder = resolve('.engine/clients');
  const python = join(folder, 'bin', 'python');
  if (!existsSync(python)) execFileSync('python3', ['-m', 'venv', folder]);
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', ...PACKAGES], { stdio: 'inherit' });
  return python;
}

async function comparePythonClient(python: string, url: string, lm: LanguageModel): Promise<void> {
  const { stdout } = await run(python, [CLIENT, url, lm.id]);
  const seen = JSON.parse(stdout);
  const greedy = { maxTokens: 8, temperature: 0 };
  const written = async (text: string) => at(await lm.generate([lm.encode(text)], greedy), 0);
  const completed = await written('The capital of France is');
  const chat = await written(lm.chat([{ role: 'user', content: 'Name a colour.' }]) ?? '');
  const said: Ids = chat.end === 'stop' ? chat.ids.slice(0, -1) : chat.ids;
  const { client, usage, refusals, ...same } = seen;
  assert.deepEqual(same, {
    models: [lm.id],
    retrieved: lm.id,
    text: lm.decode(completed.ids),
    logprobs: completed.logprobs,
    streamed_text: lm.decode(completed.ids),
    streamed_logprobs: completed.logprobs,
    choices: [0, 1, 2, 3],
    said: lm.decode(said),
    said_logprobs: chat.logprobs.slice(0, said.length),
    streamed_said: lm.decode(said),
    streamed_said_logprobs: chat.logprobs.slice(0, said.length),
  });
  assert.ok(usage > said.length);
  assert.match(refusals[0], /^This server does not support "presence_penalty"/);
  assert.match(refusals[1], /^"max_tokens" must be at least 1/);
  say(
    `openai ${client} for Python: ${completed.ids.length + said.length} log-probabilities equal to the last bit`,
  );
}

interface Sample {
  readonly doc: { readonly text?: string };
  readonly arguments: Readonly<Record<string, { readonly arg_0: string; readonly arg_1?: string }>>;
  readonly filtered_resps: readonly (string | readonly [string, string])[];
}

/** Our log-probability of a text after another, added up from left to right as the harness does. */
async function total(lm: LanguageModel, context: Ids, text: string): Promise<number> {
  const [scores] = await lm.scoreContinuations(context, [lm.encode(text)]);
  return scores?.total ?? Number.NaN;
}

async function compareHarness(python: string, url: string, lm: LanguageModel): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lm-eval-'));
  const model = `base_url=${url}/completions,model=${lm.id},tokenizer=${TOKENIZER}`;
  const options = [
    '--model',
    'local-completions',
    '--model_args',
    `${model},max_length=8191,num_concurrent=4`,
  ];
  const tasks = ['--include_path', 'docs/lm-eval', '--tasks', 'capitals,texts', '--batch_size', '4'];
  await run(python, ['-m', 'lm_eval', ...options, ...tasks, '--output_path', folder, '--log_samples'], {
    env: { ...process.env, HF_HUB_OFFLINE: '1' },
  });
  const files = (await readdir(folder, { recursive: true })).map((file) => join(folder, file));
  const named = async (name: string) =>
    await readFile(files.find((file) => file.includes(name)) ?? name, 'utf8');
  const samplesOf = async (task: string) =>
    (await named(`samples_${task}_`))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Sample);
  let compared = 0;
  for (const sample of await samplesOf('capitals')) {
    for (const [i, { arg_0, arg_1 = '' }] of Object.values(sample.arguments).entries()) {
      const theirs = Number(sample.filtered_resps[i]?.[0]);
      assert.equal(theirs, await total(lm, lm.encode(arg_0), arg_1));
      compared++;
    }
  }
  for (const sample of await samplesOf('texts')) {
    assert.equal(
      Number(sample.filtered_resps[0]),
      await total(lm, lm.encode(FIRST_TOKEN), sample.doc.text ?? ''),
    );
    compared++;
  }
  const { results, lm_eval_version } = JSON.parse(await named('results_'));
  say(`lm-evaluation-harness ${lm_eval_version}: ${compared} log-likelihoods equal to the last bit`);
  say(`  capitals: accuracy ${results.capitals['acc,none']}`);
  say(`  texts: word perplexity ${results.texts['word_perplexity,none']}`);
  say(`  texts: bits per byte ${results.texts['bits_per_byte,none']}`);
  await rm(folder, { recursive: true });
}

const python = values.python ?? install();
const { child, url } = await startServe();
try {
  const lm = await openLanguageModel();
  await comparePythonClient(python, url, lm);
  await compareHarness(python, url, lm);
  await lm.close();
} finally {
  child.kill('SIGTERM');
  await once(child, 'exit');
}
