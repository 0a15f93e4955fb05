import { readFileSync } from 'node:fs';

/**
 * Whether a processor description in the form of Linux' /proc/cpuinfo is of an x86-64 with AVX2: there the embedded
 * model's results are the same to the last bit.
 */
export function hasAvx2(cpuinfo: string): boolean {
  return cpuinfo
    .split('\n')
    .some((line) => /^flags\s*:/.test(line) && /\savx2(\s|$)/.test(line) && /\slm(\s|$)/.test(line));
}

/** Whether results on this machine must equal the committed ones bit for bit. */
export function mustBeIdentical(): boolean {
  if (process.arch !== 'x64') return false;
  try {
    return hasAvx2(readFileSync('/proc/cpuinfo', 'utf8'));
  } catch {
    return false;
  }
}
