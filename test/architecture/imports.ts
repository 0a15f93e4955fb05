import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'acorn';
import { build, type Plugin, transform } from 'esbuild';

/**
 * Who imports whom. A room is a folder of scripts/, or chapters/; rooms may use only what RULES says, and files of a
 * room only what they need of it. Imports of types alone are told apart: they vanish when the code runs.
 */

/** What each room may import at run time besides itself. The commands may import everything. */
const RULES: Readonly<Record<string, readonly string[]>> = {
  base: [],
  numerics: [],
  lm: ['numerics', 'base'],
  report: ['base'],
  render: ['report', 'base'],
  pipeline: ['chapters', 'lm', 'report', 'render', 'base'],
  check: ['pipeline', 'report', 'render', 'base'],
  convert: ['lm', 'base'],
  chapters: ['report', 'numerics'],
};

/** What each room may import as types besides. */
const TYPE_RULES: Readonly<Record<string, readonly string[]>> = { report: ['lm'], chapters: ['lm'] };

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
        return { path: join(root, folder, `${rest.join('/')}.ts`) };
      });
    },
  };
}

/** Every import of a file of the project by another. */
export async function allArrows(root: string): Promise<Arrow[]> {
  const files = ['scripts', 'chapters']
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

/** The names that a module imports from each file it names, as written. */
async function importedNames(path: string): Promise<{ readonly source: string; readonly names: string[] }[]> {
  const { code } = await transform(await readFile(path, 'utf8'), { loader: 'ts', format: 'esm' });
  return parse(code, { ecmaVersion: 'latest', sourceType: 'module' }).body.flatMap((statement) => {
    if (statement.type !== 'ImportDeclaration') return [];
    const names = statement.specifiers.map((specifier) => {
      if (specifier.type !== 'ImportSpecifier') return specifier.type;
      return specifier.imported.type === 'Identifier'
        ? specifier.imported.name
        : String(specifier.imported.value);
    });
    return [{ source: String(statement.source.value), names }];
  });
}

/** Whether a value is a section or a chapter: what one chapter may not take from another. */
function isWritten(value: unknown): boolean {
  return typeof value === 'object' && value !== null && ('write' in value || 'sections' in value);
}

/** Imports of a chapter from another chapter that take its sections, not its measurements; as sentences. */
export async function sectionsTakenFromOthers(root: string, arrows: readonly Arrow[]): Promise<string[]> {
  const chapterOf = (path: string): string => path.split('/')[1] ?? '';
  const across = arrows.filter(
    ({ from, to, typesOnly }) =>
      !typesOnly &&
      from.split('/').length > 2 &&
      roomOf(from) === 'chapters' &&
      roomOf(to) === 'chapters' &&
      chapterOf(from) !== chapterOf(to),
  );
  const found: string[] = [];
  for (const { from, to } of across) {
    const exported: Readonly<Record<string, unknown>> = await import(
      /* @vite-ignore */ pathToFileURL(join(root, to)).href
    );
    for (const { source, names } of await importedNames(join(root, from))) {
      const target = source.startsWith('#chapters/')
        ? `chapters/${source.slice('#chapters/'.length)}.ts`
        : relative(root, join(root, dirname(from), source)).replaceAll('\\', '/');
      if (target !== to) continue;
      for (const name of names) {
        if (isWritten(exported[name])) found.push(`${from} takes the section ${name} of ${to}`);
      }
    }
  }
  return found.sort();
}
