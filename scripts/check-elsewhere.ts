/**
 * For maintainers: does a chapter measure the same on another processor? Runs the measuring half of one chapter on a
 * processor that QEMU emulates and compares the results with the committed data, value by value. Slow (minutes to an
 * hour). `npx tsx scripts/check-elsewhere.ts [--chapter N] [--cpu NAME | --arm NODE]`
 */
import { spawn } from 'node:child_process';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { parseCommand, runCommand } from '#base/command';
import { decodeJson } from '#base/json';
import { UserError } from '#base/user-error';
import { readCommittedData } from '#check/committed-data';
import { compareData } from '#check/data-half';
import { describeDifference } from '#check/describe';
import { driftByKind, withResults } from '#check/drift-by-kind';
import { readFiles } from '#check/files';
import { chapterNumber } from '#pipeline/arguments';
import { chapterNumbered } from '#pipeline/build-report';
import { loadProject } from '#pipeline/project';
import { ownOutput } from '#pipeline/publish';

const SPEC = {
  name: 'npx tsx scripts/check-elsewhere.ts',
  summary: `Measures a chapter on a processor that QEMU emulates, and compares with the committed data (slow).
On x86-64 with AVX2 nothing may differ; on ARM the tolerances of the kinds apply.`,
  options: {
    chapter: { type: 'string', value: 'N', help: 'which chapter (default 1)' },
    cpu: {
      type: 'string',
      value: 'NAME',
      help: 'an x86-64 processor (default Haswell: AVX2, nothing newer)',
    },
    arm: { type: 'string', value: 'NODE', help: 'measure on ARM instead, with this Node for Linux on arm64' },
    libraries: {
      type: 'string',
      value: 'DIR',
      help: 'where the C library for ARM lies (default /usr/aarch64-linux-gnu, of Debian packages *-arm64-cross)',
    },
    threads: { type: 'string', value: 'N', help: 'threads that a call uses (default 1)' },
  },
} as const;

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const MOST_SHOWN = 20;

/** Modules find their files by `import.meta.url`, which in a bundle would be the bundle's. */
const ownUrls: Plugin = {
  name: 'own-urls',
  setup(setup) {
    setup.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const url = JSON.stringify(pathToFileURL(path).href);
      return { contents: source.replaceAll('import.meta.url', url), loader: 'ts' };
    });
  },
};

/** One plain JavaScript file, so that the slow emulated Node need not compile TypeScript. */
async function bundleProgram(folder: string): Promise<string> {
  const outfile = join(folder, 'measure-chapter.mjs');
  await build({
    entryPoints: [join(ROOT, 'scripts', 'measure-chapter.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
    plugins: [ownUrls],
  });
  return outfile;
}

/** How Linux describes the processor that is emulated; QEMU would show ours, which puzzles what reads it. */
const ARM_PROCESSOR = `processor\t: 0
BogoMIPS\t: 243.75
Features\t: fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics fphp asimdhp cpuid asimdrdm lrcpc dcpop asimddp
CPU implementer\t: 0x41
CPU architecture: 8
CPU variant\t: 0x3
CPU part\t: 0xd0c
CPU revision\t: 1

`;

/** A folder in which an emulated program finds the C library and the description of its processor. */
async function armRoot(folder: string, libraries: string): Promise<string> {
  const root = join(folder, 'arm');
  const processors = join(root, 'sys', 'devices', 'system', 'cpu');
  await mkdir(processors, { recursive: true });
  await mkdir(join(root, 'proc'));
  await symlink(join(libraries, 'lib'), join(root, 'lib'));
  await writeFile(join(root, 'proc', 'cpuinfo'), ARM_PROCESSOR);
  for (const name of ['possible', 'present', 'online']) await writeFile(join(processors, name), '0\n');
  return root;
}

/** Runs a program to its end; gives what it wrote on standard output, and passes on what it says on standard error. */
function outputOf(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    child.on('error', (cause) =>
      reject(
        new UserError(`${SPEC.name} needs ${command} (Debian package qemu-user), which cannot be run here.`, {
          cause,
        }),
      ),
    );
    child.on('close', (code) =>
      code === 0 ? resolve(text) : reject(new UserError(`The emulated run ended with exit code ${code}.`)),
    );
  });
}

type Results = Map<string, { readonly output: unknown; readonly forwardTokens: number }>;

function readResults(text: string): Results {
  const results = decodeJson(text) as readonly { id: string; output: unknown; forwardTokens: number }[];
  return new Map(results.map(({ id, ...result }) => [id, result]));
}

interface Choice {
  readonly cpu?: string | undefined;
  readonly arm?: string | undefined;
  readonly libraries?: string | undefined;
}

async function measureElsewhere(choice: Choice, args: readonly string[]): Promise<Results> {
  const { arm, cpu = arm === undefined ? 'Haswell' : 'neoverse-n1' } = choice;
  const folder = join(ROOT, '.build', `elsewhere-${process.pid}`);
  await mkdir(folder, { recursive: true });
  try {
    const program = [await bundleProgram(folder), ...args];
    if (arm === undefined)
      return readResults(await outputOf('qemu-x86_64', ['-cpu', cpu, process.execPath, ...program]));
    const root = await armRoot(folder, choice.libraries ?? '/usr/aarch64-linux-gnu');
    return readResults(await outputOf('qemu-aarch64', ['-cpu', cpu, '-L', root, arm, ...program]));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await runCommand(SPEC, async () => {
  const { options } = parseCommand(SPEC, process.argv.slice(2));
  const number = chapterNumber(options.chapter ?? '1');
  const project = await loadProject(ROOT);
  chapterNumbered(project, number);
  const results = await measureElsewhere(options, [String(number), options.threads ?? '1']);
  const { files } = readCommittedData(project, readFiles(ownOutput(project.root)));
  const fresh = withResults(files, results);
  const { findings, counts } = compareData(project, files, fresh, options.arm !== undefined);
  const differences = findings.flatMap((finding) => finding.differences ?? []);
  const values = counts.reduce((sum, count) => sum + count.values, 0);
  process.stdout.write(`${values} values compared, ${differences.length} differ.\n`);
  for (const { kind, differing, largest, largestPart, path } of driftByKind(differences)) {
    process.stdout.write(
      `${kind.padEnd(12)} ${differing} differ, by up to ${largest.toPrecision(3)}; up to ${largestPart.toPrecision(3)} of a tolerance (${path})\n`,
    );
  }
  const beyond = differences.filter(({ severity }) => severity !== 'drift');
  for (const one of beyond.slice(0, MOST_SHOWN)) process.stdout.write(`${describeDifference(one)}\n`);
  return values > 0 && beyond.length === 0 ? 0 : 1;
});
