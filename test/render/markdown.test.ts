import { marked } from 'marked';
import { beforeAll, describe, expect, it } from 'vitest';
import { stripTextMarkdown, tableMarkdown } from '#render/markdown/tables';
import { tokenStrip } from '#report/block';
import { prose } from '#report/prose';
import { given } from '#report/values';
import { measured } from '../report/measured-values.ts';
import { renderFixture, UNDRAWN } from './fixture-report.ts';

const files = new Map<string, string | Uint8Array>();
let chapter = '';

beforeAll(async () => {
  for (const [path, content] of await renderFixture({ renderer: UNDRAWN })) files.set(path, content);
  chapter = String(files.get('chapters/01-fixture.md'));
});

const markdownFiles = (): [string, string][] =>
  [...files].flatMap(([path, content]) =>
    path.endsWith('.md') ? [[path, String(content)] as [string, string]] : [],
  );

describe('the Markdown files', () => {
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
    const tables = marked.lexer(chapter).filter((token) => token.type === 'table');
    expect(tables.map((table) => ('header' in table ? table.header.length : 0))).toEqual([5, 5]);
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
