import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UserError } from '#base/user-error';
import { buildReport, renderFromData } from '#pipeline/build-report';
import { loadProject, type Project } from '#pipeline/project';
import { type OutputPlace, otherOutput, ownOutput } from '#pipeline/publish';
import type { Effects } from '#pipeline/report-run';
import { type FakeEffects, fakeEffects } from './fixtures/fake-effects.ts';
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

async function built(effects: Effects = fakeEffects()): Promise<Scene> {
  const made = await scene();
  await buildReport(made, effects);
  return made;
}

/** Runs what must end in one sentence and leave the output folder as it is; gives the sentence. */
async function refusal({ place, root }: Scene, body: () => Promise<unknown>): Promise<string> {
  const exists = existsSync(place.out) && statSync(place.out).isDirectory();
  const before = exists ? contents(place.out) : undefined;
  const error = await body().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  expect((error as UserError).exitCode).toBe(2);
  if (before) expect(contents(place.out)).toEqual(before);
  expect(existsSync(place.next)).toBe(false);
  expect(existsSync(place.complete)).toBe(false);
  expect(existsSync(join(root, 'output'))).toBe(exists && place.isOwn);
  const { message } = error as UserError;
  expect(message).toMatch(/^[^\n]*\.$/);
  return message;
}

describe('a whole build', () => {
  it('opens the model once, closes it, and writes data, provenance and pages', async () => {
    const effects = fakeEffects();
    let closed = false;
    const { place } = await built({
      ...effects,
      async openModel() {
        const lm = await effects.openModel();
        return Object.assign(lm, {
          close: async () => {
            closed = true;
          },
        });
      },
    });
    expect(effects.opened.count).toBe(1);
    expect(closed).toBe(true);
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

  it('gives the same bytes a second time, and says that nothing changed', async () => {
    const made = await built();
    const before = contents(made.place.out);
    const { changes } = await buildReport(made, fakeEffects());
    expect(contents(made.place.out)).toEqual(before);
    expect(changes).toEqual({ added: [], changed: [], removed: [], values: [] });
  });

  it('says what changed against the last output', async () => {
    const made = await built();
    writeFileSync(join(made.place.out, 'chapters', 'stray.md'), 'not built any more');
    rmSync(join(made.place.out, 'report.md'));
    const { changes } = await buildReport(made, fakeEffects({ vocabularySize: 1001 }));
    expect(changes).toEqual({
      added: ['report.md'],
      changed: ['data/01-first.json', 'data/02-second.json', 'provenance.json', 'report.html'],
      removed: ['chapters/stray.md'],
      values: [
        { id: 'vocabulary', count: 1 },
        { id: 'doubled', count: 1 },
      ],
    });
    expect(existsSync(join(made.place.out, 'chapters', 'stray.md'))).toBe(false);
  });

  it('needs no readable data of the last output', async () => {
    const made = await built();
    const before = contents(made.place.out);
    writeFileSync(join(made.place.out, 'data', '01-first.json'), 'damaged');
    await buildReport(made, fakeEffects());
    expect(contents(made.place.out)).toEqual(before);
  });

  it.each(['open', 'measure', 'render'])(
    'that fails to %s leaves the old output, and no lock',
    async (what) => {
      const made = await built();
      const before = contents(made.place.out);
      const effects: FakeEffects = fakeEffects();
      const fail = async (): Promise<never> => {
        throw new Error('broken');
      };
      const broken: Effects = {
        ...effects,
        ...(what === 'open' ? { openModel: fail } : {}),
        ...(what === 'measure'
          ? { openModel: async () => Object.assign(await effects.openModel(), { next: fail }) }
          : {}),
        ...(what === 'render' ? { render: fail } : {}),
      };
      await expect(buildReport(made, broken)).rejects.toThrow('broken');
      expect(contents(made.place.out)).toEqual(before);
      expect(existsSync(made.place.lock)).toBe(false);
      await buildReport(made, fakeEffects());
    },
  );
});

describe('a build of one chapter', () => {
  it('gives the same report as a whole build, measuring only what the chapter needs', async () => {
    const made = await built();
    const before = contents(made.place.out);
    const { tokensComputed } = await buildReport({ ...made, chapter: 2 }, fakeEffects());
    expect(tokensComputed).toBe(5);
    expect(contents(made.place.out)).toEqual(before);
  });

  it('puts what it measured anew beside the stored data of the others', async () => {
    const made = await built();
    const { changes } = await buildReport({ ...made, chapter: 2 }, fakeEffects({ vocabularySize: 7 }));
    expect(changes.values.map(({ id }) => id)).toEqual(['vocabulary', 'doubled']);
    expect(contents(made.place.out)['report.html']).toContain('Twice as many are 14.');
  });

  it('heals its own stale data', async () => {
    const made = await built();
    edit(made.root, 'chapters/02-second/doubled.ts', (text) => text.replace('[1, 2, 3]', '[1, 2]'));
    expect(await refusal(made, () => renderFromData(made, fakeEffects()))).toContain(
      'doubled (its code changed)',
    );
    await buildReport({ ...made, chapter: 2 }, fakeEffects());
    await renderFromData(made, fakeEffects());
  });

  it('is refused by name when other chapters are stale, missing, or of another model', async () => {
    const made = await scene();
    const chapter = (effects: Effects = fakeEffects()) => buildReport({ ...made, chapter: 2 }, effects);
    expect(await refusal(made, chapter)).toContain('lengths (never measured)');
    await buildReport(made, fakeEffects());
    const otherModel = () => chapter(fakeEffects({ sha256: 'ee'.repeat(32) }));
    expect(await refusal(made, otherModel)).toContain('lengths (measured with another model, fixtures/fake)');
    expect(await refusal(made, () => chapter(fakeEffects({ runtime: '2.0.0' })))).toContain(
      'runtime 1.0.0, now 2.0.0',
    );
    edit(made.root, 'chapters/01-first/harbour.txt', (text) => text.replace('ships', 'boats'));
    expect(await refusal(made, chapter)).toContain('lengths (its data file "harbour" changed)');
  });

  it('is refused when there is no such chapter', async () => {
    const made = await built();
    expect(await refusal(made, () => buildReport({ ...made, chapter: 99 }, fakeEffects()))).toBe(
      'There is no chapter 99; --chapter takes one of 1, 2.',
    );
  });

  it('into another folder takes the other chapters from the committed output', async () => {
    const made = await built();
    const place = otherOutput(join(made.root, 'elsewhere'), 'elsewhere');
    await buildReport({ project: made.project, place, fallback: made.place, chapter: 2 }, fakeEffects());
    expect(contents(place.out)).toEqual(contents(made.place.out));
  });
});

describe('rendering from data', () => {
  it('gives the same bytes as the build, without the model', async () => {
    const made = await built();
    const before = contents(made.place.out);
    const effects = fakeEffects();
    const { changes } = await renderFromData(made, effects);
    expect(effects.opened.count).toBe(0);
    expect(contents(made.place.out)).toEqual(before);
    expect(changes.changed).toEqual([]);
  });

  it('takes over a change of templates', async () => {
    const made = await built();
    const { changes } = await renderFromData(made, fakeEffects({ edition: 'second edition' }));
    expect(changes.changed).toContain('report.md');
    expect(changes.changed).not.toContain('data/01-first.json');
  });

  it('offers the last output, so that pictures can be taken over', async () => {
    const made = await built();
    let offered: Uint8Array | undefined;
    const effects = fakeEffects();
    await renderFromData(made, {
      ...effects,
      render(request) {
        offered = request.previous?.('figures/01-first/one.png');
        return effects.render(request);
      },
    });
    const stored = readFileSync(join(made.place.out, 'figures/01-first/one.png'));
    expect(Buffer.from(offered ?? []).equals(stored)).toBe(true);
  });

  it('is refused by name when code, data file, model or version changed since', async () => {
    const made = await built();
    const render = (effects: Effects = fakeEffects()) => refusal(made, () => renderFromData(made, effects));
    expect(await render(fakeEffects({ sha256: 'ee'.repeat(32) }))).toContain('measured with another model');
    expect(await render(fakeEffects({ runtime: '2.0.0' }))).toContain('measured with runtime');
    edit(made.root, 'chapters/01-first/harbour.txt', (text) => text.replace('ships', 'boats'));
    expect(await render()).toContain('lengths (its data file "harbour" changed)');
    edit(made.root, 'chapters/01-first/harbour.txt', (text) => text.replace('boats', 'ships'));
    edit(made.root, 'chapters/01-first/mean.ts', (text) => text.replace('/ values.length', '/ 3'));
    expect(await render()).toContain('lengths (its code changed)');
  });

  it('is refused when data are damaged or absent', async () => {
    const made = await built();
    edit(made.root, 'output/data/02-second.json', (text) => text.slice(0, 50));
    expect(await refusal(made, () => renderFromData(made, fakeEffects()))).toMatch(
      /^output\/data\/02-second\.json is damaged: it is not JSON/,
    );
    rmSync(join(made.place.out, 'data', '02-second.json'));
    expect(await refusal(made, () => renderFromData(made, fakeEffects()))).toContain(
      'doubled (never measured)',
    );
  });
});

describe('an output folder', () => {
  function into(made: Scene, name: string): Scene {
    return { ...made, place: otherOutput(join(made.root, name), name) };
  }

  it('may be new, deep, empty, or a report of ours', async () => {
    const made = await scene();
    const deep = into(made, 'a/b/c');
    await buildReport(deep, fakeEffects());
    await buildReport(deep, fakeEffects({ edition: 'second edition' }));
    expect(contents(deep.place.out)['report.md']).toBe('second edition\n');
    mkdirSync(join(made.root, 'empty'));
    await buildReport(into(made, 'empty'), fakeEffects());
  });

  it('is refused when it holds something else, which stays', async () => {
    const made = into(await scene(), 'thesis');
    mkdirSync(made.place.out);
    writeFileSync(join(made.place.out, 'chapter.txt'), 'years of work');
    expect(await refusal(made, () => buildReport(made, fakeEffects()))).toMatch(
      /thesis holds something other/,
    );
    writeFileSync(join(made.place.out, 'provenance.json'), '{"report": "of someone else"}');
    expect(await refusal(made, () => buildReport(made, fakeEffects()))).toMatch(
      /thesis holds something other/,
    );
  });

  it('is refused when it is a file, or lies below one', async () => {
    const made = await scene();
    writeFileSync(join(made.root, 'file'), 'x');
    const file = into(made, 'file');
    expect(await refusal(file, () => buildReport(file, fakeEffects()))).toBe(
      'The output folder file is a file; name a folder.',
    );
    const below = into(made, 'file/below');
    expect(await refusal(below, () => buildReport(below, fakeEffects()))).toMatch(
      /^The output folder file\/below cannot be written: a .*file/,
    );
  });

  it.runIf(process.platform === 'linux')('is refused when nothing may be written there', async () => {
    const made = await scene();
    const place = otherOutput('/proc/report', '/proc/report');
    expect(await refusal({ ...made, place }, () => buildReport({ ...made, place }, fakeEffects()))).toMatch(
      /^The output folder \/proc\/report cannot be written: /,
    );
  });

  it('is refused while another command writes it, which is named', async () => {
    const made = await built();
    const sleeper = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    onTestFinished(() => void sleeper.kill('SIGKILL'));
    writeFileSync(made.place.lock, `${sleeper.pid} \n`);
    expect(await refusal(made, () => buildReport(made, fakeEffects()))).toMatch(
      new RegExp(`^Another command \\(process ${sleeper.pid}\\) is writing output; wait`),
    );
    rmSync(made.place.lock);
  });

  it.each([
    ['a process that is gone', '999999999 1\n'],
    ['a process whose number another one has now', `${process.pid} 1\n`],
    ['nobody', ''],
  ])('is taken over from a lock of %s', async (_whose, lock) => {
    const made = await built();
    if (process.platform !== 'linux' && lock.startsWith(String(process.pid))) return;
    writeFileSync(made.place.lock, lock);
    await buildReport(made, fakeEffects());
    expect(existsSync(made.place.lock)).toBe(false);
  });

  it('is written by one of two builds that begin at once', async () => {
    const made = await built();
    const results = await Promise.allSettled([
      buildReport(made, fakeEffects({ edition: 'a' })),
      buildReport(made, fakeEffects({ edition: 'b' })),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('is put right before it is written: a swap that stopped half-way is finished', async () => {
    const made = await built();
    cpSync(made.place.out, made.place.complete, { recursive: true });
    edit(made.place.complete, 'report.md', () => 'the new one\n');
    cpSync(made.place.out, made.place.previous, { recursive: true });
    rmSync(made.place.out, { recursive: true });
    await expect(buildReport({ ...made, chapter: 99 }, fakeEffects())).rejects.toThrow(UserError);
    await expect(renderFromData(made, fakeEffects({ runtime: '2' }))).rejects.toThrow(UserError);
    expect(contents(made.place.out)['report.md']).toBe('the new one\n');
    expect(existsSync(made.place.previous)).toBe(false);
  });
});
