import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runMeasurements } from '#pipeline/measure';
import { measurementsOf } from '#pipeline/project';
import { drawFigures } from '#render/figures/files';
import { pooledRenderer } from '#render/figures/pool';
import { renderMarkdown } from '#render/markdown/markdown';
import { writeReport } from '#report/write';
import { chapters, overview } from '../../chapters/index.ts';
import { openWatched, type SmallFolder, writeSmallModel } from '../lm/small-model.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PROVENANCE = { model: { id: 'strange', sha256: 's' }, versions: {}, forwardTokens: 0 };
const CONTEXT_LENGTH = 8192;

/** Words that no report should print, but where a chapter speaks of them: see the committed one. */
const absurdWords = (text: string): string[] => text.match(/\b(?:NaN|undefined)\b/g) ?? [];
const absurdIn = (path: string): string[] =>
  absurdWords(readFileSync(new URL(`../../output/${path}`, import.meta.url), 'utf8'));

let folder: SmallFolder;
beforeAll(async () => {
  folder = await writeSmallModel(CONTEXT_LENGTH);
});
afterAll(() => folder.remove());

/** What is done to the logits of a tiny real model with random weights. */
const STRANGE: readonly (readonly [what: string, change: (logits: Float32Array) => void])[] = [
  ['random', () => {}],
  ['certain', (logits) => logits.set(logits.map((z) => z * 1000))],
  ['tied', (logits) => logits.fill(0)],
];

describe('the report of a strange model', () => {
  it.each(STRANGE)('is built, withdraws what does not hold, and prints no NaN (%s)', async (what, change) => {
    const { lm } = await openWatched(folder.path, { contextLength: CONTEXT_LENGTH, change });
    try {
      const results = await runMeasurements(measurementsOf(chapters), lm);
      const outputs = new Map([...results].map(([id, { output }]) => [id, output]));
      const report = writeReport(chapters, outputs, overview);
      const files = await renderMarkdown({ root: ROOT, report, provenance: PROVENANCE });
      const withdrawn = report.findings.filter(({ finding }) => finding.outcome !== 'holds');
      expect(withdrawn.length).toBeGreaterThan(0);
      if (what === 'tied') await drawFigures(report, {}, pooledRenderer);
      for (const [path, content] of files) expect(absurdWords(content), path).toEqual(absurdIn(path));
    } finally {
      await lm.close();
    }
  });
});
