import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { transform } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logSumExp } from '#numerics/log-sum-exp';
import { logSoftmax } from '#numerics/softmax';
import { readRegion, shownCode } from '#render/shared/code';
import { writeReport } from '#report/write';
import { allBlocks, allParts } from '#report/written';
import type * as joining from '../../chapters/01-logits-logprobs-softmax/answer-text.ts';
import type * as asking from '../../chapters/01-logits-logprobs-softmax/ask.ts';
import type * as reading from '../../chapters/01-logits-logprobs-softmax/reading.ts';
import { chapters, overview } from '../../chapters/index.ts';
import { committedOutputs } from './committed.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

type Pasted = typeof asking &
  typeof joining &
  typeof reading & { logSumExp: typeof logSumExp; logSoftmax: typeof logSoftmax };

const blocks = writeReport(chapters, committedOutputs(), overview)
  .chapters.slice(0, 1)
  .flatMap(({ sections }) => sections.flatMap((section) => allBlocks(section.blocks)));

/** All code that chapter 1 shows, pasted into one file without anything else. */
async function pasted(): Promise<Pasted> {
  const shown = blocks.flatMap((block) =>
    block.type === 'code' && !block.program ? [readRegion(block.module, block.region, ROOT).source] : [],
  );
  expect(shown).toHaveLength(5);
  const { code } = await transform(shown.join('\n'), { loader: 'ts', format: 'esm' });
  return import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);
}

describe('the code that chapter 1 shows', () => {
  const [request = {}] = blocks.flatMap((block) => (block.type === 'listing' ? [block.value as object] : []));
  const [program] = blocks.flatMap((block) => (block.type === 'code' && block.program ? [block] : []));
  const { answer, labels } = (program?.program?.given ?? {}) as { answer: object; labels: object };
  const received: { headers: IncomingHttpHeaders; body: unknown }[] = [];
  let reply = { status: 200, body: answer };
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer(async (message, response) => {
      let body = '';
      for await (const part of message) body += part;
      received.push({ headers: message.headers, body: JSON.parse(body) });
      response.writeHead(reply.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(reply.body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/chat/completions`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('runs when it is pasted, and computes what the report computes', async () => {
    const code = await pasted();
    const logits = [1001, 1000, 999.1, -5];
    expect(code.logSumExp(logits)).toBe(logSumExp(logits));
    expect([...code.logSoftmax(logits)]).toEqual([...logSoftmax(logits)]);
  });

  it('is a program, too, that prints its decision wherever JavaScript runs', () => {
    if (!program) throw new Error('no program is shown');
    const { source } = shownCode(program, ROOT);
    const printed = (text: string) => {
      const said: unknown[] = [];
      runInNewContext(text, { console: { log: (word: unknown) => said.push(word) } });
      return said;
    };
    const stored = committedOutputs().get('label-program') as { program: { decision: string } };
    expect(printed(source)).toEqual([stored.program.decision]);
    // Were yes and no as likely, it would not settle.
    const level = source.replaceAll(/"logprob": [-.\d]+/g, '"logprob": -2');
    expect(printed(level)).toEqual([expect.stringMatching(/^open/)]);
  });

  it('sends the request that the chapter shows, and reads the answer that it shows', async () => {
    const { ask, readList, settled, entropyBounds } = await pasted();
    reply = { status: 200, body: answer };
    const [entry, ...more] = await ask(url, 'secret', request);
    expect(received.at(-1)).toMatchObject({ body: request, headers: { authorization: 'Bearer secret' } });
    expect(more).toEqual([]);
    if (!entry) throw new Error('no entry came');
    const two = { yes: [' Yes', ' yes', 'Yes', 'yes'], no: [' No', ' no', 'No', 'no'] };
    expect(labels).toEqual(two);
    expect(settled(entry, two)).toBe('no');
    // With as many spellings as the list may hide, any of them could be ahead.
    expect(settled(entry, { ...two, yes: Array.from({ length: 100 }, (_, i) => `${i}`) })).toBeNull();
    const listed = entry.top_logprobs.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0);
    const { hidden, atLeast, atMost } = readList(entry, [entry.token, 'in no list']);
    expect(hidden).toBeCloseTo(1 - listed, 12);
    expect(atLeast).toBeCloseTo(Math.exp(entry.logprob), 12);
    expect(atMost).toBeCloseTo(atLeast + Math.exp(entry.top_logprobs.at(-1)?.logprob ?? 0), 12);
    expect(entropyBounds(entry, 49_152).atMost).toBeGreaterThan(entropyBounds(entry, 49_152).atLeast);
  });

  it('decides on a live answer in the two lines that are shown', async () => {
    const { ask, settled } = await pasted();
    const texts = blocks.flatMap((block) =>
      block.type === 'prose'
        ? allParts(block).flatMap((part) => (part.type === 'literal' ? [part.markdown] : []))
        : [],
    );
    const lines = texts.flatMap((text) => /```ts\n(.*?)```/s.exec(text)?.[1] ?? []);
    expect(lines).toHaveLength(1);
    reply = { status: 200, body: answer };
    const said: unknown[] = [];
    const live = (lines[0] ?? '').replace('https://…/v1/chat/completions', url);
    await runInNewContext(`(async () => {${live}})()`, {
      ...{ ask, settled, key: 'secret', request, labels },
      console: { log: (word: unknown) => said.push(word) },
    });
    expect(received.at(-1)).toMatchObject({ body: request });
    expect(said).toEqual(['no']);
  });

  it('joins tokens that end within a character, and offers what is likely enough', async () => {
    const { textOf, offered } = await pasted();
    const [first, second] = [
      [0xf0, 0x9f],
      [0x99, 0x82],
    ].map((bytes) => ({ token: '\uFFFD', logprob: -1, bytes }));
    if (!first || !second) throw new Error('two halves');
    expect(textOf([{ token: 'é ', logprob: -1 }, first, second, { ...first, token: '!', bytes: null }])).toBe(
      'é 🙂!',
    );
    const sure = { token: ' Paris', logprob: Math.log(0.95) };
    expect(offered([sure])).toBe(' Paris');
    expect(offered([sure], 0.96)).toBe('');
    expect(offered([{ ...sure, logprob: Math.log(0.89) }])).toBe('');
    expect(offered([])).toBe('');
  });

  it('says what a server complains of, and when there are no log-probabilities', async () => {
    const { ask } = await pasted();
    reply = { status: 401, body: { error: { message: 'Incorrect API key' } } };
    await expect(ask(url, 'wrong', request)).rejects.toThrow('Incorrect API key');
    reply = { status: 200, body: { choices: [{ logprobs: null }] } };
    await expect(ask(url, 'secret', request)).rejects.toThrow('this server gave no log-probabilities');
  });
});
