import type { Kind, KindName, KindTree } from './kind.ts';
import { isKind, kindName } from './kind.ts';
import type { Needs } from './measurement.ts';

/**
 * Where a number of the text comes from. A section does not calculate, so every number it prints stands, bit for bit,
 * in the output of a measurement that it needs: looking for it there names its source without asking the author.
 */

/** What is known of where a number stands in the data. */
export interface ValueSource {
  /** The measurement; several where more than one holds the same number and nothing tells them apart. */
  readonly measurements: readonly string[];
  /** "rows[].entropy" of the measurement; '' where several places hold the same number. */
  readonly path: string;
  /** What stands between the brackets of the path; empty where any of several entries may be meant. */
  readonly entries: readonly number[];
  /** As the measurement declares it. */
  readonly kind: Kind;
}

type Place = Omit<ValueSource, 'measurements'>;

/** Every number of an output, with its place. */
function* numbersIn(
  value: unknown,
  kinds: KindTree | undefined,
  path = '',
  entries: readonly number[] = [],
): Generator<{ readonly value: number; readonly place: Place }> {
  if (kinds === undefined) return;
  if (typeof value === 'number') {
    if (isKind(kinds)) yield { value, place: { path, entries, kind: kinds } };
  } else if (Array.isArray(value)) {
    for (const [index, entry] of value.entries())
      yield* numbersIn(entry, kinds, `${path}[]`, [...entries, index]);
  } else if (typeof value === 'object' && value !== null && !isKind(kinds)) {
    for (const [key, child] of Object.entries(value))
      yield* numbersIn(child, kinds[key], path === '' ? key : `${path}.${key}`, entries);
  }
}

/** So many digits are no coincidence, unless they are those of a fraction of small counts. */
const TELLING_DIGITS = 8;
const SMALL_COUNT = 1000;

/** Whether a value is m/n for some n up to 1000, but for rounding: 31 of 52 may be right here and there. */
function isFractionOfCounts(value: number): boolean {
  for (let n = 1; n <= SMALL_COUNT; n++) {
    const nearest = Math.round(value * n) / n;
    if (Math.abs(value - nearest) <= 2 * Number.EPSILON * Math.abs(value)) return true;
  }
  return false;
}

/** Whether two places that hold the same value of such a kind hold the same result. */
function isTelling(value: number, kind: Kind): boolean {
  const name = kindName(kind);
  return (
    name !== 'statistic' &&
    name !== 'exact' &&
    Number.isFinite(value) &&
    !isFractionOfCounts(value) &&
    String(value)
      .replace(/e.*$|[^\d]/g, '')
      .replace(/^0+/, '').length >= TELLING_DIGITS
  );
}

interface PlacedIn extends Place {
  readonly measurement: string;
}

/** What a section's needs hold, by number. */
export class Sources {
  private places: Map<number, PlacedIn[]> | undefined;

  constructor(
    private readonly needs: Needs,
    private readonly outputs: ReadonlyMap<string, unknown>,
  ) {}

  /** The places of every number, gathered when the first is asked for. */
  private gathered(): Map<number, PlacedIn[]> {
    if (this.places) return this.places;
    const places = new Map<number, PlacedIn[]>();
    for (const { id, kinds } of Object.values(this.needs)) {
      for (const { value, place } of numbersIn(this.outputs.get(id), kinds)) {
        const same = places.get(value) ?? [];
        same.push({ ...place, measurement: id });
        places.set(value, same);
      }
    }
    this.places = places;
    return places;
  }

  /**
   * Where `value` stands, printed as a number of kind `shownAs`; undefined when no need holds it. Of several places,
   * those of that kind come first. A number of many digits is the same result wherever it stands; of a count or a share
   * of counts only what all its places share is told.
   */
  find(value: number, shownAs?: KindName): ValueSource | undefined {
    const all = this.gathered().get(value) ?? [];
    const fitting = all.filter(({ kind }) => kindName(kind) === shownAs);
    const places = fitting.length > 0 ? fitting : all;
    const [first] = places;
    if (!first) return undefined;
    const { measurement, path, entries, kind } = first;
    if (places.length === 1 || isTelling(value, kind))
      return { measurements: [measurement], path, entries, kind };
    const measurements = [...new Set(places.map((place) => place.measurement))];
    const shared = measurements.length === 1 && places.every((place) => place.path === path);
    return { measurements, path: shared ? path : '', entries: [], kind };
  }
}
