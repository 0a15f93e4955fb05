import { UserError } from '#base/user-error';
import type { Measurement } from '#report/measurement';
import type { MeasurementCode } from './code-hash.ts';
import type { Make, Store, StoredMeasurement } from './data-store.ts';

/** A stored result that may not be used, and why. */
export interface Stale {
  readonly id: string;
  readonly reason: string;
}

function changedNames(
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].filter((name) => before[name] !== now[name]).sort();
}

function reasonFor(
  stored: StoredMeasurement,
  storedMake: Make,
  code: MeasurementCode,
  make: Make,
): string | undefined {
  if (storedMake.model.sha256 !== make.model.sha256 || storedMake.model.id !== make.model.id) {
    return `measured with another model, ${storedMake.model.id}`;
  }
  const [packageName] = changedNames(storedMake.measuredWith, make.measuredWith);
  if (packageName !== undefined) {
    const before = storedMake.measuredWith[packageName] ?? 'none';
    return `measured with ${packageName} ${before}, now ${make.measuredWith[packageName] ?? 'none'}`;
  }
  if (stored.code !== code.hash) return 'its code changed';
  const [dataName] = changedNames(stored.data, code.data);
  if (dataName !== undefined) return `its data file "${dataName}" changed`;
  return undefined;
}

/** Which of the measurements have no stored result that today's code, data files and model would give again. */
export function staleMeasurements(
  measurements: readonly Measurement[],
  store: Store,
  codes: ReadonlyMap<string, MeasurementCode>,
  make: Make,
): Stale[] {
  const stale: Stale[] = [];
  for (const { id } of measurements) {
    const found = store.get(id);
    const code = codes.get(id);
    if (!code) throw new Error(`measurement ${id} has no code hash`);
    const reason = found ? reasonFor(found.stored, found.make, code, make) : 'never measured';
    if (reason !== undefined) stale.push({ id, reason });
  }
  return stale;
}

/** How many stale results a sentence names. */
const MOST_NAMED = 6;

/** "a (its code changed), b (never measured) and 7 more" */
export function describeStale(stale: readonly Stale[]): string {
  const named = stale.slice(0, MOST_NAMED).map(({ id, reason }) => `${id} (${reason})`);
  const more = stale.length - named.length;
  return named.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Throws a UserError that names every measurement whose stored result is out of date. */
export function assertFresh(stale: readonly Stale[], shownAs: string): void {
  if (stale.length === 0) return;
  throw new UserError(
    `The results stored in ${shownAs}/data are out of date: ${describeStale(stale)}; run npm run build to measure anew.`,
  );
}
