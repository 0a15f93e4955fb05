import fc from 'fast-check';
import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { visibleToken } from '#base/visible-space';
import type { MarkdownPlace } from '#render/markdown/prose';
import { renderInlineMarkdown, renderProseMarkdown } from '#render/markdown/prose';
import { codeSpan, escapeMarkdown } from '#render/markdown/text';
import { htmlPlace, renderInlineHtml, renderProseHtml } from '#render/page/prose';
import { textOfProse } from '#render/shared/text-of-prose';
import { prose } from '#report/prose';
import type { Target } from '#report/report-tree';
import { plainText } from '#report/report-tree';
import { byMedium, given, math, nats, percent, ref, term, text, token } from '#report/values';
import { measured, stored } from '../report/measured-values.ts';

const loss = measured('nats', -0.41703001627783315);

const targets = new Map<string, Target>([
  ['curve', { id: 'curve', type: 'figure', label: 'Figure 1.2', number: '1.2', stem: '01-x' }],
]);

const inHtml = (made: ReturnType<typeof prose>): string => renderProseHtml(made, htmlPlace(targets, '1'));

function markdownPlace(): MarkdownPlace {
  return {
    targets,
    toRoot: '../',
    linkTo: (target) => `#${target.id}`,
    linkToTerm: (name) => `../glossary.md#${name}`,
    termsSeen: new Set(),
  };
}

const inMarkdown = (made: ReturnType<typeof prose>): string => renderProseMarkdown(made, markdownPlace());

/** What a reader of HTML sees: an oracle of its own for both formats. */
function seen(html: string): string {
  return html
    .replace(/<annotation.*?<\/annotation>|<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_all, code: string) => String.fromCodePoint(Number(code)))
    .replace(
      /&(lt|gt|quot|nbsp|amp);/g,
      (_all, name: string) => ({ lt: '<', gt: '>', quot: '"', nbsp: '\u00A0' })[name] ?? '&',
    );
}

const tagsOf = (html: string): string[] =>
  [...html.matchAll(/<\/?([a-z0-9]+)/g)].map(([, name = '']) => name);
const squeezed = (value: string): string => value.replace(/\s+/g, ' ').trim();
const read = (markdown: string): string => marked.parse(markdown, { async: false });

