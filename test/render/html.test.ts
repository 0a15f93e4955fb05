import { createHash } from 'node:crypto';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { assertUniqueIds } from '#render/page/page';
import { STRIP_TINTS } from '#render/page/page-colours';
import { tableHtml } from '#render/page/tables';
import { stripStep } from '#render/page/token-strip';
import { temporaryFolder } from '../temporary.ts';
import { NASTY, ROOT, renderFixture, UNDRAWN } from './fixture-report.ts';

let page = '';
let chapterPage = '';
let body = '';

beforeAll(async () => {
  const files = await renderFixture();
  page = String(files.get('report.html'));
  chapterPage = String(files.get('chapters/01-fixture.html'));
  [, body = ''] = page.split('<body>');
  // What is called body here ends where the scripts begin, and is without the styles in it.
  body = body.replace(/<svg display="none">.*?<\/script>/s, '');
  body = body.slice(0, body.indexOf('<script'));
  // The page is written in ASCII; tests name characters.
  body = body.replace(/&#(\d{3,});/g, (_all, code: string) => String.fromCodePoint(Number(code)));
});

const stylesOf = (html: string): string[] =>
  [...html.matchAll(/<style>(.*?)<\/style>/gs)].map(([, style = '']) => style);
const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];

describe('the page', () => {
  it('writes nothing in the place of what it lacks', () => {
    expect(page).not.toMatch(/^(false|null|undefined)$/m);
  });

  it('has for an instrument one line, and its example for the page that npm run serve makes of it', () => {
    const [, tag = '', line] = /(<div class="instrument"[^>]*>)(.*?)<\/div>/.exec(body) ?? [];
    expect(line).toBe(
      '<p class="no-model">To try it with your own text, run <code>npm run serve</code> in the project’s folder.</p>',
    );
    const example = attribute(tag, 'data-example')?.replaceAll('&quot;', '"').replaceAll('&#39;', "'");
    expect(JSON.parse(example?.replaceAll('&gt;', '>').replaceAll('&amp;', '&') ?? '')).toEqual({
      before: NASTY,
      word: '日本',
    });
  });

  it('leads to where package.json says that the project and its pages are', async () => {
    const moved = temporaryFolder();
    for (const name of ['templates', 'scripts', 'chapters', 'node_modules'])
      symlinkSync(join(ROOT, name), join(moved, name));
    const facts = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    Object.assign(facts, {
      repository: { url: 'git+https://example.org/code.git' },
      homepage: 'https://example.org/pages',
    });
    writeFileSync(join(moved, 'package.json'), JSON.stringify(facts));
    const files = await renderFixture({ root: moved, renderer: UNDRAWN });
    const index = String(files.get('index.html'));
    expect(index).toContain('<meta property="og:image" content="https://example.org/pages/figures/');
    expect(index).toContain('get <a href="https://example.org/code" rel="noopener noreferrer">the project');
    expect(String(files.get('report.md'))).toContain(
      'get [the project’s files](https://example.org/code) and',
    );
    expect(String(files.get('lab.html'))).toContain('or open it at <a href="https://example.org/pages"');
    const title = /<title>(.*?)<\/title>/.exec(index)?.[1] ?? '';
    expect(index).toContain(`<meta property="og:title" content="${title}">`);
  });

  it('has a policy that allows only the style and the scripts that stand in it', () => {
    const policy = (
      /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? ''
    ).replaceAll('&#39;', "'");
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const directives = new Map(
      policy.split('; ').map((one): [string, string[]] => {
        const [name = '', ...values] = one.split(' ');
        return [name, values];
      }),
    );
    const scripts = [...page.matchAll(/<script(?: type="text\/plain" id="[a-z-]+")?>(.*?)<\/script>/gs)];
    expect(scripts).toHaveLength(5);
    expect(stylesOf(page)).toHaveLength(2);
    expect(directives.get('default-src')).toEqual(["'none'"]);
    expect(directives.get('style-src')).toEqual(stylesOf(page).map(hash));
    expect(directives.get('script-src')?.toSorted()).toEqual(
      scripts.map(([, text = '']) => hash(text)).toSorted(),
    );
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });

  it('says of each takeaway what it rests on, and what that means', () => {
    expect(body).toContain(
      '<ul>\n<li><span class="basis">always<span class="visually-hidden">:</span></span> <span>A <a class="term"',
    );
    expect(body).toMatch(
      /<li><span class="basis">measured<span class="visually-hidden">:<\/span><\/span> <span>Shown: <data [^>]*>52\.3%<\/data>\.<\/span><\/li>/,
    );
    expect(body).toContain(
      '<p class="bases"><span class="basis">always</span>: true whatever the model · ' +
        '<span class="basis">measured</span>: a result of this run, on fixture-model</p>',
    );
  });

  it('links the files of a figure where they are beside it, and not on the page that may be alone', () => {
    expect(chapterPage).toContain('<a href="../figures/01-fixture/curve.svg">SVG</a>');
    expect(chapterPage).toMatch(/curve\.png">PNG<\/a> <a href="[^"]*curve[^"]*\.csv">CSV/);
    expect(page).not.toContain('class="take"');
  });

  it('does not bring the figures’ script when no figure has controls', async () => {
    const files = await renderFixture({ renderer: UNDRAWN });
    const still = String(files.get('report.html'));
    expect(still).not.toContain('id="figure-runtime"');
    expect(still).not.toContain('-specification">');
    expect(still.length).toBeLessThan(page.length / 2);
  });
});

describe('a table', () => {
  it('leaves room for the decimals that a number lacks, and none behind words', () => {
    const column = (...cells: string[]) =>
      tableHtml({ heads: [{ text: 'n', align: 'right' }], rows: cells.map((cell) => [cell]) }, 'id');
    const html = column('<data class="value">1,234</data>', '0.5', '−0.25', '3 of 4');
    const pads = [...html.matchAll(/<td class="number"(?: data-pad="([^"]*)")?>/g)].map(([, pad]) => pad);
    expect(pads).toEqual(['.00', '0', undefined, undefined]);
  });
});

describe('two elements of one id', () => {
  it('fail, and are named', () => {
    expect(() => assertUniqueIds('<p id="a"></p><g class="x" id="b"/><p id="a">')).toThrow(/"a"/);
    expect(() => assertUniqueIds('<p id="a"></p>&lt;p id=&quot;a&quot;&gt;<p id="b">')).not.toThrow();
  });
});

describe('the tints of a token strip', () => {
  it('cover the domain from end to end and clamp what lies beyond', () => {
    expect(stripStep(0, [0, 8])).toBe(0);
    expect(stripStep(8, [0, 8])).toBe(STRIP_TINTS.length - 1);
    expect(stripStep(99, [0, 8])).toBe(STRIP_TINTS.length - 1);
    expect(stripStep(-99, [0, 8])).toBe(0);
    expect(stripStep(Number.POSITIVE_INFINITY, [0, 8])).toBe(STRIP_TINTS.length - 1);
    expect(stripStep(-1, [0, -2])).toBe(Math.round((STRIP_TINTS.length - 1) / 2));
  });
});
