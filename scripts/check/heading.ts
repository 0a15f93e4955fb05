import type { Make } from '#pipeline/data-store';
import type { Effects } from '#pipeline/report-run';
import { type Files, textOf } from './files.ts';
import { describePlatform, isLikeReference, type Platform, REFERENCE } from './platform.ts';

/** What identifies a run, where it differs from the run behind the committed output. */

export interface Circumstances {
  /** One line for each difference. */
  readonly lines: readonly string[];
  readonly otherModel: boolean;
  /** Whether data may differ within their tolerances. */
  readonly allowsDrift: boolean;
  /** Whether drawings may differ in the last digit of a coordinate. */
  readonly closeCoordinates: boolean;
}

/** The package versions that provenance.json names; none when it cannot be read. */
function committedVersions(committed: Files): ReadonlyMap<string, unknown> {
  const bytes = committed.get('provenance.json');
  try {
    const value: unknown = JSON.parse(bytes ? textOf(bytes) : '{}');
    const versions = typeof value === 'object' && value !== null && 'versions' in value && value.versions;
    return new Map(Object.entries(versions || {}));
  } catch {
    return new Map();
  }
}

/** The line on the model, if it is another one than that of the committed output. */
async function otherModelLine(
  make: Make | undefined,
  { modelIdentity }: Pick<Effects, 'modelIdentity'>,
): Promise<string | undefined> {
  const here = await modelIdentity();
  if (make === undefined || make.model.sha256 === here.sha256) return undefined;
  return `model: ${make.model.id} ${make.model.sha256}, here ${here.id} ${here.sha256}`;
}

/**
 * Compares this machine, its packages and its model with those that the committed output names. The model is looked at
 * only when it is about to measure: rendering does without.
 */
export async function circumstances(
  make: Make | undefined,
  committed: Files,
  platform: Platform,
  measures: boolean,
  effects: Pick<Effects, 'modelIdentity' | 'measuringVersions' | 'drawingVersions'>,
): Promise<Circumstances> {
  const modelLine = measures ? await otherModelLine(make, effects) : undefined;
  const lines = modelLine === undefined ? [] : [modelLine];
  const before = new Map([...committedVersions(committed), ...Object.entries(make?.measuredWith ?? {})]);
  let otherRuntime = false;
  const here = Object.entries({ ...effects.measuringVersions, ...effects.drawingVersions });
  for (const [name, version] of here) {
    if (before.size === 0 || before.get(name) === version) continue;
    lines.push(`${name}: ${String(before.get(name) ?? 'not named')}, here ${version}`);
    if (Object.hasOwn(effects.measuringVersions, name)) otherRuntime = true;
  }
  if (!isLikeReference(platform))
    lines.push(`platform: ${describePlatform(REFERENCE)}, here ${describePlatform(platform)}`);
  return {
    lines,
    otherModel: modelLine !== undefined,
    allowsDrift: otherRuntime || !isLikeReference(platform),
    closeCoordinates: !isLikeReference(platform),
  };
}
