import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '#base/user-error';
import type { ChapterData, Toolchain } from '#pipeline/data-store';
import { decodeChapterData } from '#pipeline/data-store';
import type { Services } from '#pipeline/model-and-renderer';
import { type ChapterShare, chapterShares, type Project } from '#pipeline/project';
import { currentPaths, type OutputPlace } from '#pipeline/publish';
import { dataPath } from '#render/shared/format-input';
import type { Discrepancy } from './check-result.ts';

/** Files by their path below an output folder, with forward slashes. */
export type Files = ReadonlyMap<string, Buffer>;

export function readFiles(place: OutputPlace): Files {
  return new Map(currentPaths(place).map((path) => [path, readFileSync(join(place.out, path))]));
}

/** The data in the output folder, and what is wrong with them before anything is run. */
export interface CommittedData {
  readonly files: readonly ChapterData[];
  readonly discrepancies: readonly Discrepancy[];
}

export interface CheckContext {
  readonly project: Project;
  readonly stems: readonly string[];
  /** Whether coordinates of drawings may differ by the little that another platform makes. */
  readonly closeCoordinates: boolean;
  readonly committed: Files;
  readonly data: CommittedData;
  readonly services: Services;
}

function readOne(bytes: Buffer | undefined): ChapterData | string {
  if (!bytes) return 'is missing';
  try {
    return decodeChapterData(bytes.toString(), 'it');
  } catch (error) {
    if (error instanceof UserError) return `cannot be read: ${error.message}`;
    throw error;
  }
}

function problemsOf(file: ChapterData, { measurements }: ChapterShare, toolchain: Toolchain): string[] {
  const stored = new Set(file.measurements.map(({ id }) => id));
  const known = new Set(measurements.map(({ id }) => id));
  const headOf = ({ model, lmCode, measuredWith }: Toolchain): string =>
    JSON.stringify({ model, lmCode, measuredWith });
  const other = 'was measured with another model, or by other code or packages, than the first';
  return [
    ...(headOf(file) === headOf(toolchain) ? [] : [other]),
    ...[...stored].filter((id) => !known.has(id)).map((id) => `stores ${id}, which is no more`),
    ...[...known].filter((id) => !stored.has(id)).map((id) => `does not store ${id}`),
  ];
}

export function readCommittedData(project: Project, committed: Files): CommittedData {
  const shares = chapterShares(project.chapters);
  const files: ChapterData[] = [];
  const discrepancies: Discrepancy[] = [];
  const add = (path: string, chapter: string, what: string): void => {
    discrepancies.push({ severity: 'structure', chapter, path, what });
  };
  for (const share of shares) {
    const path = dataPath(share.stem);
    const read = readOne(committed.get(path));
    if (typeof read === 'string') {
      add(path, share.stem, read);
      continue;
    }
    files.push(read);
    for (const problem of problemsOf(read, share, files[0] ?? read)) add(path, share.stem, problem);
  }
  const expected = new Set(shares.map(({ stem }) => dataPath(stem)));
  for (const path of committed.keys()) {
    if (path.startsWith('data/') && !expected.has(path)) add(path, '', 'is not made any more');
  }
  return { files, discrepancies };
}

export function outputsIn(files: readonly ChapterData[]): Map<string, unknown> {
  return new Map(files.flatMap(({ measurements }) => measurements.map(({ id, output }) => [id, output])));
}
