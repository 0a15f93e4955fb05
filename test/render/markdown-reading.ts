import { posix } from 'node:path';
import { marked } from 'marked';
import { memoise } from '#base/memoise';

/** Markdown as its readers' programs read it: an oracle of its own, by another parser. */

/** Anchors of a Markdown file as GitHub makes them, and those that the file sets itself. */
export function anchorsOf(markdown: string): Set<string> {
  const anchors = new Set([...markdown.matchAll(/<a id="([^"]*)">/g)].map(([, id = '']) => id));
  const counts = new Map<string, number>();
  for (const token of marked.lexer(markdown)) {
    if (token.type !== 'heading') continue;
    const html = marked.parseInline(token.text, { async: false });
    const text = html.replace(/<[^>]*>/g, '').replace(/&(lt|gt|amp|quot|#39);/g, '');
    const slug = [...text.toLowerCase()]
      .filter((sign) => /[\p{L}\p{N}_ -]/u.test(sign))
      .join('')
      .replaceAll(' ', '-');
    const before = counts.get(slug) ?? 0;
    counts.set(slug, before + 1);
    anchors.add(before === 0 ? slug : `${slug}-${before}`);
  }
  return anchors;
}

/** Every address that a Markdown file leads to or shows, as a browser would find it in its HTML. */
export function addressesIn(markdown: string): string[] {
  const html = marked.parse(markdown, { async: false });
  return [...html.matchAll(/\s(?:href|src|srcset)="([^"]*)"/g)].map(([, address = '']) => address);
}

/** The links of Markdown files that lead nowhere; `files` are all files there are, by path. */
export function brokenLinks(files: ReadonlyMap<string, unknown>): string[] {
  const broken: string[] = [];
  const anchorsIn = memoise((path: string) => anchorsOf(String(files.get(path))));
  for (const [path, content] of files) {
    if (!path.endsWith('.md')) continue;
    for (const address of addressesIn(String(content))) {
      if (/^(https?|mailto):/.test(address)) continue;
      const [file = '', anchor] = address.split('#');
      const target = file === '' ? path : posix.join(posix.dirname(path), file);
      const found = files.has(target) && (anchor === undefined || anchorsIn(target).has(anchor));
      if (!found) broken.push(`${path} -> ${address}`);
    }
  }
  return broken;
}
