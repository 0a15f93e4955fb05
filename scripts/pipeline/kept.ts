import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '#base/user-error';
import {
  decodeChapterData,
  encodeChapterData,
  type Store,
  type StoredMeasurement,
  type Toolchain,
} from './data-store.ts';
import type { OutputPlace } from './publish.ts';

/**
 * Results as they come, each in a file in a folder beside the output, until the report that they belong to is written:
 * a build that fails, or is killed, need not measure them again.
 */

export function keep(folder: string, toolchain: Toolchain, result: StoredMeasurement): void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${result.id}.json`);
  // A process killed at any moment leaves a whole file.
  writeFileSync(`${path}.next`, encodeChapterData({ chapter: 'kept', ...toolchain, measurements: [result] }));
  renameSync(`${path}.next`, path);
}

/** What cannot be read is as if it was not there. */
export function keptResults(folder: string): Store {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Map(
    files.flatMap((name) => {
      try {
        const toolchain = decodeChapterData(readFileSync(join(folder, name), 'utf8'), name);
        return toolchain.measurements.map((one) => [one.id, { ...one, toolchain }] as const);
      } catch (error) {
        if (error instanceof UserError) return [];
        throw error;
      }
    }),
  );
}

export function forgetKept({ kept, previewed }: OutputPlace): void {
  for (const folder of [kept, previewed]) rmSync(folder, { recursive: true, force: true });
}
