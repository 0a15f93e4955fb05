import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '#numerics/seeded-random';
import { buildReport, renderFromData } from '#pipeline/build-report';
import { loadProject } from '#pipeline/project';
import { type OutputPlace, otherOutput, ownOutput, whileWriting, wholeFolder } from '#pipeline/publish';
import { fakeServices, modelOf, pictureOf } from './fixtures/fake-services.ts';
import { contents, scratchProject } from './fixtures/scratch.ts';

const CHILD = fileURLToPath(new URL('./fixtures/killed-child.ts', import.meta.url));

const FILES = [
  'chapters/01-first.md',
  'chapters/02-second.md',
  'data.zip',
  'data/01-first.json',
  'data/02-second.json',
  'figures/01-first/one.png',
  'figures/02-second/one.png',
  'provenance.json',
  'report.html',
  'report.md',
];

type Which = 'own' | 'other';

function placeOf(root: string, which: Which): OutputPlace {
  return which === 'own' ? ownOutput(root) : otherOutput(join(root, 'elsewhere'), 'elsewhere');
}

function startChild(
  root: string,
  which: Which,
  edition: number,
  { measured = 'all', stopAt }: { measured?: 'all' | 'stale'; stopAt?: string } = {},
): ChildProcess {
  const args = [CHILD, root, which, String(edition), measured, ...(stopAt === undefined ? [] : [stopAt])];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Resolves when the child has ended. */
function ended(child: ChildProcess): Promise<NodeJS.Signals | null> {
  return new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
}

/** Follows what a child says: the editions that are out, and what is measured of the next. */
function editionsOf(child: ChildProcess): {
  readonly first: Promise<void>;
  last(): number;
  /** The measurements of an edition that are done. */
  done(edition: number): string[];
} {
  let said = '';
  const lines = (): string[] => said.split('\n').slice(0, -1);
  const last = (): number => Number(lines().findLast((line) => /^\d+$/.test(line)) ?? 0);
  const first = new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (last() > 0) resolve();
    });
    child.once('exit', () => reject(new Error('the child ended before its first edition')));
  });
  first.catch(() => {});
  const done = (edition: number): string[] =>
    lines().flatMap((line) => (line.startsWith(`${edition} `) ? [line.slice(`${edition} `.length)] : []));
  return { first, last, done };
}

/** Resolves when the child has ended and all that it said has arrived. */
function closed(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('close', () => resolve()));
}

/** The edition of a folder; throws unless every file of a report is there and of that one edition. */
function wholeEdition(folder: string): number {
  const files = contents(folder);
  expect(Object.keys(files)).toEqual(FILES);
  const edition = Number(/edition (\d+)/.exec(files['report.md'] ?? '')?.[1]);
  for (const path of FILES.filter((one) => !one.endsWith('.json'))) {
    if (path.endsWith('.png'))
      expect(files[path]).toBe(Buffer.from(pictureOf(`edition ${edition}`)).toString());
    else if (path === 'data.zip') expect(files[path]).toContain(files['data/01-first.json']);
    else expect(files[path]).toContain(`edition ${edition}`);
  }
  expect(JSON.parse(files['data/01-first.json'] ?? '').measurements[1].output.size).toBe(1000 + edition);
  const { data } = JSON.parse(files['provenance.json'] ?? '');
  for (const path of ['data/01-first.json', 'data/02-second.json']) {
    const hash = createHash('sha256')
      .update(files[path] ?? '')
      .digest('hex');
    expect(data[path].sha256).toBe(hash);
  }
  return edition;
}

/** Does what every command does first that touches an output folder. */
function settle(place: OutputPlace): Promise<void> {
  return whileWriting(place, async () => {});
}

