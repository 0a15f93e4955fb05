import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildReport, freshStore } from '#pipeline/build-report';
import { dataFiles, dataPath, decodeDataFile } from '#pipeline/data-store';
import { chapterShares, measurementsOf, type Project } from '#pipeline/project';
import { currentFile, currentPaths, type OutputPlace, otherOutput, whileWriting } from '#pipeline/publish';
import type { Effects } from '#pipeline/report-run';
import { composeFiles } from '#pipeline/report-run';
import type { Difference } from './compare.ts';
import { compareDataFiles, verdictOf } from './compare.ts';

/** Does the committed output still come out of the committed code? */

/** What was found about one part of the output. */
export interface Finding {
  /** The data file or text file, relative to the output folder. */
  readonly path: string;
  readonly problem: 'absent' | 'not built any more' | 'differs' | 'data differ';
  /** For data: where they differ. */
  readonly differences?: readonly Difference[];
}

export interface CheckResult {
  /** What must not be: empty when the check passes. */
  readonly findings: readonly Finding[];
  /** Differences in data that another platform may show. */
  readonly allowed: readonly Difference[];
}

export interface CheckRequest {
  readonly project: Project;
  /** The output that is checked. */
  readonly place: OutputPlace;
  /** A folder to rebuild into; it is removed first. */
  readonly scratch: string;
  /** Whether the data must be the same byte for byte, or within their kinds' tolerances. */
  readonly identical: boolean;
}

type Read = (path: string) => Uint8Array | undefined;

function sameBytes(a: string | Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return Buffer.compare(Buffer.from(a), b) === 0;
}

function compareData(project: Project, committed: Read, rebuilt: Read, identical: boolean): CheckResult {
  const kinds = new Map(measurementsOf(project.chapters).map((one) => [one.id, one.kinds]));
  const findings: Finding[] = [];
  const allowed: Difference[] = [];
  for (const { stem } of chapterShares(project.chapters)) {
    const path = dataPath(stem);
    const [before, now] = [committed(path), rebuilt(path)];
    if (!before || !now) findings.push({ path, problem: 'absent' });
    if (!before || !now || sameBytes(before, now)) continue;
    const decode = (bytes: Uint8Array) => decodeDataFile(Buffer.from(bytes).toString('utf8'), path);
    const differences = compareDataFiles(decode(before), decode(now), kinds);
    if (!identical && verdictOf(differences) === 'drift') allowed.push(...differences);
    else findings.push({ path, problem: 'data differ', differences });
  }
  return { findings, allowed };
}

/** PNG bytes depend on the platform's rasteriser, so a PNG must only be there. */
function compareRendering(
  expected: ReadonlyMap<string, string | Uint8Array>,
  committedPaths: readonly string[],
  committed: Read,
): Finding[] {
  const findings: Finding[] = [];
  for (const [path, content] of expected) {
    if (path.startsWith('data/')) continue;
    const there = committed(path);
    if (!there) findings.push({ path, problem: 'absent' });
    else if (!path.endsWith('.png') && !sameBytes(content, there))
      findings.push({ path, problem: 'differs' });
  }
  for (const path of committedPaths) {
    if (!expected.has(path)) findings.push({ path, problem: 'not built any more' });
  }
  return findings.sort((a, b) => a.path.localeCompare(b.path));
}

/**
 * Builds the whole report into a scratch folder and compares its data with the committed ones; then renders the
 * committed data and compares every text file byte for byte. Throws a UserError when something cannot be run: the
 * model is missing, committed data are damaged, another command is writing the output.
 */
export function checkReport(request: CheckRequest, effects: Effects): Promise<CheckResult> {
  return whileWriting(request.place, () => checkLocked(request, effects));
}

async function checkLocked(request: CheckRequest, effects: Effects): Promise<CheckResult> {
  const { project, place, scratch, identical } = request;
  rmSync(scratch, { recursive: true, force: true });
  const built = otherOutput(join(scratch, 'built'), '.check/built');
  const committed: Read = (path) => currentFile(place, path);
  const rebuilt: Read = (path) => currentFile(built, path);
  await buildReport({ project, place: built }, effects);
  const data = compareData(project, committed, rebuilt, identical);
  // Stale or absent data cannot be rendered, and have been found already.
  if (data.findings.some(isStructural)) return data;
  const { stored, make } = await freshStore(project, place, effects);
  effects.progress.stage('Rendering the committed data');
  const files = dataFiles(chapterShares(project.chapters), stored, make);
  const rendered = await composeFiles(project, files, make, effects, rebuilt);
  const findings = [...data.findings, ...compareRendering(rendered, currentPaths(place), committed)];
  return { findings, allowed: data.allowed };
}

function isStructural({ problem, differences }: Finding): boolean {
  return problem === 'absent' || (differences !== undefined && verdictOf(differences) === 'structure');
}
