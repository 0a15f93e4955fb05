/**
 * For maintainers: does a chapter measure the same on another processor? Runs the measuring half of one chapter on a
 * processor that QEMU emulates and compares the results with the committed data, value by value. Slow (minutes to an
 * hour). `npx tsx scripts/check-elsewhere.ts [--chapter N] [--cpu NAME] [--arm NODE]`
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseCommand, runCommand } from '#base/command';
import { decodeJson } from '#base/json';
import { readCommittedData } from '#check/committed-data';
import { compareData } from '#check/data-half';
import { describeDifference } from '#check/describe';
import { driftByKind, withResults } from '#check/drift-by-kind';
import { runEmulated } from '#check/emulate';
import { readFiles } from '#check/files';
import { chapterNumber, measurementIds, threadCount } from '#pipeline/arguments';
import { chapterNumbered } from '#pipeline/build-report';
import { loadProject, measurementsOf, type Project } from '#pipeline/project';
import { ownOutput } from '#pipeline/publish';

const SPEC = {
  name: 'npx tsx scripts/check-elsewhere.ts',
  summary: `Measures a chapter on a processor that QEMU emulates, and compares with the committed data (slow).
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
    libraries: {
      type: 'string',
      value: 'DIR',
      help: 'where the C library for ARM lies (default /usr/aarch64-linux-gnu, of Debian packages *-arm64-cross)',
    },
    threads: { type: 'string', value: 'N', help: 'threads that a call uses (default 1)' },
  },
} as const;

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const PROGRAM = join(ROOT, 'scripts', 'measure-chapter.ts');
const COULD_NOT_RUN = 2;
const MOST_SHOWN = 20;

interface Result {
  readonly id: string;
  readonly output: unknown;
  readonly forwardTokens: number;
}

/** The results that the program printed, a line each. */
function readResults(text: string): Map<string, Result> {
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => decodeJson(line) as unknown as Result).map((one) => [one.id, one]));
}

/** Compares results with the committed data and prints how they differ; gives whether they may. */
function compareResults(
  project: Project,
  results: ReadonlyMap<string, Result>,
  allowsDrift: boolean,
): boolean {
  const { files } = readCommittedData(project, readFiles(ownOutput(project.root)));
  const { findings, counts } = compareData(project, files, withResults(files, results), allowsDrift);
  const differences = findings.flatMap((finding) => finding.differences ?? []);
  const values = counts.reduce((sum, count) => sum + count.values, 0);
  process.stdout.write(`${results.size} measurements: ${values} values, ${differences.length} differ.\n`);
  for (const { kind, differing, largest, largestPart, path } of driftByKind(differences)) {
    const size = `by up to ${largest.toPrecision(3)}, ${largestPart.toPrecision(3)} of a tolerance`;
    process.stdout.write(`${kind.padEnd(12)} ${differing} differ ${size} (${path})\n`);
  }
  const beyond = differences.filter(({ severity }) => severity !== 'drift');
  for (const one of beyond.slice(0, MOST_SHOWN)) process.stdout.write(`${describeDifference(one)}\n`);
  return values > 0 && beyond.length === 0;
}

await runCommand(SPEC, async () => {
  const { options } = parseCommand(SPEC, process.argv.slice(2));
  const number = chapterNumber(options.chapter ?? '1');
  const project = await loadProject(ROOT);
  const known = measurementsOf([chapterNumbered(project, number)]).map(({ id }) => id);
  const ids = options.measurements === undefined ? [] : measurementIds(options.measurements, known);
  const args = [String(number), String(threadCount(options.threads ?? '1')), ...ids];
  const { text, exitCode } = await runEmulated(ROOT, PROGRAM, args, options);
  const mayBe = compareResults(project, readResults(text), options.arm !== undefined);
  if (exitCode === 0) return mayBe ? 0 : 1;
  process.stderr.write(
    `The emulated run ended early, with exit code ${exitCode}: that is all it measured.\n`,
  );
  return COULD_NOT_RUN;
});
