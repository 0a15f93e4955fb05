import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ROOT } from '#base/command';
import { fixed, significant } from '#base/printed-number';
import { at } from '#numerics/list';
import { nextToken } from '../../chapters/01-logits-logprobs-softmax/next-token.measure.ts';
import { strip as harbourStrip } from '../../chapters/02-cross-entropy-perplexity/real-text.measure.ts';
import { ownTexts } from '../../chapters/02-cross-entropy-perplexity/texts.measure.ts';
import { wordProbabilities } from '../../chapters/05-log-semiring-on-graphs/word-probability.measure.ts';
import { passageEvidence } from '../../chapters/06-decibels/passage-evidence.measure.ts';
import { storedResult } from '../chapters/committed.ts';
import { faultsOf, isBrowserMissing, LAYOUTS, launchBrowser, useBrowser } from '../render/browser.ts';
import { postJson, serveHere } from './local-api.ts';
import { slowModel } from './slow-model.ts';
import { startServe } from './start-serve.ts';

/** The instruments of the served report in a real browser, compared with the results that the report prints. */

const PATIENCE = { timeout: 60_000 };

const percent = (share: number) => `${significant(100 * share, 2)}%`;

describe.skipIf(isBrowserMissing())('the served report', () => {
  let browser: Browser;
  let child: ChildProcess;
  let address: string;

  beforeAll(async () => {
    const [server, opened] = await Promise.all([startServe(), launchBrowser()]);
    child = server.child;
    address = server.url.replace('/v1', '');
    browser = opened;
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    child.kill('SIGINT');
    await once(child, 'exit');
  });

  /** Opens a page, which may ask its own server only and say nothing on the console. */
  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await (await browser.newContext(options)).newPage();
    const heard: string[] = [];
    page.on('console', (message) => heard.push(message.text()));
    page.on('pageerror', (error) => heard.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(address) && !/^(data|blob):/.test(request.url()))
        heard.push(request.url());
    });
    onTestFinished(async () => {
      await page.context().close();
      expect(heard).toEqual([]);
    });
    await page.goto(address + path);
    return page;
  }

  async function instrument(page: Page, kind: string): Promise<Locator> {
    const found = page.locator(`.instrument[data-kind="${kind}"]`);
    // It starts once it is seen, and what is above it may still be laid out.
    const started = async () => {
      await found.scrollIntoViewIfNeeded();
      return await found.locator('.lab-status').count();
    };
    await expect.poll(started, PATIENCE).toBeGreaterThan(0);
    return found;
  }

  const rowsOf = async (table: Locator): Promise<string[][]> =>
    Promise.all(
      (await table.locator('tbody tr').all()).map((row) =>
        row.locator('th, td:not(.lab-bar)').allTextContents(),
      ),
    );
  const textOf = (place: Locator) => expect.poll(async () => (await place.textContent()) ?? '', PATIENCE);

  it('predicts as chapter 1 prints, in that chapter', async () => {
    const page = await open('/chapters/01-logits-logprobs-softmax.html');
    const next = await instrument(page, 'next');
    await textOf(next.locator('.lab-status')).toContain('likeliest token is ␣Paris, with 77%.');
    const rows = await rowsOf(next.locator('.lab-bars'));
    for (const [place, { probability, logprob }] of storedResult(nextToken).top.entries())
      expect(rows[place]?.slice(1)).toEqual([percent(probability), fixed(logprob, 2), String(place + 1)]);
    await next.getByLabel('Temperature').press('End');
    await textOf(next.locator('.lab-bars tr').nth(1)).not.toContain('77%');
    await next.getByLabel('Top-k').fill('1');
    await textOf(next.locator('.lab-facts')).toContain('of 2 tokens left');
  });

  it('scores as chapter 2 prints, in that chapter', async () => {
    const page = await open('/chapters/02-cross-entropy-perplexity.html');
    const score = await instrument(page, 'score');
    const harbour = at(
      storedResult(ownTexts).texts.filter(({ name }) => name === 'harbour'),
      0,
    );
    await textOf(score.locator('.lab-status').first()).toContain(
      `: perplexity ${significant(harbour.perplexity, 3)}.`,
    );
    const rows = Object.fromEntries(await rowsOf(score.locator('table')));
    expect(rows['log-probability (nats)']).toBe(fixed(harbour.total, 1));
    expect(rows['bits per byte']).toBe(fixed(harbour.bitsPerByte, 2));
    const { surprisal } = storedResult(harbourStrip).largest;
    expect(await score.locator('.inspector-place').textContent()).toContain(
      `surprisal ${fixed(surprisal, 2)} nats`,
    );
    await score.locator('.t.chosen').press('ArrowRight');
    expect(await score.locator('.t.chosen').getAttribute('aria-label')).toMatch(/^␣before: surprisal/);
  });

  it('weighs a passage as chapter 6 prints', async () => {
    const page = await open('/lab.html');
    const answers = await instrument(page, 'answers');
    await textOf(answers.locator('.lab-status')).toContain('With the passage, “Tigris” leads');
    const after = at(await rowsOf(answers.locator('table').last()), 0);
    const { example } = storedResult(passageEvidence);
    const { right, rival } = example.bare;
    expect([after[1], after[2], after[4]]).toEqual([
      percent(right / (right + rival)),
      `+${fixed(example.odds, 1)}`,
      fixed(Math.log(right), 2),
    ]);
  });

  it('writes step by step, and draws from a seed what the API draws', async () => {
    const page = await open('/lab.html');
    const generate = await instrument(page, 'generate');
    const status = generate.locator('> div > .lab-status');
    const written = async () => (await generate.locator('[role=listbox]').textContent()) ?? '';
    const one = generate.getByRole('button', { name: 'One step' });
    await textOf(status).toContain('Choose');
    await one.press('Enter');
    await textOf(generate.locator('.lab-facts dd').first()).toBe('1');
    const completed = async (options: object) => {
      const prompt = 'With the money from the market, the islanders buy';
      const response = await postJson(`${address}/v1/completions`, { prompt, ...options });
      return (await response.json()).choices[0];
    };
    const likeliest = await completed({ max_tokens: 1, temperature: 0, logprobs: 1 });
    expect((await written()).replace('␣', ' ')).toBe(likeliest.text);
    expect(await generate.locator('.lab-facts dd').nth(1).textContent()).toBe(
      `${fixed(likeliest.logprobs.token_logprobs[0], 2)} nats`,
    );

    await generate.getByLabel('Each step takes').selectOption('draw');
    await generate.getByLabel('Seed').fill('7');
    await generate.getByRole('button', { name: 'Start over' }).click();
    await expect.poll(written, PATIENCE).toBe('');
    await generate.getByRole('button', { name: '10 steps' }).click();
    await textOf(generate.locator('.lab-facts dd').first()).toBe('10');
    const drawn = await written();
    const { text } = await completed({ max_tokens: 10, seed: 7 });
    expect(drawn.replaceAll('⏎', '\n')).toBe(text);
    await generate.getByRole('button', { name: 'Undo' }).click();
    await textOf(generate.locator('.lab-facts dd').first()).toBe('9');
    await one.click();
    await textOf(generate.locator('.lab-facts dd').first()).toBe('10');
    expect(await written()).toBe(drawn);

    await generate.getByRole('button', { name: 'Start over' }).click();
    await expect.poll(written, PATIENCE).toBe('');
    await textOf(status).toContain('Choose a token');
    await generate.getByText('Beam search beside greedy').click();
    await generate.getByRole('button', { name: 'Search' }).click();
    const beam = generate.locator('.lab-fold');
    await textOf(beam.locator('.lab-status')).toMatch(/likelier|too\.$/);
    const found = await rowsOf(beam.locator('table'));
    const totals = found.map(([, , total = '']) => Number(total.replace('−', '-')));
    expect(found.map(([, search]) => search)).toEqual(['beam 1', 'beam 2', 'greedy']);
    expect(at(totals, 0)).toBeGreaterThanOrEqual(at(totals, 1));
  }, 120_000);

  it('adds up the cuts of a word as chapter 5 prints', async () => {
    const page = await open('/lab.html');
    const cuts = await instrument(page, 'cuts');
    const { ways, ownShare, boundary } = storedResult(wordProbabilities).last;
    await textOf(cuts.locator('.lab-status')).toContain('Cuts other than the tokenizer’s own hold');
    const told = await cuts.locator('.lab-facts').textContent();
    expect(told).toContain(`Ways to write it${ways} in all`);
    expect(told).toContain(`${percent(ownShare)} of the word’s probability`);
    expect(told).toContain(`The sum${fixed(boundary, 2)} nats`);
  });

  it.each([at(LAYOUTS, 0), at(LAYOUTS, 3)])(
    'has no fault that axe finds, and no need to scroll sideways, %s',
    async (_name, options) => {
      const page = await open('/lab.html', options);
      for (const kind of ['next', 'score', 'answers', 'generate']) {
        const one = await instrument(page, kind);
        await expect.poll(() => one.locator('table, .lab-facts').count(), PATIENCE).toBeGreaterThan(0);
      }
      await (await instrument(page, 'cuts')).locator('svg').waitFor(PATIENCE);
      const widths = await page.evaluate('[document.documentElement.scrollWidth, window.innerWidth]');
      expect(widths).toEqual([options.viewport?.width, options.viewport?.width]);
      expect(await faultsOf(page)).toEqual([]);
    },
    120_000,
  );
});

