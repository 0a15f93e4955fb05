import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CheckRequest, checkReport } from '#check/check-report';
import type { CheckResult } from '#check/check-result';
import { describeCheck } from '#check/describe';
import { REFERENCE } from '#check/environment';
import { recordOf } from '#check/result-files';
import { MissingFileError } from '#lm/model-folder';
import { buildReport } from '#pipeline/build-report';
import { loadProject } from '#pipeline/project';
import { ownOutput, whileWriting } from '#pipeline/publish';
import { fakeServices, pictureOf } from '../pipeline/fixtures/fake-services.ts';
import { contents, edit, scratchProject } from '../pipeline/fixtures/scratch.ts';
import { smallPng } from './small-png.ts';

const ARM = { machine: 'linux arm64', nodeMajor: 24 };

type Options = Partial<Pick<CheckRequest, 'platform' | 'measures' | 'renders' | 'chapter'>> & {
  readonly services?: Parameters<typeof fakeServices>[0];
};

/** The tiny report, built, and what checks all of it. */
async function built(services = fakeServices()) {
  const root = scratchProject();
  const made = { project: await loadProject(root), place: ownOutput(root) };
  await buildReport(made, services);
  return { root, ...made, platform: REFERENCE, measures: true, renders: true };
}

/** Builds the tiny report, changes something, and checks it; the check itself must change nothing. */
async function checkAfter(change: (root: string) => void, options: Options = {}): Promise<CheckResult> {
  const { root, ...request } = await built();
  const { place } = request;
  change(root);
  const snapshot = () => (existsSync(place.out) ? contents(place.out) : {});
  const before = snapshot();
  const { services = {}, ...rest } = options;
  const made = fakeServices(services);
  const result = await checkReport({ ...request, ...rest }, made);
  expect(snapshot()).toEqual(before);
  if (rest.measures === false) expect(made.opened.count).toBe(0);
  return result;
}

const DATA = 'output/data/01-first.json';

/** "changed report.md", in the order of the chapters, the whole report last. */
const found = (result: CheckResult) =>
  result.chapters.flatMap(({ discrepancies }) =>
    discrepancies.map(({ severity, path }) => `${severity} ${path}`),
  );

const changeMean = (value: string) => (root: string) =>
  edit(root, DATA, (text) => text.replace('9.75', value));

