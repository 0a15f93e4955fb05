import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ROOT } from '#base/command';
import { memoise } from '#base/memoise';
import { at } from '#numerics/list';
import { logSoftmax } from '#numerics/softmax';
import type { LabModel, LabToken, ModelDescription } from '#page-model/lab';
import { otherOutput, ownOutput, publish } from '#pipeline/publish';
import { labModelOf } from '../../scripts/serve/lab.ts';
import { openServedModel } from '../../scripts/serve/open-model.ts';
import { staticServer } from '../../scripts/site/serve-site.ts';
import { DESCRIPTION, siteFiles } from '../../scripts/site/site-files.ts';
import { isBrowserMissing, launchBrowser } from '../render/browser.ts';
import { sharedFolder, temporaryFolder } from '../temporary.ts';

/** The site behind a plain static server, below a path, in a real browser. */

const BELOW = '/some/project/';
/** In nats. */
const NEAR = 1e-3;
/** What an instrument says of a text of one's own that ends with a space; no example does. */
const SPACE = /ends in a space/;
const PATIENCE = { timeout: 60_000 };
const CAPITAL = 'The capital of France is';
const MIXED = ' Où est 東京? 🙂 12';
const LONG = 'The tide turned at noon, and the boats came in with what they had caught. '.repeat(8).trim();

const QUESTIONS = [
  { ask: 'predict', text: CAPITAL, ids: [] },
  { ask: 'predict', text: LONG, ids: [260] },
  { ask: 'tokenize', text: MIXED },
  { ask: 'score', parts: [{ before: '', text: LONG }] },
];
const FIREFOX = '/usr/bin/firefox-esr';

interface Asked {
  readonly root: string;
  readonly begin: ModelDescription;
  readonly asked: readonly object[];
}

/** Runs in a page: starts the worker and asks it. */
async function askWorker({ root, begin, asked }: Asked) {
  const worker = new Worker(`${root}${begin.download?.worker}`, { type: 'module' });
  const found = asked.map(() => ({ answer: null as number[] | null, tokens: [] as LabToken[] }));
  worker.postMessage({ begin: { root, ...begin } });
  await new Promise<void>((resolve, reject) => {
    let left = asked.length;
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }) => {
      if (data.failed ?? data.refused) reject(new Error(data.failed ?? data.refused));
      if (data.opened) for (const [id, question] of asked.entries()) worker.postMessage({ id, question });
      const one = found[data.id];
      if (one && 'tokens' in data) one.tokens.push(...data.tokens.tokens);
      if (!one || !('answer' in data)) return;
      one.answer = data.answer ? Array.from(data.answer as ArrayLike<number>) : null;
      if (--left === 0) resolve();
    };
  });
  return found;
}

