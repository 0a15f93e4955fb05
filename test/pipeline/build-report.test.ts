import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UserError } from '#base/user-error';
import { MissingFileError } from '#lm/model-folder';
import { ModelLostError } from '#lm/model-lost';
import type { EngineFacts } from '#lm/types';
import { buildReport, renderFromData } from '#pipeline/build-report';
import type { Services } from '#pipeline/model-and-renderer';
import type { Progress } from '#pipeline/progress';
import { loadProject, type Project } from '#pipeline/project';
import { type OutputPlace, otherOutput, ownOutput } from '#pipeline/publish';
import { sentenceOf } from '../refusals.ts';
import { fakeModel } from './fixtures/fake-model.ts';
import { type FakeServices, fakeServices } from './fixtures/fake-services.ts';
import { contents, edit, scratchProject } from './fixtures/scratch.ts';

interface Scene {
  readonly project: Project;
  readonly root: string;
  readonly place: OutputPlace;
}

async function scene(): Promise<Scene> {
  const root = scratchProject();
  return { root, project: await loadProject(root), place: ownOutput(root) };
}

async function built(services: Services = fakeServices()): Promise<Scene> {
  const made = await scene();
  await buildReport(made, services);
  return made;
}

/** The files that hold a place's lock. */
function locks({ lock }: OutputPlace): string[] {
  const names = readdirSync(dirname(lock)).map((name) => join(dirname(lock), name));
  return names.filter((path) => path.startsWith(lock));
}

/** A folder and all folders below it. */
function foldersIn(folder: string): string[] {
  const below = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));
  return [folder, ...below.filter((path) => statSync(path).isDirectory())];
}

const RENDERING_CHILD = fileURLToPath(new URL('./fixtures/rendering-child.ts', import.meta.url));

/** Runs Node in another process, without the rights of root, whom the file system refuses nothing. */
function asOrdinaryUser(args: readonly string[]): { status: number | null; stderr: string } {
  const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  return spawnSync(process.execPath, args, { encoding: 'utf8', ...user });
}

/** Not where there are no such users, nor where this checkout lies in root's own home. */
const HAS_ORDINARY_USERS =
  process.platform !== 'win32' &&
  asOrdinaryUser(['-e', 'fs.accessSync(process.argv[1])', RENDERING_CHILD]).status === 0;

/** Runs what must end in one sentence and leave the output folder as it is; gives the sentence. */
async function refusal({ place, root }: Scene, body: () => Promise<unknown>): Promise<string> {
  const exists = existsSync(place.out) && statSync(place.out).isDirectory();
  const before = exists ? contents(place.out) : undefined;
  const message = await sentenceOf(body());
  if (before) expect(contents(place.out)).toEqual(before);
  expect(existsSync(place.next)).toBe(false);
  expect(existsSync(place.previous)).toBe(false);
  expect(existsSync(join(root, 'output'))).toBe(exists && place.isOwn);
  return message;
}

/** Services that note what is measured and what is said of it. */
function watched<S extends Services>(services: S) {
  const [measured, notes]: [string[], string[]] = [[], []];
  const progress: Progress = {
    ...services.progress,
    measured: (_chapter, id) => measured.push(id),
    note: (line) => notes.push(line),
  };
  return { services: { ...services, progress }, measured, notes };
}

