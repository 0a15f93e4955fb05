import { type ChapterData, chapterData, storeOf } from '#pipeline/data-store';
import { measure } from '#pipeline/measure';
import { chapterShares, measurementsOf, type Project } from '#pipeline/project';
import { dataPath } from '#render/shared/format-input';
import { kindsIn } from '#report/kind-tree';
import type { Measurement } from '#report/measurement';
import type { CheckContext } from './committed-data.ts';
import { compareDataFiles } from './compare-data.ts';
import { type Difference, type Discrepancy, verdictOf } from './discrepancy.ts';
import type { Environment } from './environment.ts';

/** Runs measurements with the model. Gives the data files they would be stored in, with nothing else in them. */
export async function measureAgain(
  { project, data, services }: CheckContext,
  todo: readonly Measurement[],
): Promise<ChapterData[]> {
  const { toolchain, stored } = await measure(project, todo, services, { last: storeOf(data.files) });
  const shares = chapterShares(project.chapters)
    .map((share) => ({ ...share, measurements: share.measurements.filter(({ id }) => stored.has(id)) }))
    .filter(({ measurements }) => measurements.length > 0);
  return chapterData(shares, stored, toolchain);
}

/** Takes a difference of up to `most` tolerances for drift; where that is 0, drift is a change. */
function judged(difference: Difference, most: number): Difference {
  const { severity, partOfTolerance: part = Number.POSITIVE_INFINITY } = difference;
  if (most > 0 && part <= most) return { ...difference, severity: 'drift', partOfTolerance: part / most };
  return severity === 'drift' ? { ...difference, severity: 'changed' } : difference;
}

/** How many numbers, texts, booleans and nulls a JSON value has in it. */
function countLeaves(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, child) => sum + countLeaves(child), 0);
}

/** Another float32 program may be this many tolerances away: two may err to opposite sides of the true value. */
const ANOTHER_PROGRAM = 4;

/** Why results depend on the engine, by the id of the measurement, including those that need such a result. */
function reasonsNotToCompare(project: Project): Map<string, string> {
  const reasons = new Map<string, string>();
  for (const one of measurementsOf(project.chapters)) {
    const [need] = Object.values(one.needs).filter(({ id }) => reasons.has(id));
    const reason = one.dependsOnEngine ?? (need && reasons.get(need.id));
    if (reason !== undefined) reasons.set(one.id, reason);
  }
  return reasons;
}

/** The measurements to compare, and in sentences which are left out because another program runs the model. */
export function comparedHere(
  project: Project,
  todo: readonly Measurement[],
  { sameRuntime }: Pick<Environment, 'sameRuntime'>,
): { readonly todo: readonly Measurement[]; readonly heading: readonly string[] } {
  const reasons = sameRuntime ? new Map<string, string>() : reasonsNotToCompare(project);
  const leftOut = todo.filter(({ id }) => reasons.has(id));
  const heading = [...new Set(leftOut.map(({ id }) => reasons.get(id)))].map((reason) => {
    const ids = leftOut.filter(({ id }) => reasons.get(id) === reason).map(({ id }) => id);
    return `not compared, since ${reason}: ${ids.join(', ')}`;
  });
  return { todo: todo.filter(({ id }) => !reasons.has(id)), heading };
}

/** Compares fresh data with the committed ones, and counts their values; what was not measured anew is not looked at. */
export function compareData(
  project: Project,
  committed: readonly ChapterData[],
  fresh: readonly ChapterData[],
  { allowsDrift, dtype, sameRuntime }: Pick<Environment, 'allowsDrift' | 'dtype' | 'sameRuntime'>,
): { readonly discrepancies: readonly Discrepancy[]; readonly counts: ReadonlyMap<string, number> } {
  const kinds = new Map(
    measurementsOf(project.chapters).map((one) => [one.id, kindsIn(dtype, one.kinds)] as const),
  );
  const most = allowsDrift ? (sameRuntime ? 1 : ANOTHER_PROGRAM) : 0;
  const discrepancies: Discrepancy[] = [];
  const counts = new Map<string, number>();
  for (const file of fresh) {
    const measured = new Set(file.measurements.map(({ id }) => id));
    const before = committed.find(({ chapter }) => chapter === file.chapter)?.measurements ?? [];
    const expected = { measurements: before.filter(({ id }) => measured.has(id)) };
    const found = compareDataFiles(expected, file, kinds, sameRuntime);
    const differences = found.map((one) => judged(one, most));
    const values = file.measurements.reduce((sum, { output }) => sum + countLeaves(output), 0);
    counts.set(file.chapter, values);
    const severity = verdictOf(differences);
    if (severity === 'same') continue;
    const what = `differs from what is measured in ${differences.length} of ${values} values`;
    discrepancies.push({ severity, chapter: file.chapter, path: dataPath(file.chapter), what, differences });
  }
  return { discrepancies, counts };
}
