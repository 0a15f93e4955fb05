import { fileURLToPath } from 'node:url';
import { slug } from 'github-slugger';
import { marked } from 'marked';
import { beforeAll, describe, expect, it } from 'vitest';
import { escapeLineStarts } from '#render/markdown/escape';
import { tableMarkdown } from '#render/markdown/tables';
import { stripTextMarkdown } from '#render/markdown/token-strip';
import { renderReport } from '#render/report';
import { tokenStrip } from '#report/block';
import { prose } from '#report/prose';
import { given } from '#report/values';
import { measured } from '../report/measured-values.ts';
import { fixtureProvenance, fixtureReport, NASTY } from './fixture-report.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = new Map<string, string | Uint8Array>();
let chapter = '';

const stub = {
  renderFigure: async ({ id }: { id: string }) => ({
    svgFile: '<svg/>',
    svgInline: `<svg id="${id}-svg"></svg>`,
    width: 1,
    height: 1,
  }),
  renderPng: async () => new Uint8Array(),
};

beforeAll(async () => {
  const made = await renderReport({
    report: fixtureReport(),
    provenance: fixtureProvenance,
    root,
    renderer: stub,
  });
  for (const [path, content] of made) files.set(path, content);
  chapter = String(files.get('chapters/01-fixture.md'));
});

const markdownFiles = (): [string, string][] =>
  [...files].flatMap(([path, content]) =>
    path.endsWith('.md') ? [[path, String(content)] as [string, string]] : [],
  );

describe('the Markdown files', () => {
  it('are an index, a file a chapter, and a glossary', () => {
    expect(markdownFiles().map(([path]) => path)).toEqual([
      'report.md',
      'chapters/01-fixture.md',
      'glossary.md',
    ]);
  });

  it('hold no HTML but anchors, folded parts and drawings', () => {
    for (const [, markdown] of markdownFiles()) {
      const visit = (tokens: readonly { type: string; raw: string; tokens?: unknown }[]): void => {
        for (const token of tokens) {
          if (token.type === 'html') expect(token.raw).toMatch(/^<\/?(details|summary|a|picture)\b/);
          if (Array.isArray(token.tokens)) visit(token.tokens);
        }
      };
      visit(marked.lexer(markdown));
    }
  });
});

describe('a chapter in Markdown', () => {
  it('shows code with its file, tables with pipes, figures as images with their data', () => {
    expect(chapter).toContain('`scripts/render/page/page-colours.ts`:\n\n```ts\n/** Tints');
    expect(chapter).toMatch(/\n\| token \\\| piece +\| \$\\ell\$ \(nats\) \|/);
    expect(chapter).toContain(
      '<picture>\n  <source media="(prefers-color-scheme: dark)" srcset="../figures/01-fixture/curve.dark.svg">\n' +
        '  <img src="../figures/01-fixture/curve.svg" alt="Bars: &lt;script&gt;',
    );
    expect(chapter.replaceAll('\n', ' ')).toContain('([data](../figures/01-fixture/curve.csv))');
  });

  it('folds answers and parts for the curious, and quotes pitfalls and boxes', () => {
    expect(chapter).toContain('<details>\n<summary>Answer</summary>\n\nIt is 52.3%.\n\n</details>');
    expect(chapter).toContain('<summary>For the curious: Why &lt;nats&gt; &amp; 49,152?</summary>');
    expect(chapter).toMatch(/^> \[!WARNING\]\n> \*\*Pitfall: Never trust/m);
    expect(chapter).toMatch(/^> \[!IMPORTANT\]\n> \*\*What may be compared\*\*/m);
  });

  it('lines up the numbers of a table on the right, and words on the left', () => {
    const heads = [
      { text: 'token', align: 'left' },
      { text: 'nats', align: 'right' },
    ] as const;
    expect(tableMarkdown({ heads, rows: [['a', '-1.5']] })).toBe(
      ['| token | nats |', '| ----- | ---: |', '| a     | -1.5 |'].join('\n'),
    );
  });

  it('keeps the columns of a table whole, whatever its cells hold', () => {
    const rows = chapter.split('\n').filter((line) => line.startsWith('| '));
    expect(rows.length).toBeGreaterThan(20);
    const tables = marked.lexer(chapter).filter((token) => token.type === 'table');
    expect(tables.map((table) => ('header' in table ? table.header.length : 0))).toEqual([5, 5]);
    const [first] = tables;
    const cells = (first && 'rows' in first ? first.rows : []) as { text: string }[][];
    for (const row of cells) {
      const html = marked.parseInline(row[3]?.text ?? '', { async: false });
      expect(html).not.toMatch(/<[a-z]/);
      expect(
        html
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&amp;', '&'),
      ).toBe(NASTY);
    }
  });
});

describe('anchors of headings', () => {
  it.each([
    ['1.3 Temperature reshapes the odds', '13-temperature-reshapes-the-odds'],
    ['What is “softmax”, really?', 'what-is-softmax-really'],
    ['log-sum-exp', 'log-sum-exp'],
    ['a_b  c', 'a_b--c'],
    ['Ünïcode 日本', 'ünïcode-日本'],
  ])('of %s are as on GitHub', (heading, anchor) => {
    expect(slug(heading)).toBe(anchor);
  });
});

describe('the start of a line', () => {
  it.each([
    ['12. word', '12\\. word'],
    ['3) word', '3\\) word'],
    ['123456789. word', '123456789\\. word'],
    ['- word', '\\- word'],
    ['+ word', '\\+ word'],
    ['# word', '\\# word'],
    ['###### word', '\\###### word'],
    ['> word', '\\> word'],
    ['---', '\\---'],
    ['===', '\\==='],
    ['~~~', '\\~~~'],
  ])('"%s" is kept text', (line, expected) => {
    expect(escapeLineStarts(line)).toBe(expected);
    expect(marked.parse(`above\n${expected}`, { async: false })).toMatch(/^<p>above\n[^<]*<\/p>\n$/);
  });
});

describe('the text of a token strip', () => {
  const stripOf = (tokens: readonly (readonly [string, number | null])[]) =>
    tokenStrip({
      id: 'strip',
      caption: prose`c`,
      alt: prose`a`,
      legend: prose`l`,
      domain: [given(0), given(12)],
      tokens: tokens.map(([text, value]) => ({
        text,
        value: value === null ? null : measured('nats', value),
        detail: prose`d`,
      })),
    });
  const htmlOf = (tokens: readonly (readonly [string, number | null])[]) =>
    marked.parseInline(stripTextMarkdown(stripOf(tokens)), { async: false });

  it('has the largest values bold, inside a word as well', () => {
    expect(
      htmlOf([
        ['A', null],
        [' boll', 9],
        ['ard', 1],
        [' wa', 1],
        ['kes', 8],
        [' up', 12],
        ['.', 7.9],
        [' It', 1],
        [' is', 1],
        [' day', 1],
      ]),
    ).toBe('A <strong>boll</strong>ard wa<strong>kes up</strong>. It is day');
  });

  it('stays text, whatever the tokens hold', () => {
    expect(
      htmlOf([
        ['a', 1],
        ['*', 9],
        ['b_', 1],
        ['<b>"c"', 10],
        ['d', 1],
        ['e', 1],
      ]),
    ).toBe('a*b_&lt;<strong>b&gt;&quot;c</strong>&quot;de');
  });
});
