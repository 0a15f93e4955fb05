import { UserError } from '#base/user-error';
import type { DataFile, Make, Store } from '#pipeline/data-store';
import { dataPath, decodeDataFile } from '#pipeline/data-store';
import type { ChapterShare, Project } from '#pipeline/project';
import { chapterShares } from '#pipeline/project';
import { type Files, textOf } from './files.ts';
import type { Finding } from './finding.ts';
import { shapeProblems } from './shape.ts';

/** The data that stand in the output folder, and what is wrong with them as they stand. */

export interface CommittedData {
  /** Those files that could be read. */
  readonly files: readonly DataFile[];
  /** Of the first file; undefined when none could be read. */
  readonly make: Make | undefined;
  readonly findings: readonly Finding[];
}

const MOST_PROBLEMS = 10;

function readOne(path: string, bytes: Uint8Array | undefined): DataFile | string {
  if (!bytes) return 'is missing';
  try {
    return decodeDataFile(textOf(bytes), 'it');
  } catch (error) {
    if (error instanceof UserError) return `cannot be read: ${error.message}`;
    throw new Error(`${path} cannot be read`, { cause: error });
  }
}

function problemsOf(file: DataFile, { measurements }: ChapterShare, make: Make): string[] {
  const stored = new Map(file.measurements.map((one) => [one.id, one]));
  const known = new Set(measurements.map(({ id }) => id));
  const heads = [file, make].map(({ model, measuredWith }) => JSON.stringify({ model, measuredWith }));
  return [
    ...(heads[0] === heads[1] ? [] : ['was measured with another model or other packages than the first']),
    ...[...stored.keys()].filter((id) => !known.has(id)).map((id) => `stores ${id}, which is no more`),
    ...measurements.flatMap(({ id, kinds }) => {
      const one = stored.get(id);
      return one ? shapeProblems(one.output, kinds, `${id}: result`) : [`does not store ${id}`];
    }),
  ];
}

/** Reads all data files of a project out of an output folder's files. */
export function readCommittedData(project: Project, committed: Files): CommittedData {
  const shares = chapterShares(project.chapters);
  const files: DataFile[] = [];
  const findings: Finding[] = [];
  const add = (path: string, chapter: string, what: string): void => {
    findings.push({ severity: 'structure', chapter, path, what });
  };
  for (const share of shares) {
    const path = dataPath(share.stem);
    const read = readOne(path, committed.get(path));
    if (typeof read === 'string') {
      add(path, share.stem, read);
      continue;
    }
    files.push(read);
    const problems = problemsOf(read, share, files[0] ?? read);
    for (const problem of problems.slice(0, MOST_PROBLEMS)) add(path, share.stem, problem);
    if (problems.length > MOST_PROBLEMS)
      add(path, share.stem, `has ${problems.length - MOST_PROBLEMS} more problems`);
  }
  const expected = new Set(shares.map(({ stem }) => dataPath(stem)));
  for (const path of committed.keys()) {
    if (path.startsWith('data/') && !expected.has(path)) add(path, '', 'is not made any more');
  }
  return { files, make: files[0], findings };
}

/** Data files as a store of measurements. */
export function storeOf(files: readonly DataFile[]): Store {
  return new Map(
    files.flatMap(({ model, measuredWith, measurements }) =>
      measurements.map((stored) => [stored.id, { stored, make: { model, measuredWith } }] as const),
    ),
  );
}

/** The outputs in data files, by measurement id; later files go before earlier ones. */
export function outputsIn(files: readonly DataFile[]): Map<string, unknown> {
  return new Map(files.flatMap(({ measurements }) => measurements.map(({ id, output }) => [id, output])));
}
