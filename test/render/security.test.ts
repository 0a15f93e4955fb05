import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { marked } from 'marked';
import { beforeAll, describe, expect, it } from 'vitest';
import { figure, instrument, table, tokenStrip } from '#report/block';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { chapter, headline, section } from '#report/section';
import { codeText, given, nats, probability, rank, text, token } from '#report/values';
import { writeReport } from '#report/write-report';
import { isBrowserMissing, useBrowser } from './browser.ts';
import { ROOT, renderFixture } from './fixture-report.ts';
import { pageFolder } from './page-file.ts';
import { allElements, readXml } from './xml.ts';

/** A data file that wants to be more than data. One attack a line; all of them set the same mark when they succeed. */
const POISON = [
  '</script><script>document.title="owned"</script>',
  '<!--<script>document.title="owned"</script>',
  '--><img src=x onerror=document.title="owned">',
  '"><svg onload=document.title="owned">',
  "' autofocus onfocus='document.title=\"owned\"' tabindex='0",
  '</title></style></textarea></code></pre></table><b>out',
  '<a href="javascript:document.title=1">x</a>',
  '[x](javascript:document.title=1)',
  '![x](https://evil.example/pixel.png)',
  '<style>*{display:none}</style>',
  '&lt;script&gt;&#60;b&#62;',
  ']]><b>cdata</b>',
  `{{{this}}} {{constructor}} $${'{document.title}'}`,
  '```\n<b>fence</b>\n```',
  '$`\\href{javascript:1}{x}`$ $$x$$',
  'https://evil.example www.evil.example evil@evil.example',
  '\u2028document.title="owned"\u2029',
  '[^1]: <b>note</b>',
];

/** The same with every sign that could be markup made a letter: what the page must be built like. */
const harmless = (value: string): string => value.replace(/[^\p{L}\p{N}\s]/gu, 'x');

const readFile = measurement({
  id: 'poisoned',
  data: { file: new URL('poison.txt', import.meta.url) }, // its text is given below
  kinds: { loss: 'nats', share: 'probability', place: 'rank' },
  async measure({ data }) {
    return { lines: data.file.split('\u0000'), loss: 1.25, share: 0.5, place: 3 };
  },
});

const poisoned = chapter({
  id: '01-poisoned',
  title: prose`Poisoned`,
  question: prose`Does data stay data?`,
  abilities: [prose`a`, prose`b`, prose`c`],
  headline: headline({
    needs: { m: readFile },
    write: ({ m }) => prose`It said ${text(m.lines[0])}.`,
  }),
  sections: [
    section({
      id: 'all',
      title: prose`Everywhere`,
      needs: { m: readFile },
      write: ({ m }) => [
        ...m.lines.map((line) => prose`Text ${text(line)}, code ${codeText(line)}, token ${token(line)}.`),
        instrument({ kind: 'score', example: { before: '', texts: m.lines } }),
        table({
          id: 'cells',
          caption: prose`Table ${text(m.lines[1])}`,
          rows: m.lines,
          columns: [
            [prose`${text(m.lines[2])}`, (line) => prose`${text(line)}`],
            ['token', (line) => prose`${token(line)}`],
          ],
        }),
        tokenStrip({
          id: 'tokens',
          caption: prose`Strip ${text(m.lines[3])}`,
          alt: prose`Alt ${text(m.lines[4])}`,
          legend: prose`Legend ${text(m.lines[5])}`,
          domain: [given(0), given(8)],
          tokens: m.lines.map((line) => ({
            text: line,
            value: m.loss,
            detail: prose`${nats(m.loss)} ${text(line)}`,
            insight: {
              probability: probability(m.share),
              rank: rank(m.place),
              entropy: nats(m.loss),
              candidates: [{ token: token(line), probability: probability(m.share) }],
              others: probability(m.share),
            },
          })),
        }),
        figure({
          id: 'bars',
          caption: prose`Figure ${text(m.lines[6])}`,
          alt: prose`Bars ${text(m.lines[7])}`,
          data: m.lines.map((line, index) => ({ label: line.replace(/\s/g, ' '), index: given(index) })),
          spec: {
            params: [
              { name: 'least', value: 0, bind: { input: 'range', min: 0, max: 3, step: 1, name: 'least' } },
            ],
            transform: [{ filter: 'datum.index >= least' }],
            mark: 'bar',
            encoding: {
              y: { field: 'label', type: 'nominal', title: null },
              x: { field: 'index', type: 'quantitative', title: 'index' },
            },
          },
        }),
      ],
    }),
  ],
});

async function renderWith(lines: readonly string[]): Promise<Map<string, string>> {
  const output = await readFile.run({ lm: undefined, data: { file: lines.join('\u0000') } });
  const report = writeReport([poisoned], new Map([['poisoned', output]]));
  const files = await renderFixture({ report });
  return new Map([...files].map(([path, content]) => [path, String(content)]));
}

let attacked: Map<string, string>;
let peaceful: Map<string, string>;
const fileOf = (path: string, of = attacked): string => of.get(path) ?? '';

beforeAll(async () => {
  [attacked, peaceful] = [await renderWith(POISON), await renderWith(POISON.map(harmless))];
}, 120_000);

