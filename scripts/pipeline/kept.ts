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
 * Results as they come, each in a file beside the output folder, until the report that they belong to is written: a
 * build that fails, or is killed, need not measure them again.
 */

export function keep({ kept }: OutputPlace, toolchain: Toolchain, result: StoredMeasurement): void {
  mkdirSync(kept, { recursive: true });
  const path = join(kept, `${result.id}.json`);
  // A process killed at any moment leaves a whole file.
  writeFileSync(`${path}.next`, encodeChapterData({ chapter: 'kept', ...toolchain, measurements: [result] }));
  renameSync(`${path}.next`, path);
}

/** What cannot be read is as if it was not there. */
export function keptResults({ kept }: OutputPlace): Store {
  if (!existsSync(kept)) return new Map();
  const files = readdirSync(kept).filter((name) => name.endsWith('.json'));
  return new Map(
    files.flatMap((name) => {
      try {
        const toolchain = decodeChapterData(readFileSync(join(kept, name), 'utf8'), name);
        return toolchain.measurements.map((one) => [one.id, { ...one, toolchain }] as const);
      } catch (error) {
        if (error instanceof UserError) return [];
        throw error;
      }
    }),
  );
}

export function forgetKept({ kept }: OutputPlace): void {
  rmSync(kept, { recursive: true, force: true });
}