/** The next command, one of three that touch an output folder. */
async function anyCommand(index: number, root: string, place: OutputPlace): Promise<void> {
  if (index % 2 === 0) return settle(place);
  const project = await loadProject(root);
  const before = wholeEdition(wholeFolder(place));
  const services = fakeServices({
    edition: `edition ${before}`,
    vocabularySize: 1000 + before,
    sha256: modelOf(before),
  });
  if (index % 4 === 1) await renderFromData({ project, place }, services);
  else await buildReport({ project, place, chapter: 2 }, services);
}

/** What a command leaves behind beside the output folder: nothing. */
function leftovers(place: OutputPlace): string[] {
  const known = [place.next, place.previous, place.lock];
  const beside = readdirSync(dirname(place.lock)).map((name) => join(dirname(place.lock), name));
  return beside.filter((path) => known.some((one) => path.startsWith(one)));
}

describe('a build that is killed', () => {
  const STEPS = [
    'locked',
    'writing',
    'wrote chapters/01-first.md',
    'wrote report.md',
    'old moved',
    'new moved',
    'old removed',
  ];
  const NEW_FROM = STEPS.indexOf('new moved');

  it.each(STEPS.flatMap((step) => (['own', 'other'] as const).map((which) => [step, which] as const)))(
    'after the step "%s" (%s output) leaves the old or the new report, whole',
    async (step, which) => {
      const root = scratchProject();
      const place = placeOf(root, which);
      expect(await ended(startChild(root, which, 1, { stopAt: step }))).toBe('SIGKILL');
      const expected = STEPS.indexOf(step) < NEW_FROM ? 1 : 2;
      expect(wholeEdition(wholeFolder(place))).toBe(expected);
      await settle(place);
      expect(wholeEdition(place.out)).toBe(expected);
      expect(leftovers(place)).toEqual([]);
    },
  );

  describe('at random moments', () => {
    const random = seededRandom(20);
    const moments = Array.from({ length: 8 }, () => Math.floor(random.next() * 250));
    const WHICH = ['own', 'other'] as const;

    /** Kills a build after so many milliseconds; gives what it had said. */
    async function killedAt(moment: number, ...build: Parameters<typeof startChild>) {
      const child = startChild(...build);
      const editions = editionsOf(child);
      const end = closed(child);
      await editions.first;
      await new Promise((resolve) => setTimeout(resolve, moment));
      child.kill('SIGKILL');
      await end;
      return editions;
    }

    it.each(moments.map((moment, index) => [index, moment] as const))(
      'is put right by the next command (moment %i, after %i ms)',
      async (index, moment) => {
        const root = scratchProject();
        const which = WHICH[index % 3 === 0 ? 1 : 0] ?? 'own';
        const editions = await killedAt(moment, root, which, 1);
        const place = placeOf(root, which);
        await anyCommand(index, root, place);
        const found = wholeEdition(place.out);
        expect([0, 1]).toContain(found - editions.last());
        expect(leftovers(place)).toEqual([]);
      },
    );

    it.each(moments.map((moment, index) => [index, moment] as const))(
      'loses no measurement that was done (moment %i, after %i ms)',
      async (index, moment) => {
        const root = scratchProject();
        const place = placeOf(root, 'own');
        const stale = index % 2 === 0;
        const editions = await killedAt(moment, root, 'own', 1, { measured: stale ? 'stale' : 'all' });
        const out = wholeEdition(wholeFolder(place));
        const next = editions.last() + 1;
        const vocabularySize = 1000 + next;
        const services = fakeServices({ edition: `edition ${next}`, vocabularySize, sha256: modelOf(next) });
        const again: string[] = [];
        const progress = { ...services.progress, measured: (_chapter: string, id: string) => again.push(id) };
        await buildReport({ project: await loadProject(root), place, stale }, { ...services, progress });
        // What is out belongs to no build that failed: without being asked for what is stale, the next measures all.
        const isOut = out === next;
        if (stale || !isOut) expect(again.filter((id) => editions.done(next).includes(id))).toEqual([]);
        if (stale && isOut) expect(again).toEqual([]);
        expect(wholeEdition(place.out)).toBe(next);
      },
    );
  });
});
