import { isRecord } from '#base/json';
import type { StoredMeasurement } from '#pipeline/data-store';
import { isKind, type KindTree, kindsBelow } from '#report/kind-tree';
import { type Kind, kindName, ROUNDING, tolerance } from '#report/number-kinds';
import type { Difference } from './check-result.ts';

/** Compares results value by value. Numbers may differ by what their kinds allow between platforms. */

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
  if (isRecord(expected) && isRecord(actual)) {
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

/** All differences between a result as committed, if it is, and as measured now; `kinds` are those of its output. */
export function compareMeasurement(
  expected: StoredMeasurement | undefined,
  actual: StoredMeasurement,
  kinds: KindTree | undefined,
  sameRuntime = true,
): Difference[] {
  const { id } = actual;
  if (!expected) return [{ path: id, severity: 'structure', expected: 'absent', actual: 'stored' }];
  return [
    ...compareValues(`${id}: `, HEAD_KINDS, headOf(expected, sameRuntime), headOf(actual, sameRuntime)),
    ...compareValues(`${id}: `, kinds, expected.output, actual.output),
  ];
}
