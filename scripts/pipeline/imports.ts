import { readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';

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
  'scripts/report/kind-tree.ts',
  'scripts/report/ids.ts',
];
/** Modules of Node's that only calculate. */
const CALCULATING = ['node:crypto', 'node:zlib'];

const WHAT_CHAPTERS_IMPORT =
  'chapters import #report, #report/values, #report/marks, #report/measurement, #numerics/… and each other, and types of #lm';

const slashed = (path: string): string => path.replaceAll('\\', '/');

/** Why a file may not import this, if it is one of chapters/ and may not. */
function refusedImport(root: string, importer: string, name: string): string | undefined {
  if (!importer.startsWith(`${CHAPTERS}/`)) return undefined;
  if (CALCULATING.includes(name) || /^#(chapters|numerics)\//.test(name)) return undefined;
  const path = name.startsWith('.') ? slashed(relative(root, resolve(root, dirname(importer), name))) : name;
  if (path.startsWith(`${CHAPTERS}/`)) return undefined;
  const inContract = path.replace(/^#report$/, '#report/index').replace(/^#(report\/.+)$/, 'scripts/$1.ts');
  if (
    importer.endsWith(MEASURING_MODULE) &&
    VOCABULARY.includes(inContract) &&
    !MEASURING.includes(inContract)
  )
    return `a ${MEASURING_MODULE} may not import ${name}, which writes`;
  if (VOCABULARY.includes(inContract)) return undefined;
  return `a chapter may not import ${name}; ${WHAT_CHAPTERS_IMPORT}`;
}

/** Gives imports of chapters that are refused an error with their place. */
function refusing(root: string): Plugin {
  return {
    name: 'refusing',
    setup(setup) {
      // Asking for every import would take twice as long: what lies in the same folder or below may be imported.
      setup.onResolve({ filter: /^[^.]|\.\./ }, ({ importer, path }) => {
        const why = refusedImport(root, slashed(relative(root, importer)), path);
        return why === undefined ? undefined : { errors: [{ text: why }] };
      });
    },
  };
}

/** The modules with measurements, relative to the root, sorted. */
export const measuringModules = (root: string): string[] =>
  readdirSync(join(root, CHAPTERS), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(MEASURING_MODULE))
    .map((path) => `${CHAPTERS}/${slashed(path)}`)
    .sort();

/** Rejects with esbuild's error, which has the place, at the first import of a chapter that is missing or refused. */
export async function assertImports(root: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [`${CHAPTERS}/index.ts`, ...measuringModules(root)],
    outdir: '.',
    bundle: true,
    splitting: true,
    write: false,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    // An import that nothing uses is one all the same.
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    logLevel: 'silent',
    plugins: [refusing(root)],
  });
}
