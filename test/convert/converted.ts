import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { modelFiles } from '#convert/convert';
import { type StoredModel, writeGguf } from './small-gguf.ts';

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
