import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

/** A new folder for one test; it is gone when the test is over. */
export function temporaryFolder(): string {
  const { folder, remove } = newFolder();
  onTestFinished(remove);
  return folder;
}

/** A new folder for the tests of a file or of a group; it is gone after the last of them. */
export function sharedFolder(): string {
  const { folder, remove } = newFolder();
  afterAll(remove);
  return folder;
}

function newFolder() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nats-and-bits-')));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
