import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { currentPaths, type OutputPlace } from '#pipeline/publish';

/** Files by their path below an output folder, with forward slashes. */
export type Files = ReadonlyMap<string, Uint8Array>;

export function readFiles(place: OutputPlace): Files {
  return new Map(currentPaths(place).map((path) => [path, readFileSync(join(place.out, path))]));
}

export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

export function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
}