describe.skipIf(isBrowserMissing())('an instrument whose text is changed', () => {
  const browser = useBrowser();

  /** Opens a page of a server of a stand-in, until the test is over. */
  async function openSlow(path: string, model = slowModel(), options: BrowserContextOptions = {}) {
    const { url } = await serveHere(model, { report: `${ROOT}/output` });
    const { page } = await browser.open(url + path, options);
    onTestFinished(() => page.close());
    return page;
  }

  it('cancels at the server what it asked, asks once typing stops, and says in a sentence what failed', async () => {
    const model = slowModel({ callMs: 20 });
    const page = await openSlow('/lab.html#lab-next', model);
    const next = page.locator('.instrument[data-kind="next"]');
    const [text, status] = [next.getByLabel('Text'), next.locator('.lab-status')];
    await expect.poll(() => status.textContent()).toContain('likeliest token is s,');
    await text.fill('x'.repeat(3000));
    await vi.waitFor(() => expect(model.calls.length).toBeGreaterThan(5), 5000);
    await expect.poll(() => status.textContent()).toContain('The model is working…');
    const before = model.calls.length;
    await text.fill('');
    await vi.waitFor(() => expect(model.open.size).toBe(0), 3000);
    expect(model.calls.length - before).toBeLessThan(20); // the long text alone takes 94
    const quiet = model.calls.length;
    await text.pressSequentially('hello', { delay: 40 });
    await expect.poll(() => status.textContent()).toContain('likeliest token is o,');
    expect(model.calls.length - quiet).toBe(1);
    await page.context().setOffline(true);
    await text.fill('again');
    await expect
      .poll(() => status.textContent())
      .toContain('The server does not answer. Is npm run serve still running?');
    expect(await next.locator('.lab-bars').isVisible()).toBe(false);
    await page.context().setOffline(false);
    await next.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => status.textContent()).toContain('likeliest token is n,');
  });

  it('writes a token for each of several quick clicks, and refuses a text that is too long', async () => {
    const page = await openSlow('/lab.html#lab-generate', slowModel({ callMs: 20 }));
    const generate = page.locator('.instrument[data-kind="generate"]');
    await generate.scrollIntoViewIfNeeded();
    await expect.poll(() => generate.textContent()).toContain('Choose a token');
    for (let clicks = 0; clicks < 6; clicks++)
      await generate.getByRole('button', { name: 'One step' }).click();
    await expect.poll(() => generate.locator('.lab-facts dd').first().textContent(), PATIENCE).toBe('6');
    const text = generate.getByLabel('Beginning');
    const before = await text.inputValue();
    await text.focus();
    await page.keyboard.insertText('x'.repeat(50_000));
    expect(await text.inputValue()).toBe(before);
    expect(await generate.locator('.lab-note').first().textContent()).toContain('Nothing was inserted');
  });

  it('keeps what was written over a reload, and shows every number of a long answer on a phone', async () => {
    const page = await openSlow('/lab.html#lab-answers', slowModel(), {
      viewport: { width: 390, height: 844 },
    });
    const answers = page.locator('.instrument[data-kind="answers"]');
    const lines = answers.getByLabel('Answers, one on each line');
    const two = await lines.inputValue();
    const long = `${'x'.repeat(80)} with more words behind it`;
    await lines.fill(`${two}\n${long}`);
    await answers.getByLabel('Odds against', { exact: true }).selectOption(long);
    await page.waitForURL((to) => to.hash.includes('more+words'));
    await page.reload();
    await expect.poll(() => lines.inputValue()).toBe(`${two}\n${long}`);
    await expect.poll(() => answers.locator('table').count(), PATIENCE).toBe(2);
    const isCut = '({ scrollWidth, clientWidth }) => scrollWidth > clientWidth';
    expect(await page.evaluate(`[...document.querySelectorAll('.lab-scroll')].filter(${isCut}).length`)).toBe(
      0,
    );
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await answers.getByRole('button', { name: 'Restore the example' }).click();
    await expect.poll(() => lines.inputValue()).toBe(two);
    expect(new URL(page.url()).hash).toBe('');
  });

  it('is as a link says, and says so when a text is too long for one', async () => {
    const permissions = ['clipboard-read', 'clipboard-write'];
    const page = await openSlow('/lab.html', slowModel(), { permissions });
    const generate = page.locator('.instrument[data-kind="generate"]');
    const [from, to] = [generate.getByLabel('Beginning'), () => generate.locator('.lab-facts dd').first()];
    await generate.scrollIntoViewIfNeeded();
    await from.fill('a & b = 100 %\n#c');
    await generate.getByLabel('Temperature').press('End');
    await generate.getByLabel('Each step takes').selectOption('draw');
    await generate.getByLabel('Seed').fill('12');
    await generate.getByRole('button', { name: '10 steps' }).click();
    await expect.poll(() => to().textContent(), PATIENCE).toBe('10');
    const written = await generate.locator('[role=listbox]').textContent();
    await generate.getByRole('button', { name: 'Copy link' }).click();
    await expect.poll(() => generate.locator('> .lab-note').first().textContent()).toContain('copied');
    const link = String(await page.evaluate('navigator.clipboard.readText()'));
    expect(link).toContain('/lab.html#try=generate&text=a+%26+b');
    await page.close();

    const { page: other } = await browser.open(link);
    const opened = other.locator('.instrument[data-kind="generate"]');
    await expect.poll(() => opened.locator('[role=listbox]').textContent(), PATIENCE).toBe(written);
    expect(await opened.getByLabel('Beginning').inputValue()).toBe('a & b = 100 %\n#c');
    expect(await opened.getByLabel('Temperature').inputValue()).toBe('19');
    expect(await opened.getByLabel('Seed').inputValue()).toBe('12');
    expect(await opened.evaluate((one) => Math.abs(one.getBoundingClientRect().top))).toBeLessThan(120);
    await opened.getByLabel('Beginning').fill('x'.repeat(9000));
    await opened.getByRole('button', { name: 'Copy link' }).click();
    expect(await opened.locator('> .lab-note').first().textContent()).toContain('too long for a link');
    await other.close();
  });

  it('forgets the rest of a link once a reader goes another way', async () => {
    const link = `/lab.html#try=generate&text=a&ids=${'98+'.repeat(30)}`;
    const page = await openSlow(link, slowModel({ callMs: 400 }));
    const generate = page.locator('.instrument[data-kind="generate"]');
    const written = () => generate.locator('.lab-facts dd').first().textContent();
    await expect.poll(async () => Number(await written()), PATIENCE).toBeGreaterThan(1);
    await generate.getByRole('button', { name: 'Undo' }).click();
    const linked = () => new URLSearchParams(new URL(page.url()).hash).get('ids')?.split(' ').length;
    await expect.poll(async () => linked() === Number(await written()), PATIENCE).toBe(true);
  });

  it('takes no more from a link than a link can have', async () => {
    const page = await openSlow('/lab.html#try=score&text=a&text=b&text=c');
    const score = page.locator('.instrument[data-kind="score"]');
    await expect.poll(() => score.locator('.lab-side').count(), PATIENCE).toBe(2);
    await page.goto(`${new URL('/lab.html', page.url())}#try=score&text=${'x'.repeat(9000)}`);
    await expect
      .poll(() => score.locator('> .lab-note').first().textContent())
      .toContain('too long for a link');
    expect(await score.getByLabel('Text', { exact: true }).inputValue()).not.toContain('xxx');
  });

  it.each([
    [1280, 800],
    [390, 844],
  ])('is where a link to it leads, %i px wide', async (width, height) => {
    for (const kind of ['cuts', 'generate']) {
      const page = await openSlow(`/lab.html#lab-${kind}`, slowModel(), { viewport: { width, height } });
      const one = page.locator(`.instrument[data-kind="${kind}"]`);
      await expect.poll(() => one.locator('.lab-facts').count(), PATIENCE).toBeGreaterThan(0);
      const top = () => page.locator(`#lab-${kind}`).evaluate((head) => head.getBoundingClientRect().top);
      await expect.poll(top).toBeLessThan(120);
      expect(await top()).toBeGreaterThanOrEqual(0);
    }
  });

  it('saves what it shows as a picture of 1200 by 630', async () => {
    const page = await openSlow('/index.html');
    await page.addInitScript(`globalThis.drawn = [];
      const { fillText } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.fillText = function (...all) { drawn.push(all[0]); fillText.apply(this, all); }`);
    await page.reload();
    const score = page.locator('.instrument[data-kind="score"]');
    await score.getByLabel('Text', { exact: true }).fill('own words');
    await expect.poll(() => score.locator('.lab-status').first().textContent(), PATIENCE).toContain('over 9');
    const saved = page.waitForEvent('download');
    await score.getByRole('button', { name: 'Save as a picture' }).click();
    const bytes = readFileSync(await (await saved).path());
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1200, 630]);
    const drawn = ((await page.evaluate('drawn')) as string[]).join('');
    expect(drawn).toMatch(/own words.*Perplexity [\d.]+ over 9 tokens/);
    expect(drawn).toContain(slowModel().id);
  });
});
