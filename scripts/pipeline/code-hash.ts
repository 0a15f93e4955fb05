import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { about } from '#base/source-location';
import { UserError } from '#base/user-error';
import type { Measurement } from '#report/measurement';
import { CHAPTERS, MEASURING_MODULE, measuringModules } from './imports.ts';
import type { Project } from './project.ts';

/**
 * Code is identified by a hash of its esbuild bundle, without comments, formatting and types. Packages, whose versions
 * are recorded, and `#report` stay outside. A new version of esbuild may change every hash.
 */

export interface MeasurementCode {
  /** SHA-256 of the module that exports it and all that this module reaches. */
  readonly hash: string;
  /** SHA-256 of its data files, by the name it uses for each. */
  readonly data: Readonly<Record<string, string>>;
  /** The files whose code that is, relative to the project's root, with forward slashes, sorted. */
  readonly sources: readonly string[];
}

interface Bundle extends Pick<MeasurementCode, 'hash' | 'sources'> {
  /** The packages that it imports, in the order it first does; Node's own modules are not among them. */
  readonly packages: readonly string[];
}

/** They open a model, in this process or behind a server, and so reach all that is behind `lm`. */
const LM_MODULE = 'scripts/lm/open.ts';
const ENGINE_MODULE = 'scripts/lm/vllm/open.ts';

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Bundles each module by itself; paths are relative to the root, with forward slashes. */
async function bundles(root: string, modules: readonly string[]): Promise<ReadonlyMap<string, Bundle>> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [...modules],
    outdir: '.',
    outbase: '.',
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'es2023',
    charset: 'utf8',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    packages: 'external',
    external: ['#report/*'],
    // Nothing but the code decides: not the compiler options of whoever runs this.
    tsconfigRaw: {},
    logLevel: 'silent',
  });
  const textOf = new Map(outputFiles.map(({ path, text }) => [path, text]));
  return new Map(
    Object.entries(metafile.outputs).map(([path, { entryPoint = '', inputs, imports }]) => {
      const used = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
      const outside = imports.map((one) => one.path).filter((name) => !/^(#report\/|node:)/.test(name));
      const text = textOf.get(join(root, path));
      if (text === undefined) throw new Error(`esbuild left out ${entryPoint}`);
      const sources = used.map(([source]) => source).sort();
      return [entryPoint, { hash: sha256(text), sources, packages: [...new Set(outside)] }];
    }),
  );
}

/** All the code that a module reaches. */
export async function bundleOf(root: string, module: string): Promise<Bundle> {
  const bundle = (await bundles(root, [module])).get(module);
  if (!bundle) throw new Error(`esbuild left out ${module}`);
  return bundle;
}

/** The code behind `lm`: everything between a measurement and the packages that run the model. */
export const lmBundle = (root: string, behindServer = false): Promise<Bundle> =>
  bundleOf(root, behindServer ? ENGINE_MODULE : LM_MODULE);

async function modulesOf(root: string, measurements: readonly Measurement[]): Promise<Map<string, string>> {
  const idOf = new Map<unknown, string>(measurements.map((one) => [one, one.id]));
  const modules = new Map<string, string>();
  for (const module of measuringModules(root)) {
    const exported: object = await import(/* @vite-ignore */ pathToFileURL(join(root, module)).href);
    for (const value of Object.values(exported)) {
      const id = idOf.get(value);
      if (id !== undefined) modules.set(id, module);
    }
  }
  return modules;
}

/** The bytes of a measurement's data files, by name. Throws a UserError that names one which cannot be read. */
export async function readDataFiles(measurement: Measurement): Promise<Map<string, Uint8Array>> {
  const { id, data } = measurement;
  const files = new Map<string, Uint8Array>();
  for (const [name, url] of Object.entries(data)) {
    try {
      files.set(name, await readFile(url));
    } catch (cause) {
      const what = `The data file "${name}" of measurement ${id}`;
      throw about(new UserError(`${what} cannot be read: ${fileURLToPath(url)}.`, { cause }), measurement);
    }
  }
  return files;
}

/** The code of each measurement by its id. Throws an Error if no `.measure.ts` exports it, or it imports a package. */
export async function codeOfMeasurements(
  { root }: Project,
  measurements: readonly Measurement[],
): Promise<ReadonlyMap<string, MeasurementCode>> {
  if (measurements.length === 0) return new Map();
  const modules = await modulesOf(root, measurements);
  const found = await bundles(root, [...new Set(modules.values())].sort());
  const codes = new Map<string, MeasurementCode>();
  for (const measurement of measurements) {
    const module = modules.get(measurement.id);
    const bundle = module === undefined ? undefined : found.get(module);
    if (!bundle)
      throw about(
        new Error(
          `measurement "${measurement.id}" must be exported from a module in ${CHAPTERS}/ whose name ends in ${MEASURING_MODULE}, or its code is not found`,
        ),
        measurement,
      );
    const { hash, sources, packages } = bundle;
    if (packages.length > 0)
      throw about(
        new Error(`${module} uses ${packages.join(', ')}: measurements may not import packages`),
        measurement,
      );
    const files = [...(await readDataFiles(measurement))];
    const data = Object.fromEntries(files.map(([name, bytes]) => [name, sha256(bytes)]));
    codes.set(measurement.id, { hash, data, sources });
  }
  return codes;
}