describe('a whole build', () => {
  it('opens the model once, closes it, and writes data, provenance and pages', async () => {
    const lm = fakeModel();
    let opened = 0;
    const openModel = async () => {
      opened += 1;
      return lm;
    };
    const { place } = await built({ ...fakeServices(), openModel });
    expect([opened, lm.closed]).toEqual([1, true]);
    const files = contents(place.out);
    expect(Object.keys(files)).toContain('data/02-second.json');
    expect(files['report.html']).toContain('The mean is 9.750 nats, never −∞ nats.');
    expect(JSON.parse(files['provenance.json'] ?? '')).toMatchObject({
      report: 'nats-and-bits',
      model: { id: 'fixtures/fake' },
      versions: { runtime: '1.0.0', pencil: '2.0.0' },
      forwardTokens: 22,
      data: { 'data/01-first.json': { forwardTokens: 19 }, 'data/02-second.json': { forwardTokens: 3 } },
    });
  });

  it.each(['open', 'measure', 'render'])(
    'that fails to %s leaves the old output, and no lock',
    async (what) => {
      const made = await built();
      const before = contents(made.place.out);
      const services: FakeServices = fakeServices();
      const fail = async (): Promise<never> => {
        throw new Error('broken');
      };
      const broken: Services = {
        ...services,
        ...(what === 'open' ? { openModel: fail } : {}),
        ...(what === 'measure'
          ? { openModel: async () => Object.assign(await services.openModel(), { next: fail }) }
          : {}),
        ...(what === 'render' ? { render: fail } : {}),
      };
      await expect(buildReport(made, broken)).rejects.toThrow('broken');
      expect(contents(made.place.out)).toEqual(before);
      expect(locks(made.place)).toEqual([]);
      await buildReport(made, fakeServices());
    },
  );

  it.each(['a new folder', 'an old output'])(
    'of which one measurement fails measures the others, names it, and writes nothing to %s',
    async (where) => {
      const made = where === 'an old output' ? await built() : await scene();
      const before = existsSync(made.place.out) ? contents(made.place.out) : undefined;
      const lm = Object.assign(fakeModel(), {
        encode: () => {
          throw new UserError('no such character');
        },
      });
      const broken: Services = { ...fakeServices(), openModel: async () => lm };
      expect(await refusal(made, () => buildReport(made, broken))).toBe(
        'Measuring failed: lengths (no such character). 2 of 3 results are kept: the same command goes on from there.',
      );
      expect(lm).toMatchObject({ forwardTokens: 5, closed: true });
      expect(existsSync(made.place.out) ? contents(made.place.out) : undefined).toEqual(before);
      expect(locks(made.place)).toEqual([]);
    },
  );
});

describe('a build of one chapter', () => {
  it('gives the same report as a whole build, measuring only what the chapter needs', async () => {
    const made = await built();
    const before = contents(made.place.out);
    const { services, measured } = watched(fakeServices());
    await buildReport({ ...made, chapter: 2 }, services);
    expect(measured).toEqual(['vocabulary', 'doubled']);
    expect(contents(made.place.out)).toEqual(before);
  });

  it('puts what it measured anew beside the stored data of the others', async () => {
    const made = await built();
    await buildReport({ ...made, chapter: 2 }, fakeServices({ vocabularySize: 7 }));
    expect(contents(made.place.out)['report.html']).toContain('Twice as many are 14.');
  });

  it('is refused by name when other chapters are stale, missing, or of another model', async () => {
    const made = await scene();
    const chapter = (services: Services = fakeServices()) => buildReport({ ...made, chapter: 2 }, services);
    expect(await refusal(made, chapter)).toContain('lengths (never measured)');
    await buildReport(made, fakeServices());
    expect(await refusal(made, () => chapter(fakeServices({ id: 'fixtures/other' })))).toContain(
      'lengths (measured with another model, fixtures/fake)',
    );
    expect(await refusal(made, () => chapter(fakeServices({ sha256: 'ee'.repeat(32) })))).toContain(
      'lengths (the files of the model fixtures/fake changed)',
    );
  });

  it('into another folder takes the other chapters from the committed output', async () => {
    const made = await built();
    const place = otherOutput(join(made.root, 'elsewhere'), 'elsewhere');
    await buildReport({ project: made.project, place, fallback: made.place, chapter: 2 }, fakeServices());
    expect(contents(place.out)).toEqual(contents(made.place.out));
  });
});

describe('rendering from data', () => {
  it('gives the same bytes as the build, without the model', async () => {
    const made = await built();
    const before = contents(made.place.out);
    const services = fakeServices();
    expect((await renderFromData(made, services)).changed).toBe(0);
    expect(services.opened.count).toBe(0);
    expect(contents(made.place.out)).toEqual(before);
    writeFileSync(join(made.place.out, 'report.md'), 'x');
    expect((await renderFromData(made, services)).changed).toBe(1);
  });

  it('is refused by name when code, data file, model or version changed since', async () => {
    const made = await built();
    const render = (services: Services = fakeServices()) =>
      refusal(made, () => renderFromData(made, services));
    expect(await render(fakeServices({ sha256: 'ee'.repeat(32) }))).toContain('files of the model');
    edit(made.root, 'chapters/01-first/harbour.txt', (text) => text.replace('ships', 'boats'));
    expect(await render()).toContain('lengths (its data file "harbour" changed)');
    edit(made.root, 'chapters/01-first/harbour.txt', (text) => text.replace('boats', 'ships'));
    edit(made.root, 'chapters/01-first/mean.ts', (text) => text.replace('/ values.length', '/ 3'));
    expect(await render()).toContain('lengths (its code changed)');
  });

  it('is refused when data are damaged or absent', async () => {
    const made = await built();
    edit(made.root, 'output/data/02-second.json', (text) => text.slice(0, 50));
    expect(await refusal(made, () => renderFromData(made, fakeServices()))).toMatch(
      /^output\/data\/02-second\.json is damaged: it is not JSON/,
    );
    rmSync(join(made.place.out, 'data', '02-second.json'));
    expect(await refusal(made, () => renderFromData(made, fakeServices()))).toContain(
      'doubled (never measured)',
    );
  });
});

