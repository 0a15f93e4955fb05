import { spawn } from 'node:child_process';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { UserError } from '#base/user-error';

/** Runs one of our programs with Node on a processor that QEMU emulates. */

export interface Emulated {
  /** Which processor, as QEMU calls it; default: Haswell (AVX2 and nothing newer), for ARM neoverse-n1. */
  readonly cpu?: string | undefined;
  /** Node for Linux on arm64, to run on ARM instead of x86-64. */
  readonly arm?: string | undefined;
  /** Where the C library for ARM lies. */
  readonly libraries?: string | undefined;
}

/** What a program wrote on standard output, and how it ended. */
export interface EmulatedRun {
  readonly text: string;
  readonly exitCode: number | null;
}

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
async function bundle(program: string, folder: string): Promise<string> {
  const outfile = join(folder, 'program.mjs');
  await build({
    entryPoints: [program],
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

/** The emulator and what stands before the program. */
async function emulator({ cpu, arm, libraries }: Emulated, folder: string): Promise<string[]> {
  if (arm === undefined) return ['qemu-x86_64', '-cpu', cpu ?? 'Haswell', process.execPath];
  const root = await armRoot(folder, libraries ?? '/usr/aarch64-linux-gnu');
  return ['qemu-aarch64', '-cpu', cpu ?? 'neoverse-n1', '-L', root, arm];
}

/** Runs a command to its end, and passes on what it says on standard error. */
function runToEnd([command = '', ...args]: readonly string[]): Promise<EmulatedRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    child.on('error', (cause) => {
      const message = `${command} (of the Debian package qemu-user) is needed, and cannot be run here.`;
      reject(new UserError(message, { cause }));
    });
    child.on('close', (exitCode) => resolve({ text, exitCode }));
  });
}

/**
 * Bundles the TypeScript program at `program` into a folder below `root`, whose packages it uses, and runs it on an
 * emulated processor. Throws a UserError when there is no emulator.
 */
export async function runEmulated(
  root: string,
  program: string,
  args: readonly string[],
  on: Emulated,
): Promise<EmulatedRun> {
  const folder = join(root, '.build', `emulated-${process.pid}`);
  await mkdir(folder, { recursive: true });
  try {
    return await runToEnd([...(await emulator(on, folder)), await bundle(program, folder), ...args]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
