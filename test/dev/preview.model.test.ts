import { type ChildProcess, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '#base/command';
import { isBrowserMissing, launchBrowser } from '../render/browser.ts';

const MEASURE = `
import { entropy } from '#numerics/entropy';
import { softmax } from '#numerics/softmax';
import { measurement } from '#report/measurement';

const PROMPT = 'The capital of France is';

export const open = measurement({
  id: 'open',
  kinds: { entropy: 'nats', rows: { probability: 'probability' } },
  async measure({ lm }) {
    const { logits } = await lm.next(lm.encode(PROMPT));
    const rows = lm.top(logits, 3).map(({ text, logprob }) => ({ text, probability: Math.exp(logprob) }));
    return { prompt: PROMPT, entropy: entropy(softmax(logits)), rows };
  },
});
`;

const SECTION = `
import { figure, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { nats, percent, ref, text, token } from '#report/values';
import { open } from './open.measure.ts';

export const openSection = section({
  id: 'how-open',
  title: prose\`How open\`,
  needs: { m: open },
  write: ({ m }) => [
    prose\`After “\${text(m.prompt)}” the entropy is \${nats(m.entropy)}; \${ref('likeliest')} and \${ref('drawn')}.\`,
    table({
      id: 'likeliest',
      caption: prose\`The likeliest.\`,
      rows: m.rows,
      columns: [['token', (row) => token(row.text)], ['probability', (row) => percent(row.probability)]],
    }),
    figure({
      id: 'drawn',
      caption: prose\`The likeliest, drawn.\`,
      alt: prose\`Three bars.\`,
      data: m.rows.map(({ text, probability }) => ({ text, probability })),
      spec: { layer: [mark.bars({ x: mark.q('probability'), y: mark.n('text') })] },
    }),
    ...Array.from({ length: 30 }, () => prose\`A paragraph that makes the page longer than a window.\`),
    prose\`The end.\`,
  ],
});
`;

const CHAPTER = `
import { chapter, headline, prose } from '#report';
import { nats } from '#report/values';
import { open } from './open.measure.ts';
import { openSection } from './open.ts';

export const only = chapter({
  id: '01-only',
  title: prose\`The only chapter\`,
  question: prose\`How open is it?\`,
  abilities: [prose\`ask\`, prose\`read\`, prose\`compare\`],
  sections: [openSection],
  headline: headline({ needs: { m: open }, write: ({ m }) => prose\`\${nats(m.entropy)}.\` }),
});
`;

const FILES = {
  'chapters/index.ts': "import { only } from './01-only/index.ts';\n\nexport const chapters = [only];\n",
  'chapters/01-only/index.ts': CHAPTER,
  'chapters/01-only/open.ts': SECTION,
  'chapters/01-only/open.measure.ts': MEASURE,
};

describe.skipIf(isBrowserMissing())('npm run dev', () => {
  mkdirSync(join(ROOT, '.build/test'), { recursive: true });
  const root = mkdtempSync(join(ROOT, '.build/test/preview-'));
  let server: ChildProcess;
  let browser: Browser;
  let page: Page;
  let said = '';

  const edit = (path: string, from: string, to: string): void => {
    const text = readFileSync(join(root, path), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(root, path), text.replace(from, to));
  };
  const shows = (text: string) =>
    page.waitForFunction(`document.querySelector('main')?.innerText.includes(${JSON.stringify(text)})`);
  const box = () => page.locator('.preview-mistake');

  beforeAll(async () => {
    for (const name of ['scripts', 'templates', 'package.json', 'package-lock.json', 'tsconfig.json'])
      cpSync(join(ROOT, name), join(root, name), { recursive: true });
    for (const name of ['models', 'node_modules']) symlinkSync(join(ROOT, name), join(root, name));
    for (const [path, text] of Object.entries(FILES)) {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    server = spawn(process.execPath, ['scripts/dev.ts'], { cwd: root });
    server.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const url = await new Promise<string>((resolve, reject) => {
      server.stdout?.on('data', (chunk: Buffer) => {
        const found = /http:\S+/.exec(chunk.toString())?.[0];
        if (found) resolve(found);
      });
      server.once('exit', () => reject(new Error(said)));
    });
    browser = await launchBrowser();
    page = await browser.newPage();
    page.setDefaultTimeout(120_000);
    await page.goto(`${url}chapters/01-only.html`);
    await shows('The end.');
  });

  afterAll(async () => {
    await browser?.close();
    server?.kill('SIGKILL');
    rmSync(root, { recursive: true, force: true });
  });

  it('measures at once what was never measured, and shows it', async () => {
    expect(await page.locator('main').textContent()).toMatch(
      /the entropy is \d\.\d+\snats; Table\s1\.1 and Figure\s1\.1/,
    );
    expect(await page.locator('figure svg').count()).toBeGreaterThan(0);
    expect(said).toMatch(/Chapter 1: open: \d+ tokens/);
  });

  it('shows another sentence, and leaves the reader where they are', async () => {
    await page.getByText('The end.').scrollIntoViewIfNeeded();
    const place = 'document.querySelector("main section").getBoundingClientRect().top';
    const before = await page.evaluate(place);
    edit('chapters/01-only/open.ts', 'The end.', 'The very end.');
    await shows('The very end.');
    expect(Number(before)).toBeLessThan(-500);
    await page.waitForFunction(`Math.abs(${place} - ${before}) < 3`);
  });

  it('shows another table and another figure', async () => {
    edit('chapters/01-only/open.ts', "['token', (row)", "['the token', (row)");
    edit('chapters/01-only/open.ts', 'The likeliest, drawn.', 'The likeliest, as bars.');
    await shows('the token');
    await shows('The likeliest, as bars.');
  });

  it('says that results are out of date, measures them, and shows the new ones', async () => {
    const said = page.waitForSelector('.preview-stale');
    edit('chapters/01-only/open.measure.ts', 'of France', 'of Norway');
    expect(await (await said).textContent()).toBe('Being measured anew: open (its code changed).');
    await shows('After “The capital of Norway is”');
    await page.waitForFunction("!document.querySelector('.preview-stale')");
  });

  it('measures first what an edited section cannot do without', async () => {
    edit('chapters/01-only/open.ts', `the entropy is \${nats(m.entropy)}`, `it is \${nats(m.openness)} open`);
    edit('chapters/01-only/index.ts', 'nats(m.entropy)', 'nats(m.openness)');
    edit('chapters/01-only/open.measure.ts', 'kinds: { entropy', 'kinds: { openness');
    edit('chapters/01-only/open.measure.ts', 'entropy: entropy(', 'openness: entropy(');
    await page.waitForFunction(
      "/it is \\d\\.\\d+\\snats open/.test(document.querySelector('main').innerText)",
    );
    expect(await box().count()).toBe(0);
  });

  it('says that a chapter is not there yet, and shows it once it is listed', async () => {
    const early = await browser.newPage();
    const address = page.url().replace('01-only', '01-sole');
    const response = await early.goto(address);
    expect(response?.status()).toBe(404);
    expect(await early.locator('main').textContent()).toContain('has no chapters/01-sole.html yet');
    edit('chapters/01-only/index.ts', "id: '01-only'", "id: '01-sole'");
    await early.waitForFunction("document.querySelector('main')?.innerText.includes('The very end.')");
    edit('chapters/01-only/index.ts', "id: '01-sole'", "id: '01-only'");
    await early.close();
    await page.reload();
  });

  it('shows another template', async () => {
    edit('templates/page/chapter.hbs', '{{{heading}}}', '{{{heading}}}<p>From the template.</p>');
    await shows('From the template.');
  });

  it.each([
    ['a number typed into prose', 'The very end.', 'The 5 ends.', /the number 5 is typed into prose/],
    [
      'a spelling mistake in a name',
      'nats(m.openness)',
      'nats(m.opennes)',
      /nats prints results of measurements/,
    ],
    ['a syntax error', 'write: ({ m }) => [', 'write: ({ m } => [', /chapters\/01-only\/open\.ts:\d+:\d+/],
    ['a mark that is not there', 'mark.bars(', 'mark.bar(', /the imported module exports no function bar\./],
    ['an import of nothing', "'./open.measure.ts'", "'./opened.measure.ts'", /opened\.measure/],
  ])('says in a box what %s is, keeps the last good page, and goes on after the repair', async (...row) => {
    const [, right, wrong, sentence] = row;
    edit('chapters/01-only/open.ts', right, wrong);
    await box().waitFor();
    const text = (await box().textContent()) ?? '';
    expect(text).toMatch(/^chapters\/01-only\/open\.ts:\d+:\d+: /);
    expect(text).toMatch(sentence);
    expect(text.trim()).not.toContain('\n    at ');
    expect(await page.locator('main').textContent()).toContain('The very end.');
    await page.reload();
    expect(await page.locator('main').textContent()).toContain('The very end.');
    await box().waitFor();
    edit('chapters/01-only/open.ts', wrong, right);
    await box().waitFor({ state: 'detached' });
  });

  it('says in its own words that measuring failed, and goes on after the repair', async () => {
    edit('chapters/01-only/open.measure.ts', 'openness: entropy(', 'openness: Number.NaN * entropy(');
    await box().waitFor();
    expect(await box().textContent()).toMatch(
      /^chapters\/01-only\/open\.measure\.ts:\d+:\d+: Measuring failed: open \(result\.openness is NaN: [^()]+\)\.$/,
    );
    edit('chapters/01-only/open.measure.ts', 'Number.NaN * ', '');
    await box().waitFor({ state: 'detached' });
  });

  it('leaves the reader where they are when what they look at is taken away', async () => {
    const topOf = (id: string) => `document.getElementById('${id}').getBoundingClientRect().top`;
    await page.evaluate(`scrollBy({ top: ${topOf('drawn')} - 100, behavior: 'instant' })`);
    const before = Number(await page.evaluate(topOf('likeliest')));
    const source = readFileSync(join(root, 'chapters/01-only/open.ts'), 'utf8');
    const drawn = / {4}figure\(\{.*?\n {4}\}\),\n/s.exec(source)?.[0] ?? '';
    writeFileSync(
      join(root, 'chapters/01-only/open.ts'),
      source
        .replace(drawn, '')
        .replace(/ and \$\{ref\('drawn'\)\}/, '')
        .replace('figure, prose', 'prose'),
    );
    await page.waitForFunction("!document.getElementById('drawn')");
    await page.waitForFunction(`Math.abs(${topOf('likeliest')} - ${before}) < 40`);
    expect(Number(await page.evaluate('scrollY'))).toBeGreaterThan(100);
  });

  it('writes nothing into output/, and ends at Ctrl-C', async () => {
    expect(existsSync(join(root, 'output'))).toBe(false);
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGINT');
    expect(await ended).toBe(0);
  });
});
