import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { transform } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logSumExp } from '#numerics/log-sum-exp';
import { logSoftmax } from '#numerics/softmax';
import { readRegion } from '#render/shared/code';
import { writeReport } from '#report/write';
import { allBlocks } from '#report/written';
import type * as asking from '../../chapters/01-logits-logprobs-softmax/ask.ts';
import { sharesOf } from '../../chapters/01-logits-logprobs-softmax/headlines.ts';
import { offered } from '../../chapters/01-logits-logprobs-softmax/offer.ts';
import type * as reading from '../../chapters/01-logits-logprobs-softmax/reading.ts';
import { chapters, overview } from '../../chapters/index.ts';
import { committedOutputs } from './committed.ts';
import { hasPython, listingsIn, printedByPython, pythonObject } from './shown.ts';

/** A program without the import of the chapter's own file. */
const withoutImport = (python: string) => python.replace(/from likeliest import .*\n/, '');

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

type Pasted = typeof asking & typeof reading & { logSumExp: typeof logSumExp; logSoftmax: typeof logSoftmax };

const outputs = committedOutputs();
const blocks = writeReport(chapters, outputs, overview)
  .chapters.slice(0, 1)
  .flatMap(({ sections }) => sections.flatMap((section) => allBlocks(section.blocks)));

/** An answer that gives one of its tokens no number. */
const UNKNOWN = (() => {
  const entry = (token: string, q: number) => ({ token, logprob: q === 0 ? -9999 : Math.log(q) });
  const top_logprobs = [entry(' No', 0.3), entry(' Yes', 0.28), entry('\n', 0.1), entry(' The', 0)];
  return { choices: [{ logprobs: { content: [{ ...entry(' No', 0.3), top_logprobs }] } }] };
})();

/** All code that chapter 1 shows, pasted into one file without anything else. */
async function pasted(): Promise<Pasted> {
  const shown = blocks.flatMap((block) =>
    block.type === 'code' ? [readRegion(block.module, block.region, ROOT).source] : [],
  );
  expect(shown).toHaveLength(4);
  const { code } = await transform(shown.join('\n'), { loader: 'ts', format: 'esm' });
  return import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);
}

describe('the code that chapter 1 shows', () => {
  const listings = blocks.flatMap((block) => (block.type === 'listing' ? [block.value as object] : []));
  const request = listings.find((value) => 'messages' in value) ?? {};
  const answer = listings.find((value) => 'choices' in value) ?? {};
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

  it('sends the request that the chapter shows, and reads the answer that it shows', async () => {
    const { ask, readList, settled, entropyBounds } = await pasted();
    reply = { status: 200, body: answer };
    const [entry, ...more] = await ask(url, 'secret', request);
    expect(received.at(-1)).toMatchObject({ body: request, headers: { authorization: 'Bearer secret' } });
    expect(more).toEqual([]);
    if (!entry) throw new Error('no entry came');
    const two = { yes: [' Yes', ' yes', 'Yes', 'yes'], no: [' No', ' no', 'No', 'no'] };
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

  /** What lines print that stand behind those which call the server, pasted with all code that they name. */
  async function printedLive(lines: string): Promise<unknown[]> {
    const [calls = ''] = listingsIn('ts', blocks);
    const here = calls.replace(/https:.*?(?=')/, url);
    const said: unknown[] = [];
    await runInNewContext(`(async () => {const request = ${JSON.stringify(request)};\n${here}${lines}})()`, {
      ...(await pasted()),
      process: { env: {} },
      console: { log: (word: unknown) => said.push(word) },
    });
    return said;
  }

  it('decides on a live answer in the lines that are shown', async () => {
    const [, decides = ''] = listingsIn('ts', blocks);
    reply = { status: 200, body: answer };
    expect(await printedLive(decides)).toEqual(['no']);
    expect(received.at(-1)).toMatchObject({ body: { ...request, model: 'gpt-4o-mini' } });
  });

  it.runIf(hasPython)('decides alike in Python', () => {
    const OPEN = 'open: ask for a longer list';
    const [, ask = '', decides = ''] = listingsIn('python', blocks);
    const decide = (given: unknown) =>
      printedByPython(`${pythonObject('answer', given)}
from types import SimpleNamespace
completions = SimpleNamespace(create=lambda **request: answer)
OpenAI = lambda: SimpleNamespace(chat=SimpleNamespace(completions=completions))
${ask}${withoutImport(decides)}`);
    expect(decide(answer)).toBe('no');
    expect(decide(UNKNOWN)).toBe(OPEN);
    const none = JSON.parse(JSON.stringify(answer).replaceAll(/"logprob":[-.\d]+/g, '"logprob":-9999'));
    expect(decide(none)).toBe(OPEN);
    const level = JSON.parse(JSON.stringify(answer).replaceAll(/"logprob":[-.\d]+/g, '"logprob":-2'));
    expect(decide(level)).toBe(OPEN);
  });

  it('shares out what the labels have together, and offers what is likely enough', () => {
    const listed = { ' sport': 0.3, Sport: 0.1, ' the': 0.2, ' money': 0.1000000001 };
    const list = Object.entries(listed).map(([token, q]) => ({ token, logprob: Math.log(q) }));
    const { held, shares } = sharesOf(list, ['money', 'sport', 'science']);
    expect(held).toBeCloseTo(0.5, 8);
    expect(shares.map((share) => Number(share.toFixed(8)))).toEqual([0.2, 0.8, 0]);
    expect(sharesOf([], ['yes', 'no'])).toEqual({ held: 0, shares: [0, 0] });
    const begun = ['Sp', 's', '', 'sporty'].map((token) => ({ token, logprob: Math.log(0.25) }));
    expect(sharesOf(begun, ['sport', 'science'])).toEqual({ held: 0.5, shares: [1, 0] });
    const sure = { token: ' Paris', logprob: Math.log(0.95) };
    expect(offered([sure])).toBe(' Paris');
    expect(offered([sure], 0.96)).toBe('');
    expect(offered([{ ...sure, logprob: Math.log(0.89) }])).toBe('');
    expect(offered([])).toBe('');
  });

  it.runIf(hasPython)('joins tokens that end within a character in Python', () => {
    const whole = listingsIn('python', blocks).find((python) => python.includes('b"".join')) ?? '';
    const halves = [
      [0xf0, 0x9f],
      [0x99, 0x82],
    ].map((bytes) => ({ token: '\uFFFD', logprob: -1, bytes }));
    const ends = ['é ', '!'].map((token) => ({ token, logprob: -1, bytes: null }));
    const content = [ends[0], ...halves, ends[1]];
    const given = pythonObject('answer', { choices: [{ logprobs: { content }, finish_reason: 'stop' }] });
    const printed = printedByPython(
      `${given}${withoutImport(whole).replace(/for question .*logprobs=True\)\n/s, 'if True:\n')}print(text)`,
    );
    expect(printed.split('\n').at(-1)).toBe('é 🙂!');
  });

  it('says what a server complains of, and when there are no log-probabilities', async () => {
    const { ask } = await pasted();
    reply = { status: 401, body: { error: { message: 'Incorrect API key' } } };
    await expect(ask(url, 'wrong', request)).rejects.toThrow('Incorrect API key');
    reply = { status: 200, body: { choices: [{ logprobs: null }] } };
    await expect(ask(url, 'secret', request)).rejects.toThrow('this server gave no log-probabilities');
  });
});
