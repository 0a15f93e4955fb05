import fc from 'fast-check';
import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import type { MarkdownPlace } from '#render/markdown/prose';
import { renderProseMarkdown } from '#render/markdown/prose';
import { fill } from '#render/markdown/text';
import { join, prose } from '#report/prose';
import { codeText, text, token } from '#report/values';
import { stored } from '../report/measured-values.ts';

const WIDTH = 110;
const squeezed = (value: string): string => value.replace(/\s+/g, ' ').trim();

const place = (): MarkdownPlace => ({
  targets: new Map(),
  toRoot: '',
  linkTo: () => '#',
  linkToTerm: () => '#',
  termsSeen: new Set(),
});

describe('a filled paragraph', () => {
  it('has the words of the paragraph, in lines that are as long as they may be and no longer', () => {
    const word = fc.stringMatching(/^[a-z]{1,20}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 200 }), (words) => {
        const lines = fill(words.join(' \n ')).split('\n');
        expect(lines.join(' ')).toBe(words.join(' '));
        for (const [index, line] of lines.entries()) {
          expect(line.length).toBeLessThanOrEqual(WIDTH);
          const [next] = (lines[index + 1] ?? '').split(' ');
          if (next) expect(line.length + 1 + next.length).toBeGreaterThan(WIDTH);
        }
      }),
    );
  });

  it('is read as the same text as before, whatever stands in it', () => {
    const piece = fc.constantFrom(
      ...'- + # > 1. 12) *** --- === ~~~ | <b> [a](b) &amp; word and'.split(' '),
      '`a  b`',
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 30, maxLength: 120 }), (pieces) => {
        const data = pieces.map((one, index) =>
          index % 7 === 3 ? codeText(stored(one)) : index % 7 === 5 ? token(stored(one)) : text(stored(one)),
        );
        const html = marked.parse(renderProseMarkdown(join(data, prose` `), place()), { async: false });
        expect(html.match(/<(?!\/?(?:p|code)>)[a-z]+/g)).toBeNull();
        const shown = html
          .replace(/<[^>]*>/g, '')
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&amp;', '&');
        const meant = pieces
          .map((one, index) => (index % 7 === 5 ? one.replaceAll(' ', '␣') : one))
          .join(' ');
        expect(squeezed(shown)).toBe(squeezed(meant));
      }),
    );
  });
});