describe('a check of the output', () => {
  it('finds nothing right after a build', async () => {
    const result = await checkAfter(() => {});
    expect(found(result)).toEqual([]);
    expect(result.verdict).toBe('same');
    expect(describeCheck(result)).toBe(
      [
        'Chapter 1  same       7 values, 3 files',
        'Chapter 2  same       1 value, 3 files',
        'Report     same       4 files',
        'The committed output is what the code makes.',
        '',
      ].join('\n'),
    );
  });

  it('finds a value that a run does not give, and what it changes in the text', async () => {
    const result = await checkAfter(changeMean('9.7501'));
    expect(result.verdict).toBe('changed');
    expect(found(result)).toContain('changed data/01-first.json');
    expect(result.chapters[0]?.discrepancies[0]?.differences).toMatchObject([
      { path: 'lengths: mean', severity: 'changed', expected: 9.7501, actual: 9.75 },
    ]);
  });

  it('allows a small difference on another processor, and tells it', async () => {
    const result = await checkAfter(changeMean('9.7501'), { platform: ARM, renders: false });
    expect(result.verdict).toBe('drift');
    expect(describeCheck(result)).toBe(
      [
        'Other than behind the committed output:',
        '  platform: linux x64 with AVX2, Node 22, here linux arm64, Node 24',
        'Chapter 1  drift      data/01-first.json differs from what is measured in 1 of 7 values, worst at lengths: mean: expected 9.7501, got 9.75 (17% of the tolerance)',
        'Chapter 2  same       1 value',
        'The committed output is what the code makes, within the tolerances of this platform. See .check/result.json.',
        '',
      ].join('\n'),
    );
  });

  it('records the fresh data, and what differs as it is and as it should be', async () => {
    const result = await checkAfter((root) => {
      edit(root, DATA, (text) => text.replace('1000', '1001'));
      edit(root, 'output/chapters/01-first.md', (text) => `${text}old\n`);
    });
    const record = recordOf(result);
    expect([...record.keys()].filter((path) => !path.endsWith('.html')).sort()).toEqual([
      'committed/chapters/01-first.md',
      'committed/data.zip',
      'committed/data/01-first.json',
      'committed/provenance.json',
      'fresh/data/01-first.json',
      'fresh/data/02-second.json',
      'rendered/chapters/01-first.md',
      'rendered/data.zip',
      'rendered/data/01-first.json',
      'rendered/provenance.json',
      'result.json',
    ]);
    expect(String(record.get('committed/chapters/01-first.md'))).toContain('old');
    expect(String(record.get('rendered/chapters/01-first.md'))).not.toContain('old');
    expect(JSON.parse(String(record.get('result.json'))).verdict).toBe('changed');
  });

  it('measures nothing with another model', async () => {
    const result = await checkAfter(() => {}, { services: { sha256: 'ab'.repeat(32) } });
    expect(found(result)).toEqual(['changed provenance.json']);
    expect(result.heading).toEqual([
      `model: fixtures/fake ${'fa'.repeat(32)}, here fixtures/fake ${'ab'.repeat(32)}`,
    ]);
  });

  it('downloads a model that is not on this disk, and measures with it', async () => {
    const request = { ...(await built()), renders: false };
    const services = fakeServices();
    const modelIdentity = async () => {
      if (services.opened.count === 0) throw new MissingFileError('there is none');
      return await services.modelIdentity();
    };
    expect((await checkReport(request, { ...services, modelIdentity })).verdict).toBe('same');
  });

  it('that only renders needs no model', async () => {
    const request = { ...(await built()), measures: false };
    const services = {
      ...fakeServices(),
      modelIdentity: () => Promise.reject(new MissingFileError('there is none')),
    };
    expect((await checkReport(request, services)).verdict).toBe('same');
  });

  it('finds a text that was changed by hand, one that is missing, and one too many', async () => {
    const result = await checkAfter((root) => {
      edit(root, 'output/report.html', (text) => text.replace('greeting', 'parting'));
      rmSync(join(root, 'output', 'report.md'));
      writeFileSync(join(root, 'output', 'old.md'), 'x');
    });
    expect(found(result)).toEqual(['structure old.md', 'changed report.html', 'structure report.md']);
  });

  it('needs a picture to be there and to show what is drawn, in whatever bytes', async () => {
    const path = 'output/figures/01-first/one.png';
    const write = (png: Uint8Array) => (root: string) => writeFileSync(join(root, path), png);
    const picture = 'figures/01-first/one.png';
    const otherBytes = await checkAfter(write(pictureOf('first edition', 0)));
    expect(found(otherBytes)).toEqual([`drift ${picture}`]);
    expect(describeCheck(otherBytes)).toContain(`${picture} is the same picture in other bytes`);
    expect(found(await checkAfter(write(smallPng(16, 16, () => 255))))).toEqual([`changed ${picture}`]);
    expect(found(await checkAfter(write(new Uint8Array())))).toEqual([`changed ${picture}`]);
    expect(found(await checkAfter((root) => rmSync(join(root, path))))).toEqual([`structure ${picture}`]);
  });

  it.each([true, false])('finds data of code that changed since, measuring or not: %s', async (measures) => {
    const result = await checkAfter(
      (root) =>
        edit(root, 'chapters/01-first/mean.ts', (text) =>
          text.replace('/ values.length', '/ (values.length)  + 0'),
        ),
      { measures },
    );
    expect(found(result)).toEqual(['changed data/01-first.json']);
    expect(describeCheck(result)).toMatch(
      measures ? /lengths: code: expected/ : /lengths \(its code changed\)/,
    );
  });
});

describe('a check cannot pass by accident', () => {
  it('when there is no output', async () => {
    const gone = await checkAfter((root) => rmSync(join(root, 'output'), { recursive: true }));
    expect(found(gone)).toEqual(['structure output']);
    const empty = await checkAfter((root) => {
      rmSync(join(root, 'output'), { recursive: true });
      mkdirSync(join(root, 'output'));
    });
    expect(found(empty)).toEqual(['structure output']);
  });

  it('when a data file is missing, damaged, or too many', async () => {
    const gone = await checkAfter((root) => rmSync(join(root, DATA)));
    expect(found(gone)).toContain('structure data/01-first.json');
    const cut = await checkAfter((root) => edit(root, DATA, (text) => text.slice(0, 300)), {
      measures: false,
    });
    expect(found(cut)).toEqual(['structure data/01-first.json', 'structure report.html']);
    const more = await checkAfter((root) => writeFileSync(join(root, 'output/data/03-third.json'), '{}'));
    expect(found(more)).toEqual(['structure data/03-third.json', 'structure report.html']);
  });

  it.each([
    ['an unknown field in a result', '"mean": 9.75', '"mean": 9.75, "mode": 1', 'report.html'],
    ['an unknown field beside a result', '"id": "lengths"', '"id": "lengths", "seconds": 3', DATA],
    ['a missing field', '"mean": 9.75,', '', 'report.html'],
    ['a measurement that is no more', '"id": "lengths"', '"id": "widths"', DATA],
    ['a word for a number', '"mean": 9.75', '"mean": "many"', 'report.html'],
  ])('when data hold %s', async (_what, before, after, path) => {
    const result = await checkAfter((root) => edit(root, DATA, (text) => text.replace(before, after)), {
      measures: false,
    });
    expect(result.verdict).toBe('structure');
    expect(found(result)).toContain(`structure ${path.replace('output/', '')}`);
  });

  it('when data are written in another form than a build writes', async () => {
    const result = await checkAfter((root) => edit(root, DATA, (text) => text.replaceAll('\n', '\r\n')));
    expect(found(result)).toEqual(['changed data/01-first.json']);
  });
});

