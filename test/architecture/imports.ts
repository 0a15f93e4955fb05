import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { MEASURING, VOCABULARY } from '#pipeline/imports';

/**
 * Who imports whom. A room is a folder of scripts/, chapters/, or templates/client/. RULES says which rooms each may use.
 * Imports of types alone are told apart, because they vanish when the code runs.
 */

/** What each room may import at run time besides itself. The commands may import everything. */
export const RULES: Readonly<Record<string, readonly string[]>> = {
  base: [],
  numerics: [],
  lm: ['numerics', 'base'],
  report: ['base'],
  'page-model': ['numerics', 'base'],
  client: ['serve', 'page-model', 'numerics', 'lm', 'base'],
  render: ['page-model', 'report', 'base'],
  compare: ['report', 'render', 'base'],
  pipeline: ['chapters', 'lm', 'report', 'render', 'compare', 'base'],
  check: ['pipeline', 'report', 'render', 'base'],
  dev: ['pipeline', 'report', 'render', 'base'],
  convert: ['pipeline', 'lm', 'base'],
  score: ['lm', 'base'],
  serve: ['page-model', 'lm', 'numerics', 'base'],
  site: ['serve', 'pipeline', 'render', 'page-model', 'lm', 'base'],
  calibrate: ['numerics', 'base'],
  bench: ['lm', 'render', 'numerics', 'base'],
  chapters: ['report', 'numerics'],
};

/** What each room may import as types besides. */
export const TYPE_RULES: Readonly<Record<string, readonly string[]>> = {
  report: ['lm'],
  'page-model': ['report'],
  render: ['lm'],
  compare: ['lm'],
  check: ['lm'],
  dev: ['lm'],
  chapters: ['lm'],
};

/** An import of one file of the project by another, both relative to its root. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly typesOnly: boolean;
}

/** The room of a file: 'lm' for scripts/lm/open.ts, 'chapters', 'commands' for scripts/build.ts. */
export function roomOf(path: string): string | undefined {
  const [first, second, third] = path.split('/');
  if (first === 'chapters') return 'chapters';
  if (first === 'templates') return second;
  if (first !== 'scripts' || second === undefined) return undefined;
  return third === undefined ? 'commands' : second;
}

/** Makes imports of types ordinary ones, so that the bundler reports them too. */
const revealTypes: Plugin = {
  name: 'reveal-types',
  setup(setup) {
    setup.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source
        .replace(/^(import|export) type (?=(?:\{[^}]*\}|\*[\w\s]*|\w+)\s+from\s)/gm, '$1 ')
        .replace(/([{,]\s*)type (?=\w+\s*[,}]|\w+ as )/g, '$1');
      return { contents, loader: 'ts' };
    });
  },
};

async function importsBetween(root: string, files: readonly string[], withTypes: boolean): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [...files],
    outdir: '.',
    bundle: true,
    splitting: true, // or each entry would be written with all that it reaches
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    external: ['node:*'],
    logLevel: 'silent',
    // Kept as they stand, or an import of types would be dropped again.
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    plugins: withTypes ? [revealTypes, internalImports(root)] : [internalImports(root)],
  });
  return Object.entries(metafile.inputs).flatMap(([from, { imports }]) =>
    imports.filter(({ external }) => !external).map(({ path }) => `${from} ${path}`),
  );
}

/** `#room/file` is internal although it looks like a package's. */
function internalImports(root: string): Plugin {
  return {
    name: 'internal-imports',
    setup(setup) {
      setup.onResolve({ filter: /^#/ }, ({ path }) => {
        const [room = '', ...rest] = path.slice(1).split('/');
        const folder = room === 'chapters' ? 'chapters' : join('scripts', room);
        return { path: join(root, folder, `${rest.length === 0 ? 'index' : rest.join('/')}.ts`) };
      });
    },
  };
}

/** Every import of a file of the project by another. */
export async function allArrows(root: string): Promise<Arrow[]> {
  const files = ['scripts', 'chapters', 'templates/client']
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
        join(folder, path),
      ),
    )
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'));
  const running = new Set(await importsBetween(root, files, false));
  const all = new Set([...running, ...(await importsBetween(root, files, true))]);
  return [...all].map((line) => {
    const [from = '', to = ''] = line.split(' ');
    return { from, to, typesOnly: !running.has(line) };
  });
}

function isAllowed({ from, to, typesOnly }: Arrow): boolean {
  const [importer, imported] = [roomOf(from), roomOf(to)];
  if (importer === 'commands' || imported === undefined || importer === undefined) return true;
  if (importer === imported) return true;
  const rooms = [...(RULES[importer] ?? []), ...(typesOnly ? (TYPE_RULES[importer] ?? []) : [])];
  return rooms.includes(imported);
}

function describeArrow({ from, to, typesOnly }: Arrow): string {
  return `${from} imports ${typesOnly ? 'types of ' : ''}${to}`;
}

/** The imports that no rule allows, as sentences. */
export function forbiddenArrows(arrows: readonly Arrow[]): string[] {
  return arrows
    .filter((arrow) => !isAllowed(arrow))
    .map(describeArrow)
    .sort();
}

/** The files that a file imports when it runs, directly or not. */
function reachedFrom(path: string, arrows: readonly Arrow[]): Set<string> {
  const reached = new Set<string>();
  const visit = (from: string): void => {
    for (const arrow of arrows) {
      if (arrow.from !== from || arrow.typesOnly || reached.has(arrow.to)) continue;
      reached.add(arrow.to);
      visit(arrow.to);
    }
  };
  visit(path);
  return reached;
}

const writes = (path: string): boolean => roomOf(path) === 'report' && !MEASURING.includes(path);

/** Imports of chapters beyond their vocabulary. */
export function beyondTheVocabulary(arrows: readonly Arrow[]): string[] {
  return arrows
    .filter(
      ({ from, to }) => roomOf(from) === 'chapters' && roomOf(to) === 'report' && !VOCABULARY.includes(to),
    )
    .map(describeArrow)
    .sort();
}

/** Measurements that reach what writes: `x.measure.ts` holds what needs the model, `x.ts` what a reader sees. */
export function measurementsThatWrite(arrows: readonly Arrow[]): string[] {
  const measuring = new Set(arrows.map(({ from }) => from).filter((path) => path.endsWith('.measure.ts')));
  return [...measuring]
    .flatMap((path) => {
      const reached = [...reachedFrom(path, arrows)].find(writes);
      return reached === undefined ? [] : [`${path} measures and reaches ${reached}, which writes`];
    })
    .sort();
}

/** Imports of a chapter from another chapter that take more than its measurements, as sentences. */
export function sectionsTakenFromOthers(arrows: readonly Arrow[]): string[] {
  const chapterOf = (path: string): string | undefined =>
    roomOf(path) === 'chapters' && path.split('/').length > 2 ? path.split('/')[1] : undefined;
  return arrows
    .filter(({ from, to, typesOnly }) => {
      const [importer, imported] = [chapterOf(from), chapterOf(to)];
      if (typesOnly || importer === undefined || imported === undefined || importer === imported)
        return false;
      return [...reachedFrom(to, arrows)].some(writes);
    })
    .map(({ from, to }) => `${from} imports ${to}, which writes a section of another chapter`)
    .sort();
}
