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
 * Checkpoints of a build: each result in a file of its own, in a folder beside the output, until the report is written.
 * A build that failed or was killed does not measure them again.
 */

export function saveCheckpoint(folder: string, toolchain: Toolchain, result: StoredMeasurement): void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${result.id}.json`);
  // A process killed at any moment leaves a whole file.
  writeFileSync(
    `${path}.next`,
    encodeChapterData({ chapter: 'checkpoint', ...toolchain, measurements: [result] }),
  );
  renameSync(`${path}.next`, path);
}

/** The results in a folder; files that cannot be read are left out. */
export function readCheckpoints(folder: string): Store {
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

export function clearCheckpoints({ checkpoints, previewed }: OutputPlace): void {
  for (const folder of [checkpoints, previewed]) rmSync(folder, { recursive: true, force: true });
}