describe('the record of a check', () => {
  /** A built project, and what checks it and leaves a record in `.check`. */
  async function recording() {
    const { root, ...request } = await built();
    const record = join(root, '.check');
    const check = () => checkReport({ ...request, measures: false, record }, fakeServices());
    return { root, place: request.place, folder: record, check };
  }

  it('stays while another command is at work, and goes when the check cannot be done', async () => {
    const { root, place, folder, check } = await recording();
    await check();
    const before = contents(folder);
    await whileWriting(place, () => expect(check()).rejects.toThrow(/output/));
    expect(contents(folder)).toEqual(before);
    rmSync(join(root, 'chapters/01-first/harbour.txt'));
    await expect(check()).rejects.toThrow();
    expect(existsSync(folder)).toBe(false);
  });
});

describe('the output folder', () => {
  // The administrator may write anywhere.
  it.skipIf(process.getuid?.() === 0)('need not be writable for a check', async () => {
    const request = await built();
    const { place } = request;
    chmodSync(place.out, 0o555);
    const check = checkReport(request, fakeServices()).finally(() => chmodSync(place.out, 0o755));
    expect((await check).verdict).toBe('same');
  });
});

describe('a check of one chapter', () => {
  it('tells what belongs to it, and to what it needs of others', async () => {
    const change = (root: string) => {
      edit(root, 'output/chapters/01-first.md', (text) => `${text}one\n`);
      edit(root, 'output/chapters/02-second.md', (text) => `${text}two\n`);
      edit(root, 'output/report.md', (text) => `${text}both\n`);
    };
    const result = await checkAfter(change, { chapter: 2 });
    expect(result.chapters.map(({ stem, values }) => [stem, values])).toEqual([
      ['01-first', 1],
      ['02-second', 1],
    ]);
    expect(found(await checkAfter(change, { chapter: 2, measures: false }))).toEqual([
      'changed chapters/02-second.md',
    ]);
  });
});

describe('a check with a server', () => {
  const servedBy = { name: 'vLLM', version: '0.32.0', dtype: 'float32', agreement: 1e-5 } as const;
  const served = { sha256: 'ab'.repeat(32), servedBy };

  it('takes the same values of another program for the same, and says whose they are', async () => {
    const result = await checkAfter(() => {}, { renders: false, services: served });
    expect(result.verdict).toBe('same');
    expect(describeCheck(result)).toContain('ab'.repeat(32));
  });

  it('says so when the server gives other log-probabilities under the same name', async () => {
    const serving = (logprob: number) =>
      fakeServices({ servedBy: { ...servedBy, logprobs: [null, logprob] } });
    const request = { ...(await built(serving(-3))), renders: false };
    expect((await checkReport(request, serving(-3.4))).heading).toEqual([]);
    expect((await checkReport(request, serving(-3.6))).heading).toEqual([
      expect.stringMatching(/^model: .*, which gives other log-probabilities$/),
    ]);
  });

  it('allows drift within the tolerances of kinds, and no more', async () => {
    const near = await checkAfter(changeMean('9.7500000001'), { renders: false, services: served });
    expect(near.verdict).toBe('drift');
    const far = await checkAfter(changeMean('9.76'), { renders: false, services: served });
    expect(far.verdict).toBe('changed');
  });

  it('takes up to four tolerances for drift, which another processor is not allowed', async () => {
    // The mean is in nats: its tolerance is 0.0006.
    const change = changeMean('9.7518');
    const elsewhere = await checkAfter(change, { renders: false, platform: ARM });
    expect(elsewhere.verdict).toBe('changed');
    const another = await checkAfter(change, { renders: false, services: served });
    expect(another.verdict).toBe('drift');
  });
});
