import type { OutputPlace } from '#pipeline/publish';
import { currentFile, currentPaths } from '#pipeline/publish';

/** Files by their path below an output folder, with forward slashes. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** Every file that stands in an output folder. */
export function readFiles(place: OutputPlace): Files {
  return new Map(
    currentPaths(place).map((path): [string, Uint8Array] => [
      path,
      currentFile(place, path) ?? new Uint8Array(),
    ]),
  );
}

/** The text of a file in UTF-8. */
export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** Whether two contents are the same, byte for byte. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** Contents as bytes, whether they were made as text or as bytes. */
export function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
}
