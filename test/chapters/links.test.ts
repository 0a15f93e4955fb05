import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '#render/report';
import { writeReport } from '#report/write';
import { chapters, overview } from '../../chapters/index.ts';
import { fixtureProvenance } from '../render/fixture-report.ts';
import { brokenLinks } from '../render/markdown-reading.ts';
import { committedOutputs } from './committed.ts';

/** The whole report as it will be published, but for its drawings. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const files = new Map<string, string | Uint8Array>();

const drawings = {
  renderFigure: async ({ id }: { id: string }) => ({
    svgFile: '<svg/>',
    svgInline: `<svg id="${id}-svg"></svg>`,
    svgPage: `<svg id="${id}-svg"></svg>`,
    width: 1,
    height: 1,
  }),
  renderPng: async () => new Uint8Array(),
};

beforeAll(async () => {
  const report = writeReport(chapters, committedOutputs(), overview);
  const made = await renderReport({ report, provenance: fixtureProvenance, root, renderer: drawings });
  for (const [path, content] of made) files.set(path, content);
}, 120_000);

const markdownFiles = (): [string, string][] =>
  [...files].flatMap(([path, content]): [string, string][] =>
    path.endsWith('.md') ? [[path, String(content)]] : [],
  );

describe('the Markdown of the report', () => {
  it('has links and anchors that all lead somewhere', () => {
    expect(markdownFiles().length).toBe(chapters.length + 2);
    expect(brokenLinks(files)).toEqual([]);
  });
});

describe('the page of the report', () => {
  it('has unique ids, and links inside it that all lead to one', () => {
    const page = String(files.get('report.html'));
    const body = page.slice(page.indexOf('<body>')).replace(/<script[^>]*>.*?<\/script>/gs, '');
    const ids = [...body.matchAll(/<[^<>]*\sid="([^"]*)"/g)].map(([, id = '']) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[^\s]+$/);
    const known = new Set(ids);
    const targets = [...body.matchAll(/<[^<>]*\shref="#([^"]*)"/g)].map(([, id = '']) => id);
    expect(targets.length).toBeGreaterThan(100);
    expect(targets.filter((id) => !known.has(id))).toEqual([]);
  });
});
