import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { FORMATS, renderReport } from '#render/report';
import type { Format } from '#render/shared/format';
import { provenanceRows } from '#render/shared/format';
import { textOfProse } from '#render/shared/text-of-prose';
import { allBlocks, contentsOf } from '#report/written';
import { fixtureProvenance, fixtureReport } from './fixture-report.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const renderer = {
  renderFigure: async () => ({
    svgFile: '<svg/>',
    svgInline: '<svg/>',
    svgPage: '<svg/>',
    width: 640,
    height: 480,
  }),
  renderPng: async () => new Uint8Array(),
};

/** A format as someone would add it: the proses of every chapter as plain text, figures by their size. */
const plainText: Format = ({ report, provenance, figures }) => {
  const text = report.chapters.flatMap(({ title, sections }) => [
    textOfProse(title, report.targets),
    ...sections.flatMap(({ blocks }) =>
      allBlocks(blocks).flatMap((block) => {
        const figure = 'id' in block ? figures.get(block.id) : undefined;
        const proses = (contentsOf(block).proses ?? []).map((one) => textOfProse(one, report.targets));
        return figure ? [`[${figure.width} x ${figure.height}]`, ...proses] : proses;
      }),
    ),
  ]);
  const colophon = provenanceRows(provenance).map(({ what, value }) => `${what}: ${value}`);
  const whole = [...text, ...colophon].join('\n');
  return new Map<string, string | Uint8Array>([
    ['report.txt', whole],
    ['report.bin', Buffer.from(whole)],
  ]);
};

const input = { report: fixtureReport(), provenance: fixtureProvenance, root, renderer };

test('a format more is a line more in the list, and changes nothing of the others', async () => {
  const before = await renderReport(input);
  const files = await renderReport({ ...input, formats: [...FORMATS, plainText] });
  expect([...files.keys()].filter((path) => !before.has(path))).toEqual(['report.txt', 'report.bin']);
  for (const [path, content] of before) expect(files.get(path), path).toEqual(content);
  const text = String(files.get('report.txt'));
  expect(String(files.get('report.bin'))).toBe(text);
  expect(text).toContain('[640 x 480]\nBars of <script>alert("x")</script> & <b');
  expect(text).toContain('So it is above −0.417\u00a0nats.');
  expect(text).toContain('language model: fixture-model');
});