/** Strings made of what Markdown and HTML care about. */
const treacherous = fc
  .array(
    fc.oneof(
      fc.constantFrom(...'`*_[]()<>|~$&#+-.!\\:@"\'={}^1 \n'.split('')),
      fc.constantFrom(
        ...'<b> </p> &amp; &#60; https://a.b www.a.b x@y.z ``` --- [^1] ![i](j) <!--'.split(' '),
        ...['1. ', '- ', '# ', '> '],
      ),
      fc.string({ maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''))
  .filter((value) => !/[\uE000-\uF8FF]/.test(value) && value.trim() !== '');

describe('an apostrophe', () => {
  const both = (made: ReturnType<typeof prose>) => [seen(inHtml(made)), inMarkdown(made)];

  it('typed straight in prose is set as a curly one, in HTML and Markdown alike', () => {
    const made = prose`The model's and the parts' scores aren't **Laplace's**; ${text(stored('x'))}'s is.`;
    const set = 'The model’s and the parts’ scores aren’t Laplace’s; x’s is.';
    expect(both(made).map((one) => one.replaceAll('**', ''))).toEqual([set, set]);
  });

  it('at both ends of a word makes a pair of quotation marks', () => {
    const set = 'Say ‘yes’ or ‘no’, (‘so’).';
    expect(both(prose`Say 'yes' or 'no', ('so').`)).toEqual([set, set]);
    expect(seen(inHtml(prose`'Yes', it said.`))).toBe('‘Yes’, it said.');
  });
});

describe('a string from data in HTML', () => {
  it('comes out as itself and as nothing else', () => {
    fc.assert(
      fc.property(treacherous, (value) => {
        const html = inHtml(prose`a ${text(stored(value))} z`);
        expect(tagsOf(html)).toEqual(['p', 'span', 'span', 'p']);
        expect(seen(html)).toBe(`a ${value} z`);
      }),
    );
  });
});

describe('a string from data in Markdown', () => {
  it('is read back as itself, without any markup, wherever in a paragraph it stands', () => {
    fc.assert(
      fc.property(treacherous, (value) => {
        for (const made of [prose`${text(stored(value))}`, prose`a ${text(stored(value))} z`]) {
          const html = read(inMarkdown(made));
          expect(tagsOf(html)).toEqual(['p', 'p']);
          expect(squeezed(seen(html))).toBe(squeezed(seen(inHtml(made))));
        }
      }),
    );
  });

  // Escaped brackets in the text of a link are CommonMark, but marked, the reader here, does not know them.
  it('is read back as itself in the text of a link', () => {
    fc.assert(
      fc.property(
        treacherous.map((value) => value.replace(/[[\]]/g, '')),
        (value) => {
          const made = prose`[y${text(stored(value))}y](https://e.org)`;
          const html = read(inMarkdown(made));
          expect(tagsOf(html)).toEqual(['p', 'a', 'a', 'p']);
          expect(squeezed(seen(html))).toBe(squeezed(seen(inHtml(made))));
        },
      ),
    );
  });

  it('is read back as itself from a table cell', () => {
    fc.assert(
      fc.property(treacherous, (value) => {
        const cell = renderInlineMarkdown(
          prose`${text(stored(value))} ${token(stored(value))}`,
          markdownPlace(),
          { inTable: true },
        );
        const html = read(`| head | next |\n| --- | --- |\n| ${cell} | end |`);
        const cells = [...html.matchAll(/<td>(.*?)<\/td>/gs)].map(([, inside = '']) =>
          squeezed(seen(inside)),
        );
        expect(cells).toEqual([squeezed(`${squeezed(value)} ${visibleToken(value)}`), 'end']);
      }),
    );
  });

  it('is read back as itself from a code span', () => {
    fc.assert(
      fc.property(treacherous, (value) => {
        const html = read(`a ${codeSpan(visibleToken(value))} z`);
        expect(tagsOf(html)).toEqual(['p', 'code', 'code', 'p']);
        expect(seen(html).trim()).toBe(`a ${visibleToken(value)} z`);
      }),
    );
  });

  it('is no math, emoji or footnote to GitHub', () => {
    expect(escapeMarkdown('$5 and $6 :tada: [^1]')).toBe('\\$5 and \\$6 \\:tada: \\[^1\\]');
  });
});

describe('a value', () => {
  it('carries its full precision in HTML and keeps its unit on its line', () => {
    expect(inHtml(prose`${nats(loss)}`)).toBe(
      '<p><data class="value" value="-0.41703001627783315">−0.417&nbsp;nats</data></p>',
    );
  });

  it('loses its unit in a cell, but for the per cent sign', () => {
    const share = measured('probability', 0.5);
    const place = htmlPlace(targets);
    expect(seen(renderInlineHtml(prose`${nats(loss)}`, place, { withoutUnits: true }))).toBe('−0.417');
    expect(seen(renderInlineHtml(prose`${percent(share)}`, place, { withoutUnits: true }))).toBe('50.0%');
  });
});

describe('a term', () => {
  it('is marked and linked where a chapter first uses it, with its definition at hand', () => {
    const html = inHtml(prose`${term('nat')} and ${term('nat', 'nats')}`);
    expect(html).toMatch(
      /<a class="term first" href="#term-nat">nat<\/a><span class="margin-note"[^>]*><strong>nat<\/strong> The unit of a natural logarithm/,
    );
    expect(html).toContain('<a class="term" href="#term-nat">nats</a>');
    expect(inMarkdown(prose`${term('nat')} and ${term('nat', 'nats')}`)).toBe(
      '[nat](../glossary.md#nat) and nats',
    );
  });
});

describe('a reference', () => {
  it('is a link with the label of its target', () => {
    expect(inHtml(prose`${ref('curve')}`)).toBe('<p><a class="ref" href="#curve">Figure&nbsp;1.2</a></p>');
    expect(inMarkdown(prose`${ref('curve')}`)).toBe('[Figure 1.2](#curve)');
  });

  it('to nothing fails', () => {
    expect(() => inHtml(prose`see ${ref('nowhere')}`)).toThrow(/nowhere/);
  });
});

describe('words that differ by medium', () => {
  const made = prose`It stands at ${given(1)}${byMedium({
    interactive: prose`; the **slider** of ${ref('curve')} moves it`,
    static: prose`, as ${ref('curve')} draws it`,
  })}.`;

  it('are both in HTML, each in a class of its own', () => {
    const html = inHtml(made);
    expect(html).toContain('<span class="scripted-only">; the <strong>slider</strong> of ');
    expect(html).toContain('<span class="static-only">, as <a class="ref"');
    expect(inHtml(prose`A${byMedium({ interactive: prose`, b` })}.`)).not.toContain('static-only');
  });

  it('are those for paper in Markdown and in bare text', () => {
    expect(inMarkdown(made)).toBe('It stands at 1, as [Figure 1.2](#curve) draws it.');
    expect(textOfProse(made, targets)).toBe('It stands at 1, as Figure 1.2 draws it.');
    expect(plainText(made)).toBe('It stands at 1, as curve draws it.');
  });
});

describe('a token', () => {
  it('shows spaces, line ends, tabs and odd bytes as signs', () => {
    expect(inHtml(prose`${token(stored(' <b>\n\t\\xE6'))}`)).toBe(
      '<p><code class="token"><span class="sign">␣</span>&lt;b&gt;<span class="sign">⏎⇥\\xE6</span></code></p>',
    );
    expect(inMarkdown(prose`${token(stored(' a`b'))}`)).toBe('``␣a`b``');
  });
});

describe('prose in HTML', () => {
  const written = (markdown: string): string =>
    inHtml({ type: 'prose', parts: [{ type: 'literal', markdown }] });

  it('is the same however its source is broken into lines', () => {
    const word = fc.oneof(
      fc.stringMatching(/^[a-z]{1,8}$/),
      fc.constantFrom('*slanted*', '**bold**', '`code`', '[a link](https://e.org),', '&amp;'),
    );
    const words = fc.array(fc.tuple(word, fc.constantFrom(' ', '\n')), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(words, (pairs) => {
        const oneLine = pairs.map(([one]) => one).join(' ');
        const lines = pairs.flat().join('').trim();
        expect(written(lines)).toBe(written(oneLine));
        expect(written(`**${lines}**`)).toBe(written(`**${oneLine}**`));
        expect(written(`- ${lines.replaceAll('\n', '\n  ')}\n- b`)).toBe(written(`- ${oneLine}\n- b`));
        expect(written(`> ${lines.replaceAll('\n', '\n> ')}`)).toBe(written(`> ${oneLine}`));
      }),
    );
  });
});

describe('prose refuses, naming the text,', () => {
  it.each([
    ['raw HTML', () => prose`some <b>bold</b> words`, /raw HTML \(<b>\).*"some <b>bold/],
    ['a block of HTML', () => prose`<div>\nx\n</div>`, /raw HTML/],
    ['a comment of HTML', () => prose`a <!-- b --> c`, /raw HTML/],
    ['a heading', () => prose`# Title`, /heading/],
    ['a table', () => prose`| a |\n| - |\n| b |`, /table/],
    ['an image', () => prose`![x](https://e.org/i.png)`, /image/],
    ['a link that runs a script', () => prose`[x](javascript:alert(1))`, /link may lead/],
    ['a value inside code', () => prose`so \`x = ${given(1)}\``, /inside code.*"so/],
    ['a value inside an address', () => prose`[x](https://e.org/${given(1)})`, /address/],
    ['a value inside a bare address', () => prose`https://e.org/${given(1)}`, /address/],
    ['math between dollar signs', () => prose`where $a$ is`, /reads a dollar sign as math.*"where/],
    ['a list of several paragraphs', () => prose`- one\n\n- two`, /single paragraphs/],
    ['a line break', () => prose`one\\\ntwo`, /Markdown's br/],
    ['a private-use character', () => prose`a\uE000b`, /private-use/],
  ])('%s', (_name, make, message) => {
    expect(() => inHtml(make())).toThrow(message);
    expect(() => inMarkdown(make())).toThrow(message);
  });
});

describe('math in prose', () => {
  it('stays on the line of the sign behind it, which is shown once', () => {
    const html = inHtml(prose`${math`x`}. Then ${math`y`}), ${math`z`} and (${math`w`}).`);
    expect(html).toMatch(/<span class="unbroken"><math>(?:(?!<\/math>).)*<\/math>\.<\/span> Then/);
    expect(seen(html)).toBe('x. Then y), z and (w).');
  });
});