describe.skipIf(isBrowserMissing())('the site', () => {
  const folder = sharedFolder();
  let browser: Browser;
  let server: Server;
  let address: string;
  let description: ModelDescription;

  beforeAll(async () => {
    const place = otherOutput(join(folder, 'site'), 'site');
    const [files, opened] = await Promise.all([siteFiles(ROOT, ownOutput(ROOT)), launchBrowser()]);
    publish(place, files);
    description = JSON.parse(String(files.get(DESCRIPTION)));
    browser = opened;
    server = staticServer(place.out, BELOW).listen(0, '127.0.0.1');
    await once(server, 'listening');
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}${BELOW}`;
  });
  afterAll(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
  });

  async function visitor(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await browser.newContext(options);
    onTestFinished(() => context.close());
    return context;
  }

  async function openLab(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    await page.goto(`${address}lab.html`);
    await page.locator('.instrument.live').first().waitFor(PATIENCE);
    return page;
  }

  /** An instrument, which starts once it is seen. */
  async function instrument(page: Page, kind: string): Promise<Locator> {
    const place = page.locator(`.instrument[data-kind="${kind}"]`).first();
    await place.scrollIntoViewIfNeeded();
    return place;
  }

  const startOf = (page: Page) => page.getByRole('button', { name: /^(?:Load|Open) the model/ }).first();

  async function load(page: Page): Promise<void> {
    await startOf(page).click();
    await startOf(page).waitFor({ state: 'hidden' });
    await page
      .locator('.lab-load')
      .first()
      .waitFor({ state: 'hidden', ...PATIENCE });
  }

  async function says(page: Page, kind: string, what: RegExp): Promise<void> {
    const place = await instrument(page, kind);
    await place.locator('.lab-status', { hasText: what }).first().waitFor(PATIENCE);
  }

  describe('computes in the browser what the commands compute', () => {
    const reference = memoise(async (_key: 'once') => {
      const served = await openServedModel(undefined);
      const model = labModelOf(served);
      const { signal } = new AbortController();
      const found = {
        predictions: [await model.predict(CAPITAL, [], signal), await model.predict(LONG, [260], signal)],
        ids: await model.tokenize(MIXED, signal),
        tokens: await scored(model, LONG),
      };
      await served.close();
      return found;
    });

    async function expectNear(answers: Awaited<ReturnType<typeof askWorker>>): Promise<void> {
      const { predictions, ids, tokens } = await reference('once');
      for (const [index, own] of predictions.entries()) {
        const other = logSoftmax(Float32Array.from(at(answers, index).answer ?? []));
        expect(largest(logSoftmax(own), other)).toBeLessThan(NEAR);
      }
      expect(at(answers, 2).answer).toEqual(ids);
      const others = at(answers, 3).tokens;
      expect(others.map(([id]) => id)).toEqual(tokens.map(([id]) => id));
      const logprobs = (all: typeof tokens) => all.map(([, , logprob]) => logprob ?? 0);
      expect(largest(logprobs(tokens), logprobs(others))).toBeLessThan(NEAR);
    }

    it('in Chromium', async () => {
      const page = await (await visitor()).newPage();
      await page.goto(`${address}lab.html`);
      await expectNear(
        await page.evaluate(askWorker, { root: address, begin: description, asked: QUESTIONS }),
      );
    });

    it.skipIf(!existsSync(FIREFOX))(
      'in Firefox, which has no remote control here and tells by itself',
      async () => {
        const profile = temporaryFolder();
        let tell = (_answers: string) => {};
        const told = new Promise<string>((resolve) => {
          tell = resolve;
        });
        const files = server;
        const asking = createServer(async (request, response) => {
          if (request.url === `${BELOW}told`) {
            tell(await text(request));
            response.end();
          } else if (request.url === `${BELOW}ask.html`) {
            response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
            const given = JSON.stringify({ begin: description, asked: QUESTIONS });
            response.end(`<!doctype html><script type="module">
            const root = new URL('.', location).href;
            (${askWorker})({ root, ...${given} })
              .catch((error) => String(error))
              .then((answers) => fetch('told', { method: 'POST', body: JSON.stringify(answers) }));
          </script>`);
          } else files.emit('request', request, response);
        }).listen(0, '127.0.0.1');
        await once(asking, 'listening');
        const url = `http://127.0.0.1:${(asking.address() as AddressInfo).port}${BELOW}ask.html`;
        const firefox = spawn(FIREFOX, ['--headless', '--no-remote', '--profile', profile, url]);
        const ended = once(firefox, 'exit');
        try {
          await expectNear(JSON.parse(await told));
        } finally {
          firefox.kill();
          await ended;
          asking.closeAllConnections();
          asking.close();
        }
      },
    );
  });

  it('shows every example before the model is loaded, and says what one’s own text needs', async () => {
    const page = await openLab(await visitor());
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(request.url()));
    await says(page, 'score', /perplexity/);
    await says(page, 'next', /␣Paris, with 77%/);
    await says(page, 'answers', /leads with a share/);
    await says(page, 'generate', /Choose a token/);
    await says(page, 'cuts', /Cuts other than/);
    await (await instrument(page, 'next')).getByRole('textbox').fill('My own text');
    await says(page, 'next', /Load the model/);
    expect(loaded.filter((url) => /lab\/(model\/|runtime)/.test(url))).toEqual([]);
  });

  it('answers one’s own text in all instruments once loaded, then from the cache and without a connection', async () => {
    const context = await visitor();
    const page = await openLab(context);
    await load(page);
    await (await instrument(page, 'score')).getByLabel('Text', { exact: true }).fill('My own text');
    await says(page, 'score', /nats over/);
    await (await instrument(page, 'next')).getByRole('textbox').fill('My own text ');
    await says(page, 'next', SPACE);
    await (await instrument(page, 'answers')).getByLabel('Question', { exact: true }).fill('Is it my own? ');
    await says(page, 'answers', SPACE);
    await (await instrument(page, 'generate')).getByRole('button', { name: 'One step' }).click();
    await says(page, 'generate', /^Written: /);
    await (await instrument(page, 'cuts')).getByLabel('Beginning').fill('My own ');
    await says(page, 'cuts', SPACE);

    await page.evaluate('navigator.serviceWorker.ready');
    await page.waitForFunction("caches.match('lab/records.json').then(Boolean)");
    await context.setOffline(true);
    const again = await openLab(context);
    await expect.poll(() => startOf(again).textContent()).toBe('Open the model (already in this browser)');
    await load(again);
    await (await instrument(again, 'next')).getByRole('textbox').fill('Without any connection ');
    await says(again, 'next', SPACE);
    expect(await again.evaluate('crossOriginIsolated')).toBe(true);
  });

  it('keeps nothing of a damaged file or a cancelled download, and says why', async () => {
    const context = await visitor({ serviceWorkers: 'block' });
    const page = await openLab(context);
    const kept = async () =>
      (await page.evaluate(
        `caches.open('nats-and-bits-model').then((cache) => cache.keys()).then((keys) => keys.map(({ url }) => url))`,
      )) as string[];
    const { bytes = 0 } = description.download?.files['tokenizer_config.json'] ?? {};
    await page
      .context()
      .route(/tokenizer_config\.json/, (route) => route.fulfill({ body: ' '.repeat(bytes) }));
    await startOf(page).click();
    await page
      .getByText(/tokenizer_config.json arrived damaged/)
      .first()
      .waitFor(PATIENCE);
    expect((await kept()).filter((url) => url.includes('tokenizer_config'))).toEqual([]);
    await page.context().unroute(/tokenizer_config\.json/);
    await page.context().route(/onnx_data/, () => {}); // never answered
    await startOf(page).click();
    await page.getByRole('button', { name: 'Cancel' }).first().click();
    await startOf(page).waitFor();
    expect((await kept()).filter((url) => url.includes('onnx_data'))).toEqual([]);
  });
});

const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  a.length === b.length
    ? Array.from(a, (value, i) => Math.abs(value - (b[i] ?? 0))).reduce((one, other) => Math.max(one, other))
    : Number.POSITIVE_INFINITY;

async function scored(model: LabModel, text: string) {
  const { signal } = new AbortController();
  const tokens: LabToken[] = [];
  await model.score([{ before: '', text }], signal, (some) => tokens.push(...some.tokens));
  return tokens;
}
