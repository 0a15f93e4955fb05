import type { ChapterData, StoredMeasurement } from '#pipeline/data-store';
import { isKind, type KindTree, kindsBelow } from '#report/kind-tree';
import { type Kind, kindName, ROUNDING, tolerance } from '#report/number-kinds';
import type { Difference } from './discrepancy.ts';

/** Compares data files value by value. Numbers may differ by what their kinds allow between platforms. */

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

function shapeOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value;
}

/** All differences between two values whose numbers have the kinds of `kinds`, in the order of the expected one. */
export function compareValues(
  path: string,
  kinds: KindTree | undefined,
  expected: unknown,
  actual: unknown,
): Difference[] {
  const structure: Difference[] = [{ path, severity: 'structure', expected, actual }];
  if (shapeOf(expected) !== shapeOf(actual)) return structure;
  if (Array.isArray(expected) && Array.isArray(actual)) {
    const [before, after] = [expected.length, actual.length];
    if (before !== after)
      return [{ path: `${path}.length`, severity: 'structure', expected: before, actual: after }];
    return expected.flatMap((element, i) => compareValues(`${path}[${i}]`, kinds, element, actual[i]));
  }
  if (isObject(expected) && isObject(actual)) {
    if (isKind(kinds)) return structure;
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    return [...keys].flatMap((key) => {
      const below = path.endsWith(': ') ? `${path}${key}` : `${path}.${key}`;
      return compareValues(below, kindsBelow(kinds, key), expected[key], actual[key]);
    });
  }
  if (typeof expected === 'number' && typeof actual === 'number')
    return isKind(kinds) ? compareNumbers(path, kinds, expected, actual) : structure;
  return expected === actual ? [] : [{ path, severity: 'changed', expected, actual }];
}

const HEAD_KINDS: KindTree = { forwardTokens: 'exact', asked: { predictions: 'exact', scores: 'exact' } };

/** What a result was computed from, and by how much work, which runtimes count each in its own way. */
function headOf({ output, forwardTokens, asked, ...head }: StoredMeasurement, sameRuntime: boolean): object {
  return sameRuntime ? { ...head, forwardTokens, asked } : head;
}

/** All differences between the measurements of two data files of one chapter; `kinds` by measurement id. */
export function compareDataFiles(
  expected: Pick<ChapterData, 'measurements'>,
  actual: Pick<ChapterData, 'measurements'>,
  kinds: ReadonlyMap<string, KindTree>,
  sameRuntime = true,
): Difference[] {
  const rest = new Map(actual.measurements.map((one) => [one.id, one]));
  const differences = expected.measurements.flatMap((one): Difference[] => {
    const { id } = one;
    const other = rest.get(id);
    if (!rest.delete(id) || !other)
      return [{ path: id, severity: 'structure', expected: 'stored', actual: 'absent' }];
    return [
      ...compareValues(`${id}: `, HEAD_KINDS, headOf(one, sameRuntime), headOf(other, sameRuntime)),
      ...compareValues(`${id}: `, kinds.get(id), one.output, other.output),
    ];
  });
  for (const id of rest.keys())
    differences.push({ path: id, severity: 'structure', expected: 'absent', actual: 'stored' });
  return differences;
}
