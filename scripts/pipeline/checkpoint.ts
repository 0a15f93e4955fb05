import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unlessRefused } from '#base/user-error';
import type { Store, StoredMeasurement, Toolchain } from './data-store.ts';
import { decodeChapterData, encodeChapterData, storeOf } from './data-store.ts';
import type { OutputPlace } from './publish.ts';

/** Results of a build that did not end, or of a preview, are kept beside the output: the next build takes them over. */

export function saveCheckpoint(folder: string, toolchain: Toolchain, result: StoredMeasurement): void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${result.id}.json`);
  const file = { chapter: 'checkpoint', ...toolchain, measurements: [result] };
  // A process killed at any moment leaves a whole file.
  writeFileSync(`${path}.next`, encodeChapterData(file));
  renameSync(`${path}.next`, path);
}

/** The results in a folder; files that cannot be read are left out. */
export function readCheckpoints(folder: string): Store {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  const files = names.flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return unlessRefused(() => [decodeChapterData(text, name)], []);
  });
  return storeOf(files);
}

export function clearCheckpoints({ checkpoints }: OutputPlace): void {
  rmSync(checkpoints, { recursive: true, force: true });
}
