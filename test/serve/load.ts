/**
 * Loads `npm run serve` with many clients at once, a third of whom hang up, and compares every log-probability with that
 * of the same request to the quiet server. `npm test` runs it for seconds; the long form prints its figures:
 *
 *   node test/serve/load.ts [--clients N] [--seconds N]
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { startServe } from './start-serve.ts';

const WORDS = readFileSync(new URL('../../README.md', import.meta.url), 'utf8').split(/\s+/);
const CHAT = [{ role: 'user', content: 'Name a colour.' }];

/** Prompts from a few tokens to several hundred: read, written, both, chats, lists; streamed or not. */
const REQUESTS: readonly (readonly [path: string, body: object])[] = [
  ...[3, 12, 40, 150].map((words, i) => {
    const prompt = WORDS.slice(20 * i, 20 * i + words).join(' ');
    return [
      '/completions',
      { prompt, max_tokens: 6 + i, temperature: 0, logprobs: 3, echo: i % 2 === 0 },
    ] as const;
  }),
  ['/completions', { prompt: ['The cat', 'A dog and a', 'One'], max_tokens: 0, echo: true, logprobs: 1 }],
  ['/completions', { prompt: 'Once upon a time', max_tokens: 12, seed: 5, n: 2, logprobs: 0 }],
  [
    '/completions',
    { prompt: WORDS.slice(0, 25).join(' '), max_tokens: 9, temperature: 0, logprobs: 1, stream: true },
  ],
  ['/chat/completions', { messages: CHAT, max_tokens: 10, temperature: 0, logprobs: true, top_logprobs: 2 }],
  ['/chat/completions', { messages: CHAT, max_tokens: 10, seed: 1, logprobs: true, stream: true }],
];

export interface LoadFigures {
  answered: number;
  hungUp: number;
  /** Answers of which a bit differs from those of the quiet server. */
  different: number;
  /** What went wrong, by its sentence. */
  readonly errors: Record<string, number>;
  /** Of the server, in MB; undefined where the system does not tell. */
  peakMemory: number | undefined;
}

/** What an answer says, without what is new each time. */
async function ask(
  url: string,
  [path, body]: readonly [string, object],
  signal?: AbortSignal,
): Promise<string> {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${response.status} ${text}`);
  return text.replaceAll(/"id":"[^"]*","created":\d+,/g, '');
}

function peakMemoryOf(pid: number | undefined): number | undefined {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024);
  } catch {
    return undefined;
  }
}

export async function load(
  { url, pid }: { readonly url: string; readonly pid: number | undefined },
  { clients, seconds }: { readonly clients: number; readonly seconds: number },
): Promise<LoadFigures> {
  const quiet: string[] = [];
  for (const request of REQUESTS) quiet.push(await ask(url, request));
  const figures: LoadFigures = { answered: 0, hungUp: 0, different: 0, errors: {}, peakMemory: undefined };
  const end = performance.now() + 1000 * seconds;

  async function client(number: number): Promise<void> {
    const random = seededRandom(number);
    while (performance.now() < end) {
      const which = random.below(REQUESTS.length);
      const hangsUp = number % 3 === 0;
      const signal = hangsUp ? AbortSignal.timeout(Math.floor(50 + 1500 * random.next())) : undefined;
      try {
        const answer = await ask(url, at(REQUESTS, which), signal);
        figures.answered++;
        if (answer !== quiet[which]) figures.different++;
      } catch (error) {
        if (signal?.aborted) figures.hungUp++;
        else figures.errors[String(error)] = (figures.errors[String(error)] ?? 0) + 1;
      }
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  figures.peakMemory = peakMemoryOf(pid);
  return figures;
}

if (isMainThread && process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { clients: { type: 'string', default: '50' }, seconds: { type: 'string', default: '120' } },
  });
  const { child, url } = await startServe();
  const figures = await load(
    { url, pid: child.pid },
    { clients: Number(values.clients), seconds: Number(values.seconds) },
  );
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  process.stdout.write(`${JSON.stringify({ ...figures, exitCode: code })}\n`);
}
