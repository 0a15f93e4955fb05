import { existsSync, readFileSync } from 'node:fs';

/** Where a check runs, as far as results may depend on it. */
export interface Platform {
  readonly system: string;
  readonly processor: string;
  readonly avx2: boolean;
  readonly nodeMajor: number;
}

/** What output/ is built with. On any machine of this kind the embedded model's results are the same to the last bit. */
export const REFERENCE: Platform = { system: 'linux', processor: 'x64', avx2: true, nodeMajor: 22 };

/** Versions of Node that give the same bits; CI runs each of them. */
const NODES_ALIKE = [22, 24, 26];

/** Whether a processor description in the form of Linux' /proc/cpuinfo is of an x86-64 with AVX2. */
export function hasAvx2(cpuinfo: string): boolean {
  return cpuinfo
    .split('\n')
    .some((line) => /^flags\s*:/.test(line) && /\savx2(\s|$)/.test(line) && /\slm(\s|$)/.test(line));
}

export function currentPlatform(): Platform {
  // Only Linux tells what its processor can do.
  const cpuinfo = existsSync('/proc/cpuinfo') ? readFileSync('/proc/cpuinfo', 'utf8') : '';
  return {
    system: process.platform,
    processor: process.arch,
    avx2: process.arch === 'x64' && hasAvx2(cpuinfo),
    nodeMajor: Number(process.versions.node.split('.')[0]),
  };
}

export function describePlatform({ system, processor, avx2, nodeMajor }: Platform): string {
  const vectors = processor === 'x64' ? (avx2 ? ' with AVX2' : ' without AVX2, as far as is known') : '';
  return `${system} ${processor}${vectors}, Node ${nodeMajor}`;
}

export function isLikeReference(platform: Platform): boolean {
  const { nodeMajor } = REFERENCE;
  return (
    NODES_ALIKE.includes(platform.nodeMajor) &&
    describePlatform({ ...platform, nodeMajor }) === describePlatform(REFERENCE)
  );
}
