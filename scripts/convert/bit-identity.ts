/**
 * For maintainers: are the logits the same bytes on another x86-64 processor? Runs a few calls here, with one and
 * with two threads, and once more on a processor that QEMU emulates, and compares checksums.
 * `npx tsx scripts/convert/bit-identity.ts [--cpu NAME] [--model DIR]`; exit code 1 when something differs.
 */
import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { parseCommand, runCommand } from '#base/command';
import { UserError } from '#base/user-error';

const spec = {
  name: 'npx tsx scripts/convert/bit-identity.ts',
  summary: 'Compares the logits of this processor with those of an emulated one, byte for byte (minutes).',
  options: {
    cpu: { type: 'string', value: 'NAME', help: 'the processor that QEMU emulates (default Haswell: AVX2)' },
    model: { type: 'string', value: 'DIR', help: 'folder of a converted model (default: the embedded one)' },
  },
} as const;

const EMULATOR = 'qemu-x86_64';
const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const EMBEDDED = join(PROJECT, 'models', 'HuggingFaceTB', 'SmolLM2-135M-Instruct');

type Hashes = Readonly<Record<string, string>>;

const execute = promisify(execFile);

await runCommand(spec, async () => {
  const { options } = parseCommand(spec, process.argv.slice(2));
  const cpu = options.cpu ?? 'Haswell';
  await requireEmulator();
  const graph = join(options.model ?? EMBEDDED, 'onnx', 'model_q4.onnx');
  const folder = join(PROJECT, '.build', 'bit-identity');
  await mkdir(folder, { recursive: true });
  try {
    const program = await bundleCases(folder);
    const here = await hashesOf([process.execPath, program, graph, '1']);
    const others: [string, Hashes][] = [
      ['two threads', await hashesOf([process.execPath, program, graph, '2'])],
      [cpu, await hashesOf([EMULATOR, '-cpu', cpu, process.execPath, program, graph, '1'])],
    ];
    return report(here, others);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

async function requireEmulator(): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new UserError(
      `${spec.name} compares x86-64 processors on Linux; this is ${process.platform} ${process.arch}.`,
    );
  }
  try {
    await execute(EMULATOR, ['--version']);
  } catch (error) {
    throw new UserError(
      `${spec.name} needs ${EMULATOR} (Debian package qemu-user), which cannot be run here.`,
      {
        cause: error,
      },
    );
  }
}

/** One plain JavaScript file, so that the slow emulated Node need not compile TypeScript. */
async function bundleCases(folder: string): Promise<string> {
  const outfile = join(folder, 'cases.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('bit-identity-cases.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['onnxruntime-node'],
    logLevel: 'error',
  });
  return outfile;
}

async function hashesOf(command: readonly [string, ...string[]]): Promise<Hashes> {
  const [program, ...args] = command;
  const { stdout } = await execute(program, args);
  return JSON.parse(stdout) as Hashes;
}

/** Prints one line a case and returns the exit code. */
function report(here: Hashes, others: readonly (readonly [string, Hashes])[]): number {
  let differences = 0;
  for (const [name, hash] of Object.entries(here)) {
    const verdicts = others.map(([other, hashes]) => {
      if (hashes[name] === hash) return `${other}: same`;
      differences++;
      return `${other}: DIFFERENT`;
    });
    process.stdout.write(`${name.padEnd(28)} ${hash.slice(0, 16)}  ${verdicts.join(', ')}\n`);
  }
  process.stdout.write(differences === 0 ? 'All logits are bit-identical.\n' : `${differences} differ.\n`);
  return differences === 0 ? 0 : 1;
}
