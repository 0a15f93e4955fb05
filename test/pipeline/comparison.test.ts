import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '#base/command';
import { comparedWithRecorded } from '#pipeline/comparison';
import { type ChapterData, decodeChapterData } from '#pipeline/data-store';
import { loadProject, type Project } from '#pipeline/project';
import type { Cache } from '#render/shared/cache';
import { sharedFolder } from '../temporary.ts';

const DATA = join(ROOT, 'output/data');

const scratch = sharedFolder();
let project: Project;
let files: ChapterData[];

/** The project with the published results recorded as another model's, one of them by other code. */
beforeAll(async () => {
  const folder = join(scratch, 'models/recorded');
  mkdirSync(folder, { recursive: true });
  cpSync(DATA, join(folder, 'data'), { recursive: true });
  writeFileSync(join(folder, 'recorded.json'), '{"recorded": "2026-11-28"}');
  const first = join(folder, 'data', readdirSync(DATA)[0] ?? '');
  const code = /("id": "next-token",\n\s*"code": ")[0-9a-f]{64}/;
  writeFileSync(first, readFileSync(first, 'utf8').replace(code, `$1${'0'.repeat(64)}`));
  project = { ...(await loadProject(ROOT)), root: scratch };
  files = readdirSync(DATA).map((name) => decodeChapterData(readFileSync(join(DATA, name), 'utf8'), name));
});

describe('the report beside a recorded one', () => {
  it('is compared, with the day of the record, and says which results are of older code', async () => {
    const compared = await comparedWithRecorded(project, files);
    expect(compared?.sides.map(({ recorded }) => recorded)).toEqual([undefined, '2026-11-28']);
    expect(compared?.older).toEqual(['next-token']);
    expect(compared?.summary).toMatch(
      /^Of the (\d+) findings that could be tested on both models, \1 hold for both/,
    );
  });

  it('is compared once, and anew when a result in one of them is another', async () => {
    const known = new Map<string, unknown>();
    const made: string[] = [];
    const cache: Cache = async (work, input, make) => {
      const key = JSON.stringify([work, input]);
      if (!known.has(key)) {
        made.push(key);
        known.set(key, JSON.parse(JSON.stringify(await make())));
      }
      return known.get(key) as Awaited<ReturnType<typeof make>>;
    };
    const resultsOf = async (data: readonly ChapterData[], cache?: Cache) =>
      (await comparedWithRecorded(project, data, cache))?.results;
    const anew = await resultsOf(files);
    expect(await resultsOf(files, cache)).toEqual(anew);
    expect(made).toHaveLength(anew?.size ?? 0);
    expect(await resultsOf(files, cache)).toEqual(anew);
    expect(made).toHaveLength(anew?.size ?? 0);
    const others = files.map((file) => ({
      ...file,
      measurements: file.measurements.map((one) =>
        one.id === 'fact-scores' ? { ...one, output: { ...Object(one.output), sha256: 'other' } } : one,
      ),
    }));
    expect((await resultsOf(others, cache))?.size).toBe(anew?.size);
    // Only what needs the changed measurement is made anew.
    expect(made).toHaveLength((anew?.size ?? 0) + 1);
  });

  it('is that of the embedded model alone', async () => {
    const others = files.map((file) => ({ ...file, model: { id: 'another', sha256: '0'.repeat(64) } }));
    expect(await comparedWithRecorded(project, others)).toBeUndefined();
  });

  it('is not compared where nothing is recorded', async () => {
    const elsewhere = { ...project, root: join(scratch, 'models') };
    expect(await comparedWithRecorded(elsewhere, files)).toBeUndefined();
  });
});
