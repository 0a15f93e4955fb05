import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildReport, renderFromData } from '#pipeline/build-report';
import { loadProject } from '#pipeline/project';
import { currentPaths, ownOutput, writePdf } from '#pipeline/publish';
import { browserFor } from '#render/pdf/browser';
import { isBrowserMissing } from '../render/browser.ts';
import { fakeServices } from './fixtures/fake-services.ts';
import { contents, scratchProject } from './fixtures/scratch.ts';

describe.skipIf(isBrowserMissing())('a printed report', () => {
  it('lies beside the page, is none of the files of the report, and goes with the next one', async () => {
    const root = scratchProject();
    const project = await loadProject(root);
    const place = ownOutput(root);
    await buildReport({ project, place }, fakeServices());
    const paths = currentPaths(place);
    await writePdf(place, browserFor('--pdf', process.env));
    expect(readFileSync(join(place.out, 'report.pdf'), 'latin1')).toMatch(/^%PDF-/);
    expect(currentPaths(place)).toEqual(paths);
    await renderFromData({ project, place }, fakeServices());
    expect(Object.keys(contents(place.out))).toEqual(paths);
  });
});
