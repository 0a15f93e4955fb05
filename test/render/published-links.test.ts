import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { PUBLISHED } from './browser.ts';
import { brokenLinks } from './markdown-reading.ts';

const OUTPUT = dirname(PUBLISHED);

it('the published Markdown has links and anchors that all lead somewhere', () => {
  const paths = readdirSync(OUTPUT, { recursive: true, encoding: 'utf8' }).map((path) =>
    path.replaceAll('\\', '/'),
  );
  expect(paths.filter((path) => /^chapters\/.*\.md$/.test(path)).length).toBeGreaterThan(0);
  const files = new Map(
    paths.map((path) => [path, path.endsWith('.md') ? readFileSync(join(OUTPUT, path), 'utf8') : '']),
  );
  expect(brokenLinks(files)).toEqual([]);
});
