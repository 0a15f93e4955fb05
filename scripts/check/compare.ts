import type { DataFile, StoredMeasurement } from '#pipeline/data-store';
import { isKind } from '#pipeline/kinds';
import type { Kind, KindName, KindTree } from '#report/kind';
import { kindName, ROUNDING, tolerance } from '#report/kind';
import type { Severity, Verdict } from './finding.ts';
import { worstOf } from './finding.ts';

/**
 * Compares two data files value by value. Each number may differ by what its kind allows between platforms; other
 * code or data files behind a measurement count as changed, and a difference of shape as one of structure.
 */

export interface Difference {
  /** "logit-spread: bins[3].tokens" */
  readonly path: string;
  readonly severity: Severity;
  readonly expected: unknown;
  readonly actual: unknown;
  /** For numbers: what they are. */
  readonly kind?: KindName;
  /** For numbers: their difference in parts of the tolerance, Infinity where nothing may differ. */
  readonly partOfTolerance?: number;
}

/** The kinds of each measurement's values, by its id. */
export type KindsById = ReadonlyMap<string, KindTree>;

/** The difference between two numbers of a kind, if any. Non-finite ones must be the same. */
export function compareNumbers(path: string, kind: Kind, expected: number, actual: number): Difference[] {
  if (Object.is(expected, actual) || expected === actual) return [];
  const allowed = Number.isFinite(actual) ? tolerance(kind, expected) : 0;
  const distance = Math.abs(actual - expected);
  const part = allowed > 0 ? distance / allowed : Number.POSITIVE_INFINITY;
  const partOfTolerance = Math.abs(part - 1) <= ROUNDING ? 1 : part;
  const severity = partOfTolerance <= 1 ? 'drift' : 'changed';
  return [{ path, severity, expected, actual, kind: kindName(kind), partOfTolerance }];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** All differences between two values whose numbers have the kinds of `kinds`, in the order of the expected one. */
export function compareValues(
  path: string,
  kinds: KindTree | undefined,
  expected: unknown,
  actual: unknown,
): Difference[] {
  const structure = (): Difference[] => [{ path, severity: 'structure', expected, actual }];
  if (typeof expected === 'number' && typeof actual === 'number') {
    return isKind(kinds) ? compareNumbers(path, kinds, expected, actual) : structure();
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    if (expected.length !== actual.length) {
      return [
        { path: `${path}.length`, severity: 'structure', expected: expected.length, actual: actual.length },
      ];
    }
    return expected.flatMap((element, index) =>
      compareValues(`${path}[${index}]`, kinds, element, actual[index]),
    );
  }
  if (isObject(expected) && isObject(actual)) {
    if (kinds !== undefined && isKind(kinds)) return structure();
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    return [...keys].flatMap((key) => {
      const below = path.endsWith(': ') ? `${path}${key}` : `${path}.${key}`;
      const kindsBelow = kinds && Object.hasOwn(kinds, key) ? kinds[key] : undefined;
      return compareValues(below, kindsBelow, expected[key], actual[key]);
    });
  }
  if (typeof expected !== typeof actual || isObject(expected) || isObject(actual)) return structure();
  if (expected === actual) return [];
  if (expected === null || actual === null || Array.isArray(expected) || Array.isArray(actual))
    return structure();
  return [{ path, severity: 'changed', expected, actual }];
}

function compareMeasurements(
  expected: StoredMeasurement,
  actual: StoredMeasurement,
  kinds: KindTree | undefined,
): Difference[] {
  const { output: expectedOutput, ...expectedHead } = expected;
  const { output: actualOutput, ...actualHead } = actual;
  const head = compareHeads(`${expected.id} `, expectedHead, actualHead);
  return [...head, ...compareValues(`${expected.id}: `, kinds, expectedOutput, actualOutput)];
}

/** What a result was computed from has no tolerance: where it differs, the two are results of different things. */
function compareHeads(prefix: string, expected: object, actual: object): Difference[] {
  const actualEntries = new Map(Object.entries(actual));
  const keys = new Set([...Object.keys(expected), ...actualEntries.keys()]);
  const expectedEntries = new Map(Object.entries(expected));
  return [...keys]
    .filter((key) => JSON.stringify(expectedEntries.get(key)) !== JSON.stringify(actualEntries.get(key)))
    .map((key) => ({
      path: `${prefix}${key}`,
      severity: 'changed',
      expected: expectedEntries.get(key),
      actual: actualEntries.get(key),
    }));
}

/** All differences between the measurements of two data files of one chapter. */
export function compareDataFiles(
  expected: Pick<DataFile, 'measurements'>,
  actual: Pick<DataFile, 'measurements'>,
  kinds: KindsById,
): Difference[] {
  const byId = new Map(actual.measurements.map((one) => [one.id, one]));
  const differences: Difference[] = [];
  for (const one of expected.measurements) {
    const other = byId.get(one.id);
    if (other) differences.push(...compareMeasurements(one, other, kinds.get(one.id)));
    else differences.push({ path: one.id, severity: 'structure', expected: 'stored', actual: 'absent' });
    byId.delete(one.id);
  }
  for (const id of byId.keys()) {
    differences.push({ path: id, severity: 'structure', expected: 'absent', actual: 'stored' });
  }
  return differences;
}

/** The worst of some differences; 'same' when there are none. */
export function verdictOf(differences: readonly Difference[]): Verdict {
  return worstOf(differences.map(({ severity }) => severity));
}

/** Differences where none is allowed: what would be drift elsewhere has changed. */
export function allowingNoDrift(differences: readonly Difference[]): Difference[] {
  return differences.map((one) => (one.severity === 'drift' ? { ...one, severity: 'changed' } : one));
}

/** How many numbers, strings, booleans and nulls stand in a value. */
export function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, child) => sum + countValues(child), 0);
}
