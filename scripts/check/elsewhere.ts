/** For maintainers: measures a chapter on a processor that QEMU emulates, and compares with the committed data. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ROOT, runCommand } from '#base/command';
import { decodeJson, encodeJson } from '#base/json';
import { UserError } from '#base/user-error';
import { chapters } from '#chapters/index';
import { resultOf } from '#check/check-result';
import { readCommittedData } from '#check/committed-data';
import { describeCheck } from '#check/describe';
import { readFiles } from '#check/files';
import { passes } from '#check/finding';
import { compareData, withResults } from '#check/measure-and-compare';
import { clearRecord, recordOf, writeRecord } from '#check/record';
import { chapterNumber, measurementIds } from '#pipeline/arguments';
import { chapterNumbered } from '#pipeline/build-report';
import { type Result, runMeasurements } from '#pipeline/measure';
import { measurementsOf } from '#pipeline/project';
import { ownOutput } from '#pipeline/publish';
import { inRunningOrder } from '#report/measurement';

const SPEC = {
  name: 'node scripts/check/elsewhere.ts',
  summary: `Measures a chapter on a processor that QEMU emulates, and compares with the committed data (slow).
By how much results differ is told in .check/report.md.
On x86-64 with AVX2 nothing may differ; on ARM the tolerances of the kinds apply.`,
  options: {
    chapter: { type: 'string', value: 'N', help: 'which chapter (default 1)' },
    measurements: { type: 'string', value: 'IDS', help: 'only these measurements, with commas between them' },
    cpu: {
      type: 'string',
      value: 'NAME',
      help: 'which processor, as QEMU calls it (default Haswell: AVX2 and nothing newer; for ARM neoverse-n1)',
    },
    arm: { type: 'string', value: 'NODE', help: 'measure on ARM instead, with this Node for Linux on arm64' },
  },
} as const;

const HERE = fileURLToPath(import.meta.url);
const PROJECT = { root: ROOT, chapters };
/** The first argument of the copy that runs on the emulated processor. */
const MEASURE = 'measure';

/** Where the Debian packages *-arm64-cross put the C library for ARM. */
const ARM_LIBRARIES = '/usr/aarch64-linux-gnu/lib';
/** How Linux describes the processor that is emulated; QEMU would show ours, at which ONNX Runtime stumbles. */
const ARM_PROCESSOR = `processor\t: 0
BogoMIPS\t: 243.75
Features\t: fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics fphp asimdhp cpuid asimdrdm lrcpc dcpop asimddp
CPU implementer\t: 0x41
CPU architecture: 8
CPU variant\t: 0x3
CPU part\t: 0xd0c
CPU revision\t: 1

`;

/** On the emulated processor: prints each result as a line of JSON as soon as it is there. */
async function measureHere([number, ...ids]: readonly string[]): Promise<void> {
  const all = measurementsOf(chapters.filter((chapter) => chapter.number === Number(number)));
  const chosen = ids.length === 0 ? all : inRunningOrder(all.filter(({ id }) => ids.includes(id)));
  const lm = await (await import('#lm/open')).openLanguageModel({ threads: 1 });
  process.stderr.write('The model is open.\n');
  await runMeasurements(chosen, lm, {
    measured({ id }, result) {
      process.stderr.write(`${id}: ${result.forwardTokens} tokens\n`);
      process.stdout.write(`${encodeJson({ id, ...result }).replaceAll(/\n\s*/g, '')}\n`);
    },
  });
  await lm.close();
}

/** Bundles this file without TypeScript, which the slow emulated Node would have to compile. */
async function bundle(folder: string): Promise<string> {
  const outfile = join(folder, 'program.mjs');
  await build({
    entryPoints: [HERE],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
    plugins: [
      {
        // Modules find their files by `import.meta.url`, which in a bundle would be the bundle's.
        name: 'own-urls',
        setup(setup) {
          setup.onLoad({ filter: /\.ts$/ }, ({ path }) => {
            const url = JSON.stringify(pathToFileURL(path).href);
            const contents = readFileSync(path, 'utf8').replaceAll('import.meta.url', url);
            return { contents, loader: 'ts' };
          });
        },
      },
    ],
  });
  return outfile;
}

/** A folder in which an ARM program finds the C library and the description of its processor. */
function armRoot(folder: string): string {
  const root = join(folder, 'arm');
  const processors = join(root, 'sys', 'devices', 'system', 'cpu');
  mkdirSync(processors, { recursive: true });
  mkdirSync(join(root, 'proc'));
  symlinkSync(ARM_LIBRARIES, join(root, 'lib'));
  writeFileSync(join(root, 'proc', 'cpuinfo'), ARM_PROCESSOR);
  for (const name of ['possible', 'present', 'online']) writeFileSync(join(processors, name), '0\n');
  return root;
}

async function measureEmulated(
  args: readonly string[],
  { cpu, arm }: { readonly cpu: string | undefined; readonly arm: string | undefined },
): Promise<{ readonly results: ReadonlyMap<string, Result>; readonly exitCode: number | null }> {
  const folder = join(ROOT, '.build', `emulated-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    const [emulator, ...before] =
      arm === undefined
        ? ['qemu-x86_64', '-cpu', cpu ?? 'Haswell', process.execPath]
        : ['qemu-aarch64', '-cpu', cpu ?? 'neoverse-n1', '-L', armRoot(folder), arm];
    const command = [...before, await bundle(folder), MEASURE, ...args];
    const { stdout, status, error } = spawnSync(emulator, command, {
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
      maxBuffer: Number.POSITIVE_INFINITY,
    });
    if (error) {
      const message = `${emulator} (of the Debian package qemu-user) is needed, and cannot be run here.`;
      throw new UserError(message, { cause: error });
    }
    const lines = stdout.split('\n').filter((line) => line !== '');
    const results = lines.map((line) => decodeJson(line) as unknown as Result & { readonly id: string });
    return { results: new Map(results.map((one) => [one.id, one])), exitCode: status };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Tells how results differ from the committed data; gives whether they may. */
function compareResults(results: ReadonlyMap<string, Result>, allowsDrift: boolean): boolean {
  const { files } = readCommittedData(PROJECT, readFiles(ownOutput(ROOT)));
  const freshData = withResults(files, results);
  const compared = compareData(PROJECT, files, freshData, { allowsDrift });
  const stems = freshData.map(({ chapter }) => chapter);
  const result = resultOf(stems, undefined, { ...compared, freshData });
  const record = join(ROOT, '.check');
  clearRecord(record);
  writeRecord(record, recordOf(result));
  process.stdout.write(describeCheck(result));
  return stems.length > 0 && passes(result.verdict);
}

const [first, ...rest] = process.argv.slice(2);
if (first === MEASURE) await measureHere(rest);
else
  await runCommand(SPEC, async ({ options }) => {
    const number = chapterNumber(options.chapter ?? '1');
    const known = measurementsOf([chapterNumbered(PROJECT, number)]).map(({ id }) => id);
    const ids = options.measurements === undefined ? [] : measurementIds(options.measurements, known);
    const { results, exitCode } = await measureEmulated([String(number), ...ids], options);
    process.exitCode = compareResults(results, options.arm !== undefined) ? 0 : 1;
    if (exitCode !== 0)
      throw new UserError(
        `The emulated run ended early, with exit code ${exitCode}: that is all it measured.`,
      );
  });