describe('a data file full of markup', () => {
  it('makes no element and no attribute in Markdown that harmless data do not make', () => {
    const shape = (markdown: string): string[] =>
      (marked.parse(markdown, { async: false }).match(/<[a-z/!][^<>]*>/gi) ?? []).map((tag) =>
        tag.replace(/="[^"]*"/g, '').replace(/\s*\/?>/, ''),
      );
    for (const path of ['chapters/01-poisoned.md', 'report.md']) {
      expect(shape(fileOf(path)), path).toEqual(shape(fileOf(path, peaceful)));
      expect(marked.parse(fileOf(path), { async: false })).not.toMatch(/(href|src)="(javascript|https?):/);
    }
  });

  it.each(['figures/01-poisoned/bars.svg', 'figures/01-poisoned/bars.dark.svg'])(
    'stays text in a drawing: %s',
    (path) => {
      const elements = allElements(readXml(fileOf(path)));
      const names = new Set(elements.map(({ name }) => name));
      for (const name of ['script', 'foreignObject', 'image', 'a', 'animate', 'set', 'use', 'img', 'b'])
        expect(names, name).not.toContain(name);
      for (const { attributes } of elements) {
        for (const [name, value] of attributes) {
          expect(name).not.toMatch(/^on|href$/i);
          expect(value).not.toMatch(/javascript:|url\((?!#|data:)/i);
        }
      }
      const texts = elements.filter(({ name }) => name === 'text').map((element) => element.text);
      expect(texts.join('\n')).toContain('&lt;script&gt;');
    },
  );

  it('cannot end the script elements that carry data', () => {
    const scripts = [
      ...fileOf('report.html').matchAll(/<script type="application\/json"[^>]*>(.*?)<\/script>/gs),
    ].map(([, json = '']) => json);
    expect(scripts.length).toBeGreaterThanOrEqual(3);
    const all = scripts.map((json) => JSON.stringify(JSON.parse(json))).join('\n');
    for (const json of scripts) expect(json).not.toMatch(/[<\u2028\u2029]/);
    expect(all).toContain(JSON.stringify(POISON[0]?.replaceAll(' ', '␣')).slice(1, -1));
  });
});

describe('what the page is made of', () => {
  const sources = (folder: string, ending: string): [string, string][] =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith(ending))
      .map((name) => [`${folder}/${name}`, readFileSync(join(ROOT, folder, name), 'utf8')]);

  it('never makes markup of a string in a browser', () => {
    const files = [...sources('templates/client', '.ts'), ...sources('scripts/page-model', '.ts')];
    expect(files.length).toBeGreaterThan(8);
    for (const [path, source] of files) {
      expect(source, path).not.toMatch(
        /\b(innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|srcdoc)\b|document\.write|\beval\(|new Function/,
      );
      expect(source, path).not.toMatch(/setAttribute\(\s*['"`](on|style)/);
    }
  });

  it('has no inline handlers, no inline styles and no addresses in its templates', () => {
    for (const [path, source] of sources('templates/page', '.hbs'))
      expect(source, path).not.toMatch(/\s(on[a-z]+|style|src)\s*=|javascript:|https?:\/\/(?!www\.w3\.org)/i);
  });
});

describe.skipIf(isBrowserMissing())('in a browser, the page', () => {
  const browser = useBrowser();
  const write = pageFolder();
  let pages: Readonly<Record<'attacked' | 'peaceful', string>>;

  beforeAll(() => {
    pages = {
      attacked: write(fileOf('report.html')),
      peaceful: write(fileOf('report.html', peaceful)),
    };
  });

  it('of a data file full of markup has the elements of a page of harmless data, and runs nothing of it', async () => {
    const shapes: unknown[] = [];
    for (const name of ['peaceful', 'attacked'] as const) {
      const page = await browser.openSilent(pages[name]);
      const shape = await page.evaluate(() => {
        // What stands inside a drawing or a formula is data there, too; only the size of the drawing may differ, and
        // the labels that it has room for.
        const marks = document.querySelectorAll('*');
        return [...marks].map((one) => `${one.tagName} ${one.getAttributeNames().sort().join(' ')}`);
      });
      shapes.push(shape.filter((one) => !/^(tspan|text|span class$)/.test(one)));
      for (const control of await page.locator('#tokens .t').all()) await control.click();
      for (const value of (await page.locator('main data.value:visible').all()).slice(0, 4))
        await value.click();
      await page.locator('input[data-signal]').fill('2');
      await page.waitForSelector('[data-drawing="bars"] svg[aria-label]');
      expect(await page.title()).toBe('Nats & Bits: What a language model’s log-probabilities tell you');
      expect(await page.locator('main b').count()).toBe(0);
      // The page's own: the styles of what is below the first screen, and what loads their fonts.
      expect(await page.locator('main script:not([type]), main style').count()).toBe(2);
    }
    expect(shapes[1]).toEqual(shapes[0]);
  });

  it('would not run a script, a handler or a style that came in, nor ask for anything', async () => {
    const { page, heard } = await browser.open(pages.peaceful);
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "owned"';
      document.body.append(script);
      const holder = document.createElement('div');
      holder.innerHTML =
        '<img src="x" onerror="document.title=\'owned\'"><img src="https://evil.example/a.png"><p id="styled" style="color:red">x</p>' +
        '<iframe src="https://evil.example/"></iframe><form action="https://evil.example/"><button id="send">x</button></form>';
      document.body.append(holder);
    });
    await page.locator('#send').dispatchEvent('click');
    await expect
      .poll(() => heard.filter((one) => one.includes('Content Security Policy')).length)
      .toBeGreaterThan(4);
    expect(await page.title()).not.toBe('owned');
    expect(await page.evaluate(() => document.querySelector<HTMLElement>('#styled')?.style.color)).toBe('');
    expect(page.url()).toBe(pages.peaceful);
    await page.close();
  });
});
