import { existsSync, readFileSync } from 'node:fs';
import type { Dtype } from '#lm/types';
import type { Toolchain } from '#pipeline/data-store';
import type { Services } from '#pipeline/model-and-renderer';
import { isSameModel, measuringModel } from '#pipeline/stale';
import type { Files } from './committed-data.ts';

/** Where a check runs, as far as results may depend on it. */
export interface Platform {
  /** "linux x64 with AVX2" */
  readonly machine: string;
  readonly nodeMajor: number;
}

/** What output/ is built with. On any machine of this kind the embedded model's results are the same to the last bit. */
export const REFERENCE: Platform = { machine: 'linux x64 with AVX2', nodeMajor: 22 };

/** Versions of Node that give the same bits; CI runs each of them. */
const NODES_ALIKE = [22, 24, 26];

export function currentPlatform(): Platform {
  const { platform, arch, versions } = process;
  // Only Linux tells what its processor can do.
  const cpuinfo = existsSync('/proc/cpuinfo') ? readFileSync('/proc/cpuinfo', 'utf8') : '';
  const avx2 = /^flags\s*:.*\savx2\b/m.test(cpuinfo) ? ' with AVX2' : ' without AVX2, as far as is known';
  return {
    machine: `${platform} ${arch}${arch === 'x64' ? avx2 : ''}`,
    nodeMajor: Number(versions.node.split('.')[0]),
  };
}

const describePlatform = ({ machine, nodeMajor }: Platform): string => `${machine}, Node ${nodeMajor}`;

export function isLikeReference({ machine, nodeMajor }: Platform): boolean {
  return machine === REFERENCE.machine && NODES_ALIKE.includes(nodeMajor);
}

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
  services: Pick<Services, 'modelIdentity' | 'openModel' | 'runtime' | 'drawingVersions'>,
): Promise<Environment> {
  const { drawingVersions } = services;
  const lines: string[] = [];
  const here = measures ? await measuringModel(services) : undefined;
  const engine = (here ?? toolchain?.model)?.engine;
  const { measuredWith: measuringVersions } = await services.runtime(engine !== undefined);
  const isOther = here !== undefined && toolchain !== undefined && !isSameModel(toolchain.model, here);
  if (isOther) {
    const { id, sha256 } = toolchain.model;
    const gives = sha256 === here.sha256 ? ', which gives other log-probabilities' : '';
    lines.push(`model: ${id} ${sha256}, here ${here.id} ${here.sha256}${gives}`);
  }
  const before = new Map(Object.entries({ ...committedVersions(committed), ...toolchain?.measuredWith }));
  const others = Object.entries({ ...measuringVersions, ...drawingVersions }).filter(
    ([name, version]) => before.size > 0 && before.get(name) !== version,
  );
  for (const [name, version] of others)
    lines.push(`${name}: ${String(before.get(name) ?? 'not named')}, here ${version}`);
  const dtypes = [engine?.dtype, toolchain?.model.engine?.dtype];
  const otherPlatform = !isLikeReference(platform);
  if (otherPlatform)
    lines.push(`platform: ${describePlatform(REFERENCE)}, here ${describePlatform(platform)}`);
  return {
    lines,
    // Who compares a server takes it to run the same weights: what differs then is its arithmetic.
    otherModel: isOther && engine === undefined,
    dtype: (['bfloat16', 'float16'] as const).find((dtype) => dtypes.includes(dtype)) ?? 'float32',
    sameRuntime: !isOther,
    allowsDrift: otherPlatform || isOther || others.some(([name]) => Object.hasOwn(measuringVersions, name)),
    closeCoordinates: otherPlatform,
  };
}
