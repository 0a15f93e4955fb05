import { readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';

/** Checks what chapters import. Mistakes are esbuild's errors, which know their line and column. */

export const CHAPTERS = 'chapters';
/** How the name of a module ends that holds measurements. */
export const MEASURING_MODULE = '.measure.ts';

/** What chapters write with; the rest of the contract, which can take a result apart, is not theirs. */
export const VOCABULARY = ['index', 'values', 'marks', 'measurement'].map(
  (name) => `scripts/report/${name}.ts`,
);
/** What a measurement may use of the contract: nothing that writes. */
export const MEASURING = [
  'scripts/report/measurement.ts',
  'scripts/report/number-kinds.ts',
  'scripts/report/result-kinds.ts',
];
/** Modules of Node's that only calculate. */
const CALCULATING = ['node:crypto', 'node:zlib'];

const WHAT_CHAPTERS_IMPORT =
  'chapters import #report, #report/values, #report/marks, #report/measurement, #numerics/… and each other, and types of #lm';

const slashed = (path: string): string => path.replaceAll('\\', '/');

/** Why a file of chapters/ may not import this, if it may not. */
function refusedImport(root: string, importer: string, name: string): string | undefined {
  if (CALCULATING.includes(name) || /^#(chapters|numerics)\//.test(name)) return undefined;
  const path = name.startsWith('.') ? slashed(relative(root, resolve(dirname(importer), name))) : name;
  if (path.startsWith(`${CHAPTERS}/`)) return undefined;
  const inContract = path.replace(/^#report$/, '#report/index').replace(/^#(report\/.+)$/, 'scripts/$1.ts');
  if (VOCABULARY.includes(inContract)) return undefined;
  return `a chapter may not import ${name}; ${WHAT_CHAPTERS_IMPORT}`;
}

type Refusal = (importer: string, name: string) => string | undefined;

/** Gives imports of chapters that are refused an error with their place. */
function refusing(root: string, refused: Refusal): Plugin {
  return {
    name: 'refusing',
    setup(setup) {
      setup.onResolve({ filter: /./ }, ({ importer, path }) => {
        const from = slashed(relative(root, importer));
        const why = from.startsWith(`${CHAPTERS}/`) ? refused(from, path) : undefined;
        return why === undefined ? undefined : { errors: [{ text: why }] };
      });
    },
  };
}

async function importsOf(root: string, modules: readonly string[], refused?: Refusal): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [...modules],
    outdir: '.',
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    // An import that nothing uses is one all the same.
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    logLevel: 'silent',
    plugins: refused ? [refusing(root, refused)] : [],
  });
  return metafile;
}

/** The first module of the contract that writes among those a module reaches. */
function writerBehind(
  module: string,
  inputs: Metafile['inputs'],
  seen = new Set<string>(),
): string | undefined {
  // A project of the tests lies inside of this one, and has its scripts above itself.
  const inProject = module.replace(/^(?:\.\.\/)+/, '');
  if (inProject.startsWith('scripts/report/') && !MEASURING.includes(inProject)) return inProject;
  if (seen.has(module)) return undefined;
  seen.add(module);
  for (const { path } of inputs[module]?.imports ?? []) {
    const found = writerBehind(path, inputs, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

const folderOf = (module: string): string | undefined => /^chapters\/([^/]+)\//.exec(module)?.[1];

/** Why a file of chapters/ may not import a module, for all that this module reaches. */
function refusedReach(
  from: string,
  to: string,
  name: string,
  inputs: Metafile['inputs'],
): string | undefined {
  const writer = writerBehind(to, inputs);
  if (writer === undefined) return undefined;
  if (from.endsWith(MEASURING_MODULE))
    return `a ${MEASURING_MODULE} may not import ${name}, which ${to.endsWith(writer) ? 'writes' : `reaches ${writer}, which writes`}`;
  const [importer, imported] = [folderOf(from), folderOf(to)];
  return importer !== undefined && imported !== undefined && importer !== imported
    ? `a chapter may not import ${name}, which writes a section of another; it may import measurements`
    : undefined;
}

/** Rejects with esbuild's error, which has the place, at the first import of a chapter that is missing or refused. */
export async function assertImports(root: string): Promise<void> {
  const measuring = readdirSync(join(root, CHAPTERS), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(MEASURING_MODULE))
    .map((path) => `${CHAPTERS}/${slashed(path)}`);
  const modules = [`${CHAPTERS}/index.ts`, ...measuring.sort()];
  const refusedHere: Refusal = (from, name) => refusedImport(root, join(root, from), name);
  // Asking for every import takes twice as long: it is done for the place of a mistake.
  const { inputs } = await importsOf(root, modules).catch(() => importsOf(root, modules, refusedHere));
  const refused = new Map<string, string>();
  for (const [from, { imports }] of Object.entries(inputs)) {
    if (!from.startsWith(`${CHAPTERS}/`)) continue;
    for (const { path, original } of imports) {
      const name = original ?? path;
      const why = refusedHere(from, name) ?? refusedReach(from, path, name, inputs);
      if (why !== undefined) refused.set(`${from} ${name}`, why);
    }
  }
  if (refused.size > 0) await importsOf(root, modules, (from, name) => refused.get(`${from} ${name}`));
}
