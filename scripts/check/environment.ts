import type { Dtype } from '#lm/types';
import type { Toolchain } from '#pipeline/data-store';
import type { Services } from '#pipeline/services';
import type { Files } from './committed-data.ts';
import { describePlatform, isLikeReference, type Platform, REFERENCE } from './platform.ts';

/** How model, packages and platform compare with those behind the committed output. */
export interface Environment {
  readonly lines: readonly string[];
  readonly otherModel: boolean;
  /** The coarser one of the two that computed. */
  readonly dtype: Dtype;
  /** Whether both count tokens in the same way. */
  readonly sameRuntime: boolean;
  /** Whether data may differ within their tolerances. */
  readonly allowsDrift: boolean;
  /** Whether drawings may differ in the last digit of a coordinate. */
  readonly closeCoordinates: boolean;
}

function coarsest(...dtypes: readonly (Dtype | undefined)[]): Dtype {
  const order: readonly Dtype[] = ['bfloat16', 'float16'];
  return order.find((dtype) => dtypes.includes(dtype)) ?? 'float32';
}

/** The package versions that provenance.json names; none when it cannot be read. */
function committedVersions(committed: Files): object {
  try {
    return JSON.parse(String(committed.get('provenance.json'))).versions ?? {};
  } catch {
    return {};
  }
}

/** Rendering does without a model, so that only who `measures` is asked for one. */
export async function compareEnvironment(
  toolchain: Toolchain | undefined,
  committed: Files,
  platform: Platform,
  measures: boolean,
  services: Pick<Services, 'modelIdentity' | 'runtime' | 'drawingVersions'>,
): Promise<Environment> {
  const { drawingVersions } = services;
  const lines: string[] = [];
  const here = measures ? await services.modelIdentity() : undefined;
  const engine = (here ?? toolchain?.model)?.engine;
  const { measuredWith: measuringVersions } = await services.runtime(engine !== undefined);
  const isOther = here !== undefined && toolchain !== undefined && toolchain.model.sha256 !== here.sha256;
  if (isOther)
    lines.push(`model: ${toolchain.model.id} ${toolchain.model.sha256}, here ${here.id} ${here.sha256}`);
  const before = new Map(Object.entries({ ...committedVersions(committed), ...toolchain?.measuredWith }));
  const others = Object.entries({ ...measuringVersions, ...drawingVersions }).filter(
    ([name, version]) => before.size > 0 && before.get(name) !== version,
  );
  for (const [name, version] of others)
    lines.push(`${name}: ${String(before.get(name) ?? 'not named')}, here ${version}`);
  const otherPlatform = !isLikeReference(platform);
  if (otherPlatform)
    lines.push(`platform: ${describePlatform(REFERENCE)}, here ${describePlatform(platform)}`);
  return {
    lines,
    // Who compares a server takes it to run the same weights: what differs then is its arithmetic.
    otherModel: isOther && engine === undefined,
    dtype: coarsest(engine?.dtype, toolchain?.model.engine?.dtype),
    sameRuntime: !isOther,
    allowsDrift: otherPlatform || isOther || others.some(([name]) => Object.hasOwn(measuringVersions, name)),
    closeCoordinates: otherPlatform,
  };
}
