import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { BuildResult, Plugin } from 'esbuild';
import { build } from 'esbuild';
import { UserError } from '#base/user-error';
import type { Measurement } from '#report/measurement';
import type { Project } from './project.ts';
import { CHAPTERS_MODULE } from './project.ts';
import { onlyUsedCode } from './used-code.ts';

/**
 * What a measurement computes depends on its code, its data files and the model. The code is identified by a hash over
 * everything that it can reach: the measurement is bundled by itself, without comments, formatting and types, without
 * the prose that stands in the same file, and without the contract and packages, which are left as imports. It is
 * esbuild that writes the bundle: a new version of it may change every hash, and then all is measured anew.
 */

/** What identifies the code and the data of a measurement. */
export interface MeasurementCode {
  /** SHA-256 of the bundled code, in hex. */
  readonly hash: string;
  /** SHA-256 of each of its data files, by the name it uses for them. */
  readonly data: Readonly<Record<string, string>>;
  /** The files whose code is in the bundle, relative to the project's root, with forward slashes, sorted. */
  readonly sources: readonly string[];
}

/** Where a measurement stands: a module relative to the root, and the name it is exported under. */
interface Origin {
  readonly module: string;
  readonly exportName: string;
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Leaves the contract and packages out, and what a bundle does not use of them as well. */
const contractAndPackagesOutside: Plugin = {
  name: 'contract-and-packages-outside',
  setup(setup) {
    setup.onResolve({ filter: /^#report\/|^[^./#]/ }, ({ path, kind }) =>
      kind === 'entry-point' ? undefined : { path, external: true, sideEffects: false },
    );
  },
};

const ENTRY = 'measurement:';

/** An entry for each measurement, which exports it and nothing else. */
function measurementEntries(root: string, origins: ReadonlyMap<string, Origin>): Plugin {
  return {
    name: 'measurement-entries',
    setup(setup) {
      setup.onResolve({ filter: new RegExp(`^${ENTRY}`) }, ({ path }) => ({
        path: path.slice(ENTRY.length),
        namespace: 'measurement',
      }));
      setup.onLoad({ filter: /.*/, namespace: 'measurement' }, ({ path: id }) => {
        const origin = origins.get(id);
        if (!origin) throw new Error(`no origin for measurement ${id}`);
        const name = JSON.stringify(origin.exportName);
        return {
          contents: `export { ${name} as measurement } from ${JSON.stringify(`./${origin.module}`)};`,
          resolveDir: root,
        };
      });
    },
  };
}

/** The modules below chapters/ that the list of chapters imports, itself included, relative to the root. */
async function chapterModules(root: string): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [CHAPTERS_MODULE],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
    plugins: [contractAndPackagesOutside],
  });
  return Object.keys(metafile.inputs).filter((path) => path.startsWith('chapters/') && path.endsWith('.ts'));
}

/** Finds, by identity, the module that exports each measurement. */
async function originsOf(
  root: string,
  measurements: readonly Measurement[],
): Promise<ReadonlyMap<string, Origin>> {
  const origins = new Map<string, Origin>();
  const idOf = new Map<unknown, string>(measurements.map((one) => [one, one.id]));
  for (const module of await chapterModules(root)) {
    const url = pathToFileURL(join(root, module)).href;
    const exported: Readonly<Record<string, unknown>> = await import(/* @vite-ignore */ url);
    for (const [exportName, value] of Object.entries(exported)) {
      const id = idOf.get(value);
      if (id !== undefined && !origins.has(id)) origins.set(id, { module, exportName });
    }
  }
  const lost = measurements.find(({ id }) => !origins.has(id));
  if (lost) {
    throw new Error(
      `measurement "${lost.id}" must be exported from a module in chapters/, or its code is not found`,
    );
  }
  return origins;
}

type Bundles = BuildResult<{ write: false; metafile: true }>;

function bundle(root: string, origins: ReadonlyMap<string, Origin>): Promise<Bundles> {
  return build({
    absWorkingDir: root,
    entryPoints: [...origins.keys()].map((id) => ({ in: ENTRY + id, out: id })),
    outdir: '.',
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'es2023',
    charset: 'utf8',
    treeShaking: true,
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    // Nothing but the code decides: not the compiler options of whoever runs this.
    tsconfigRaw: {},
    logLevel: 'silent',
    plugins: [measurementEntries(root, origins), contractAndPackagesOutside, onlyUsedCode],
  });
}

async function dataHashes(measurement: Measurement): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const [name, url] of Object.entries(measurement.data)) {
    hashes[name] = sha256(await readDataFile(measurement, name, url));
  }
  return hashes;
}

/** The bytes of a data file of a measurement. Throws a UserError when it cannot be read. */
export async function readDataFile(measurement: Measurement, name: string, url: URL): Promise<Uint8Array> {
  try {
    return await readFile(url);
  } catch (cause) {
    throw new UserError(
      `The data file "${name}" of measurement ${measurement.id} cannot be read: ${fileURLToPath(url)}.`,
      { cause },
    );
  }
}

/**
 * The code of each measurement, by its id. The hashes depend neither on where the project lies nor on comments,
 * formatting, line endings or prose. Throws an Error when a measurement is not exported from a module in chapters/, or
 * its code cannot be bundled.
 */
export async function codeOfMeasurements(
  project: Project,
  measurements: readonly Measurement[],
): Promise<ReadonlyMap<string, MeasurementCode>> {
  const { root } = project;
  if (measurements.length === 0) return new Map();
  const { outputFiles, metafile } = await bundle(root, await originsOf(root, measurements));
  const textOf = new Map(outputFiles.map((file) => [file.path, file.text]));
  const codes = new Map<string, MeasurementCode>();
  for (const measurement of measurements) {
    const output = metafile.outputs[`${measurement.id}.js`];
    const text = textOf.get(join(root, `${measurement.id}.js`));
    if (!output || text === undefined) throw new Error(`esbuild left out measurement ${measurement.id}`);
    const sources = Object.entries(output.inputs)
      .filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && !path.startsWith('measurement:'))
      .map(([path]) => path)
      .sort();
    codes.set(measurement.id, { hash: sha256(text), data: await dataHashes(measurement), sources });
  }
  return codes;
}
