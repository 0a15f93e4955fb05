import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '#render/markdown/markdown';
import type { ChoicePart, ClaimPart } from '#report/part';
import { writeReport } from '#report/write';
import { allParts, reportProses } from '#report/written';
import { chapters, overview } from '../../chapters/index.ts';
import { committedOutputs } from './committed.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PROVENANCE = { model: { id: 'm', sha256: 's' }, versions: {}, forwardTokens: 0 };

type Chosen = ClaimPart | ChoicePart;

function isChosen(value: object): value is Chosen {
  return 'type' in value && (value.type === 'claim' || value.type === 'choice');
}

/** A copy of what a report writes with each chosen sentence replaced by the one at `position`, counted round. */
function choosing<T>(value: T, position: number): T {
  if (typeof value !== 'object' || value === null || value instanceof Map || value instanceof Set)
    return value;
  if (isChosen(value)) {
    const sentences = Object.entries<Chosen['prose']>(value.when);
    const [branch, prose] = sentences[position % sentences.length] ?? [];
    return { ...value, branch, prose: choosing(prose, position) };
  }
  if (Array.isArray(value)) return value.map((one) => choosing(one, position)) as T;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, choosing(one, position)])) as T;
}

describe('every chapter', () => {
  const outputs = committedOutputs();
  const report = writeReport(chapters, outputs, overview);
  const chosenIn = (written: typeof report) =>
    reportProses(written).flatMap(({ prose }) =>
      allParts(prose).flatMap((part) => (isChosen(part) ? [part] : [])),
    );

  it.each([0, 1, 2])(
    'has a sentence for every claim and choice that comes out otherwise (%i)',
    async (position) => {
      const other = choosing(report, position);
      const chosen = chosenIn(other);
      expect(chosen.length).toBeGreaterThan(100);
      for (const { branch, when } of chosen) {
        const branches = Object.keys(when);
        expect(branch).toBe(branches[position % branches.length]);
      }
      const files = await renderMarkdown({
        report: other,
        provenance: PROVENANCE,
        root: ROOT,
      });
      expect(files.size).toBeGreaterThan(chapters.length);
    },
  );

  it('is written the same twice', () => {
    const again = writeReport(chapters, outputs, overview);
    expect(again.chapters).toEqual(report.chapters);
    expect(again.claims).toEqual(report.claims);
  });
});
