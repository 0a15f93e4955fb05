import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { modelFiles } from '#convert/convert';
import { type StoredModel, writeGguf } from './small-gguf.ts';

/** A new folder for one test; it is gone when the test is over. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'convert-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes the folder that a model is converted to. */
export async function writeConverted(model: StoredModel, folder: string): Promise<void> {
  const gguf = `${folder}.gguf`;
  await mkdir(dirname(folder), { recursive: true });
  await writeFile(gguf, writeGguf(model));
  for (const [path, content] of await modelFiles(gguf)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  await rm(gguf);
}
