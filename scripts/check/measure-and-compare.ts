import { sentenceOf } from '#base/author-mistake';
import { type ChapterData, chapterData, storeOf } from '#pipeline/data-store';
import { measure } from '#pipeline/measure';
import { chapterShares, measurementsOf, type Project } from '#pipeline/project';
import { dataPath } from '#render/shared/format-input';
import { kindsIn } from '#report/kind-tree';
import type { Measurement } from '#report/measurement';
import type { Chapter } from '#report/section';
import { writeReport } from '#report/write-report';
import { type Difference, type Discrepancy, type Found, unmade, verdictOf } from './check-result.ts';
import { type CheckContext, outputsIn } from './committed-data.ts';
import { compareMeasurement } from './compare-data.ts';
import type { Environment } from './environment.ts';

/** Runs measurements with the model. Gives the data files they would be stored in, with nothing else in them. */
async function measureAgain(
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
  for (const { chapter, measurements } of fresh) {
    const before = committed.find((file) => file.chapter === chapter)?.measurements ?? [];
    const differences = measurements.flatMap((one) => {
      const expected = before.find(({ id }) => id === one.id);
      const found = compareMeasurement(expected, one, kinds.get(one.id), sameRuntime);
      return found.map((difference) => judged(difference, most));
    });
    const values = measurements.reduce((sum, { output }) => sum + countLeaves(output), 0);
    counts.set(chapter, values);
    const severity = verdictOf(differences);
    if (severity === 'same') continue;
    const what = `differs from what is measured in ${differences.length} of ${values} values`;
    discrepancies.push({ severity, chapter, path: dataPath(chapter), what, differences });
  }
  return { discrepancies, counts };
}

/** The findings that fresh data would flip, whatever small differences led to it. */
export function flipsIn(
  { project, data }: Pick<CheckContext, 'project' | 'data'>,
  freshData: readonly ChapterData[],
  { dtype }: Pick<Environment, 'dtype'>,
): readonly Discrepancy[] {
  const committed = outputsIn(data.files);
  const findingsOf = (outputs: ReadonlyMap<string, unknown>) =>
    writeReport(project.chapters, outputs, project.overview, dtype).findings;
  try {
    const before = new Map(findingsOf(committed).map(({ finding }) => [finding.id, finding.outcome]));
    const after = findingsOf(new Map([...committed, ...outputsIn(freshData)]));
    return after.flatMap(({ chapter, section, finding: { id, outcome } }): Discrepancy[] => {
      const was = before.get(id);
      if (was === undefined || was === outcome) return [];
      const what = `has the finding ${id} in section ${section}, which flips: ${was}, now ${outcome}`;
      return [{ severity: 'changed', chapter, path: 'findings.json', what }];
    });
  } catch (error) {
    return [unmade('the fresh data', sentenceOf(error, project.root))];
  }
}

/** The half of a check that runs the model. */
export async function measureAndCompare(
  context: CheckContext,
  environment: Environment,
  chapter?: Chapter,
): Promise<Found> {
  const { project, data } = context;
  // Another model gives other numbers everywhere: that is one discrepancy, not thousands.
  if (environment.otherModel) {
    const what = 'is of another model than the one that is here';
    const place = { chapter: chapter?.id ?? '', path: 'provenance.json' };
    return { discrepancies: [{ severity: 'changed', ...place, what }] };
  }
  const measurements = measurementsOf(chapter ? [chapter] : project.chapters);
  const { todo, heading } = comparedHere(project, measurements, environment);
  const freshData = await measureAgain(context, todo);
  const compared = { ...compareData(project, data.files, freshData, environment), heading, freshData };
  if (data.discrepancies.length > 0) return compared;
  const flips = flipsIn(context, freshData, environment);
  return { ...compared, discrepancies: [...compared.discrepancies, ...flips] };
}