describe('an output folder', () => {
  function into(made: Scene, name: string): Scene {
    return { ...made, place: otherOutput(join(made.root, name), name) };
  }

  it('is refused when it is a file, or lies below one', async () => {
    const made = await scene();
    writeFileSync(join(made.root, 'file'), 'x');
    const file = into(made, 'file');
    expect(await refusal(file, () => buildReport(file, fakeServices()))).toBe(
      'The output folder file is a file; name a folder.',
    );
    const below = into(made, 'file/below');
    expect(await refusal(below, () => buildReport(below, fakeServices()))).toMatch(
      /^The output folder file\/below cannot be written: (file already exists|not a directory)\.$/,
    );
  });

  it.runIf(process.platform === 'linux')('is refused when nothing may be written there', async () => {
    const made = await scene();
    const place = otherOutput('/proc/report', '/proc/report');
    expect(await refusal({ ...made, place }, () => buildReport({ ...made, place }, fakeServices()))).toMatch(
      /^The output folder \/proc\/report cannot be written: /,
    );
  });

  it.runIf(HAS_ORDINARY_USERS)(
    'is refused when a folder in it is read-only, and is replaced once that is mended',
    async () => {
      const made = await built();
      const before = contents(made.place.out);
      for (const path of [made.root, join(made.root, '.build'), ...foldersIn(made.place.out)])
        chmodSync(path, 0o777);
      const chapters = join(made.place.out, 'chapters');
      chmodSync(chapters, 0o555);
      onTestFinished(() => chmodSync(chapters, 0o777));
      const render = () => asOrdinaryUser([RENDERING_CHILD, made.root]);
      const { status, stderr } = render();
      expect(stderr).toBe('The output folder output/chapters cannot be written: permission denied.\n');
      expect(status).toBe(2);
      expect(contents(made.place.out)).toEqual(before);
      expect(existsSync(made.place.previous)).toBe(false);
      chmodSync(chapters, 0o777);
      expect(render()).toMatchObject({ status: 0, stderr: '' });
      expect(contents(made.place.out)['report.md']).toBe('second edition\n');
      expect(existsSync(made.place.previous)).toBe(false);
    },
  );

  it('is refused while another command writes it, which is named', async () => {
    const made = await built();
    const sleeper = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    onTestFinished(() => void sleeper.kill('SIGKILL'));
    const lock = `${made.place.lock}.${sleeper.pid}--0`;
    writeFileSync(lock, '');
    expect(await refusal(made, () => buildReport(made, fakeServices()))).toMatch(
      new RegExp(`^Another command \\(process ${sleeper.pid}\\) is writing output; wait`),
    );
    expect(locks(made.place)).toEqual([lock]);
  });

  it.each([
    ['a process that is gone', '999999999-1-0'],
    ['a process whose number another one has now', `${process.pid}-1-0`],
  ])('is taken over from the lock of %s', async (_whose, claim) => {
    const made = await built();
    if (process.platform !== 'linux' && claim.startsWith(String(process.pid))) return;
    writeFileSync(`${made.place.lock}.${claim}`, '');
    await buildReport(made, fakeServices());
    expect(locks(made.place)).toEqual([]);
  });

  it('is written by one of two builds that begin at once', async () => {
    const made = await built();
    const results = await Promise.allSettled([
      buildReport(made, fakeServices({ edition: 'a' })),
      buildReport(made, fakeServices({ edition: 'b' })),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('is put right before it is written: a replacement that stopped half-way is undone', async () => {
    const made = await built();
    const before = contents(made.place.out);
    cpSync(made.place.out, made.place.next, { recursive: true });
    edit(made.place.next, 'report.md', () => 'half of the new one\n');
    renameSync(made.place.out, made.place.previous);
    await expect(renderFromData(made, fakeServices({ runtime: '2' }))).rejects.toThrow(UserError);
    expect(contents(made.place.out)).toEqual(before);
    expect(existsSync(made.place.previous)).toBe(false);
  });
});

/** What a probe found out of a server, whose model gives these log-probabilities of the fixed text. */
const servedWith = (logprobs: readonly (number | null)[]): EngineFacts => {
  return { name: 'vLLM', version: '0.32.0', dtype: 'bfloat16', agreement: 0.06, logprobs };
};

describe('results of a build that did not end', () => {
  /** A model that fails once it is asked for what the second measurement wants, and the third. */
  function failing(
    error: Error,
    options: Parameters<typeof fakeServices>[0] = {},
  ): { services: Services; failures: () => number } {
    const services = fakeServices(options);
    let failures = 0;
    const openModel = async () => {
      const lm = await services.openModel();
      const predict = lm.next;
      const next: typeof lm.next = async (ids) => {
        if (ids[0] !== 1) return await predict(ids);
        failures += 1;
        throw error;
      };
      return Object.assign(lm, { next });
    };
    return { services: { ...services, openModel }, failures: () => failures };
  }

  it.each([
    ['a measurement failed', new UserError('no such thing')],
    ['the model was lost', new ModelLostError('The server is gone.')],
  ])(
    'are taken over by the next one after %s, which says so, and are gone after it',
    async (_what, error) => {
      const made = await built();
      const before = contents(made.place.out);
      const first = watched(failing(error).services);
      const sentence = await refusal(made, () => buildReport(made, first.services));
      expect(sentence).toContain(error.message);
      expect(sentence).toMatch(/ \d+ of \d+ results are kept: the same command goes on from there\.$/);
      expect(first.measured.length).toBeGreaterThan(0);
      const second = watched(fakeServices());
      await buildReport(made, second.services);
      expect(second.notes).toEqual([expect.stringMatching(/^Going on from \d+ of \d+ results/)]);
      expect(second.measured.filter((id) => first.measured.includes(id))).toEqual([]);
      expect(contents(made.place.out)).toEqual(before);
      expect(existsSync(made.place.checkpoints)).toBe(false);
    },
  );

  it.each([
    ['another model', { sha256: 'ab'.repeat(32) }],
    ['other code behind lm', { lmCode: 'ab'.repeat(32) }],
    ['another runtime', { runtime: '2.0.0' }],
    ['a server whose model gives a lower log-probability', { servedBy: servedWith([null, -1, -9.6]) }],
    ['a server whose model gives a higher log-probability', { servedBy: servedWith([null, -1, -8.4]) }],
  ])('are of no use to %s', async (_what, options) => {
    const made = await scene();
    const unfinished = failing(new UserError('no'), { servedBy: servedWith([null, -1, -9]) });
    await expect(buildReport(made, unfinished.services)).rejects.toThrow(UserError);
    const second = watched(fakeServices(options));
    await buildReport(made, second.services);
    expect(second.notes).toEqual([]);
  });

  it('are taken over from a server whose log-probabilities are noisy, or that now gives fewer or more', async () => {
    const made = await scene();
    const unfinished = failing(new UserError('no'), { servedBy: servedWith([null, -1.04, -9]) });
    await expect(buildReport(made, unfinished.services)).rejects.toThrow(UserError);
    const second = watched(fakeServices({ servedBy: servedWith([-3, -1.5, null]) }));
    await buildReport(made, second.services);
    expect(second.notes).toEqual([expect.stringMatching(/^Going on from \d+ of \d+ results/)]);
  });
});

describe('a build of what is stale', () => {
  /** Builds it, and gives what was measured and what was said. */
  async function staleBuild(made: Scene, given: FakeServices = fakeServices()) {
    const { services, measured, notes } = watched(given);
    await buildReport({ ...made, stale: true }, services);
    return { measured, notes, opened: services.opened.count };
  }

  it('opens no model when nothing is, and writes the same report', async () => {
    const made = await built();
    const before = contents(made.place.out);
    const { measured, notes, opened } = await staleBuild(made);
    expect({ measured, opened }).toEqual({ measured: [], opened: 0 });
    expect(notes).toEqual(['Nothing is stale: all 3 results are taken over.']);
    expect(contents(made.place.out)).toEqual(before);
  });

  it('measures what changed and what needs it, says why, and gives the report of a whole build', async () => {
    const root = scratchProject();
    const file = join(root, 'chapters/01-first/words.txt');
    writeFileSync(file, 'one two');
    edit(root, 'chapters/01-first/vocabulary.measure.ts', (text) =>
      text.replace('  kinds:', "  data: { words: new URL('./words.txt', import.meta.url) },\n  kinds:"),
    );
    const made = { root, project: await loadProject(root), place: ownOutput(root) };
    await buildReport(made, fakeServices());
    writeFileSync(file, 'one two three');
    const { measured, notes, opened } = await staleBuild(made);
    expect(measured).toEqual(['vocabulary', 'doubled']);
    expect(notes).toEqual([
      'Measuring 2 of 3 results anew: vocabulary (its data file "words" changed), doubled (it needs vocabulary, which is out of date).',
    ]);
    expect(opened).toBe(1);
    const stale = contents(made.place.out);
    await buildReport(made, fakeServices());
    expect(contents(made.place.out)).toEqual(stale);
  });

  it('measures everything where nothing is stored, where it is damaged, and for another model', async () => {
    const made = await scene();
    expect((await staleBuild(made)).measured).toHaveLength(3);
    writeFileSync(join(made.place.out, 'data/01-first.json'), '{');
    expect((await staleBuild(made)).measured).toHaveLength(3);
    const other = await staleBuild(made, fakeServices({ sha256: 'ab'.repeat(32) }));
    expect(other.measured).toHaveLength(3);
    expect(other.notes[0]).toContain('the files of the model');
  });

  it('takes no result over for a model that is not on this disk, and downloads it first if it can', async () => {
    const { root, project } = await built();
    const place = otherOutput(join(root, 'other'), 'other');
    const made = { root, project, place, fallback: ownOutput(root) };
    const missing = () => Promise.reject(new MissingFileError('a file is missing.'));
    const absent = { ...fakeServices(), modelIdentity: missing, openModel: missing };
    await expect(staleBuild(made, absent)).rejects.toThrow('a file is missing.');
    expect(existsSync(place.out)).toBe(false);
    const onHub = fakeServices({ id: 'someone/model', sha256: 'ab'.repeat(32) });
    const modelIdentity = () => (onHub.opened.count === 0 ? missing() : onHub.modelIdentity());
    expect((await staleBuild(made, { ...onHub, modelIdentity })).measured).toHaveLength(3);
  });
});

describe('a report that a server measured', () => {
  const servedBy = servedWith([null, -1.5]);

  it('says so in its data and provenance, and is written again without the server', async () => {
    const { project, root } = await scene();
    const place = otherOutput(join(root, 'large'), 'large');
    await buildReport({ project, place }, fakeServices({ servedBy }));
    const { model } = JSON.parse(readFileSync(join(place.out, 'provenance.json'), 'utf8'));
    expect(model.engine).toEqual(servedBy);
    const gone: Services = {
      ...fakeServices(),
      modelIdentity: async () => {
        throw new UserError('nobody is there');
      },
    };
    const before = contents(place.out);
    await renderFromData({ project, place }, gone);
    expect(contents(place.out)).toEqual(before);
  });

  it('is not begun where the server cannot give what measurements asked for before, which are named', async () => {
    const { project, root } = await built();
    const place = otherOutput(join(root, 'large'), 'large');
    const made = { project, place, fallback: ownOutput(root) };
    const services = fakeServices({ servedBy, lacks: ['predictions'] });
    const notBegun: Services = {
      ...services,
      openModel: async () => Object.assign(await services.openModel(), { next: null }),
    };
    await expect(buildReport(made, notBegun)).rejects.toThrow(
      'This server does not give whole predictions, with the probability of every token (vLLM: start it with --max-logprobs -1), which is needed by lengths, vocabulary, doubled; nothing was measured.',
    );
    expect(existsSync(place.out)).toBe(false);
    const able = fakeServices({ servedBy, lacks: ['scores'] });
    await buildReport(made, able);
    expect(existsSync(place.out)).toBe(true);
  });
});
