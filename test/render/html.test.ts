import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { COLOURS } from '#page-model/colours';
import { renderFigure } from '#render/figures/figure';
import { assertUniqueIds } from '#render/page/page';
import { PAGE_COLOURS, STRIP_TINTS } from '#render/page/page-colours';
import { tableHtml } from '#render/page/tables';
import { stripStep } from '#render/page/token-strip';
import { renderReport } from '#render/report';
import { fixtureProvenance, fixtureReport, NASTY } from './fixture-report.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let page = '';
let chapterPage = '';
let body = '';

const escaped = NASTY.replace(/&/g, '&amp;')
  .replace(/</g, '&lt;')
  .replace(/>/g, '&gt;')
  .replace(/"/g, '&quot;')
  .replace(/'/g, '&#39;');

beforeAll(async () => {
  const files = await renderReport({
    report: fixtureReport(),
    provenance: fixtureProvenance,
    root,
    renderer: { renderFigure, renderPng: async () => new Uint8Array() },
  });
  page = String(files.get('report.html'));
  chapterPage = String(files.get('chapters/01-fixture.html'));
  [, body = ''] = page.split('<body>');
  // What is called body here ends where the scripts begin, and is without the styles in it.
  body = body.replace(/<svg display="none">.*?<\/script>/s, '');
  body = body.slice(0, body.indexOf('<script'));
  // The page is written in ASCII; tests name characters.
  body = body.replace(/&#(\d{3,});/g, (_all, code: string) => String.fromCodePoint(Number(code)));
});

/** Everything in tags: names and attributes, without text. */
const tags = (html: string): string[] => html.match(/<[a-zA-Z][^<>]*>/g) ?? [];
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
    const moved = mkdtempSync(join(tmpdir(), 'project-'));
    onTestFinished(() => rmSync(moved, { recursive: true }));
    for (const name of ['templates', 'scripts', 'chapters', 'node_modules'])
      symlinkSync(join(root, name), join(moved, name));
    const facts = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    Object.assign(facts, {
      repository: { url: 'git+https://example.org/code.git' },
      homepage: 'https://example.org/pages',
    });
    writeFileSync(join(moved, 'package.json'), JSON.stringify(facts));
    const files = await renderReport({
      report: fixtureReport(),
      provenance: fixtureProvenance,
      root: moved,
      renderer: { renderFigure, renderPng: async () => new Uint8Array() },
    });
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

  it('has no style attributes and no handlers in attributes', () => {
    // What stands in quotation marks is data.
    for (const tag of tags(body)) expect(tag.replace(/"[^"]*"/g, '""')).not.toMatch(/\s(style|on[a-z]+)=/);
  });

  it('has unique ids, and every link inside it leads to one', () => {
    const ids = tags(body).flatMap((tag) => attribute(tag, 'id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const links = tags(body).flatMap((tag) => (attribute(tag, 'href') ?? '').match(/^#(.*)/)?.[1] ?? []);
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((id) => !ids.includes(id))).toEqual([]);
    const named = tags(body).flatMap((tag) => [
      ...(attribute(tag, 'aria-labelledby')?.split(' ') ?? []),
      ...(/^<(label|output)/.test(tag) ? [attribute(tag, 'for') ?? ''] : []),
    ]);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('shows data as text wherever it stands', () => {
    expect(body.split(escaped).length).toBeGreaterThan(15);
    const withoutData = body.replaceAll(escaped, '');
    expect(withoutData).not.toMatch(/alert\(&quot;x&quot;\)(?!&lt;\/script&gt;)/);
    for (const tag of tags(body)) expect(tag).not.toMatch(/^<(script(?! type="application\/json")|b\b)/);
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
    const report = fixtureReport();
    const files = await renderReport({
      report,
      provenance: fixtureProvenance,
      root,
      renderer: {
        renderFigure: async ({ id }) => ({
          svgFile: '',
          svgInline: `<svg id="${id}-svg"></svg>`,
          width: 1,
          height: 1,
        }),
        renderPng: async () => new Uint8Array(),
      },
    });
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

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

describe.each(['light', 'dark'] as const)('on %s paper', (side) => {
  const washes = ['wash-blue', 'wash-orange', 'wash-teal', 'wash-violet'] as const;
  const backgrounds = [PAGE_COLOURS.page, COLOURS.panel, ...washes.map((name) => PAGE_COLOURS[name])];

  it('text stands out from every background (4.5 to 1)', () => {
    const coloured = (['link', 'quiet', 'text-violet', 'text-teal', 'text-plum', 'text-orange'] as const).map(
      (name) => PAGE_COLOURS[name],
    );
    for (const ink of [COLOURS.ink, COLOURS.soft, ...coloured])
      for (const background of backgrounds)
        expect(contrast(ink[side], background[side])).toBeGreaterThanOrEqual(4.5);
  });

  it('numbers of sections stand out from the page', () => {
    expect(contrast(COLOURS.blue[side], PAGE_COLOURS.page[side])).toBeGreaterThanOrEqual(4.5);
  });

  it('text stands out from every tint of a token strip, and the tints from each other at their ends', () => {
    for (const tint of STRIP_TINTS)
      expect(contrast(COLOURS.ink[side], tint[side])).toBeGreaterThanOrEqual(4.5);
    const [first, last] = [STRIP_TINTS[0], STRIP_TINTS[STRIP_TINTS.length - 1]];
    expect(contrast(first?.[side] ?? '', last?.[side] ?? '')).toBeGreaterThan(1.7);
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
