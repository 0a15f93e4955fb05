import { ROOT } from '#base/command';
import {
  type CommittedData,
  type Files,
  outputsIn,
  readCommittedData,
  readFiles,
} from '#check/committed-data';
import { chapterShares, loadProject, type Project } from '#pipeline/project';
import { ownOutput } from '#pipeline/publish';
import { isKind, type KindTree } from '#report/kind-tree';
import type { Kind } from '#report/number-kinds';
import type { WrittenReport } from '#report/report-tree';
import { writeReport } from '#report/write-report';

/** The project's own report: its stored data, and every file of it as published, for tests that change a copy. */
export interface RealOutput {
  readonly project: Project;
  readonly stems: readonly string[];
  readonly data: CommittedData;
  readonly made: Files;
  readonly report: WrittenReport;
}

export async function realOutput(): Promise<RealOutput> {
  const project = await loadProject(ROOT);
  const made = readFiles(ownOutput(project.root));
  const data = readCommittedData(project, made);
  const report = writeReport(project.chapters, outputsIn(data.files), project.overview);
  return { project, stems: chapterShares(project.chapters).map(({ stem }) => stem), data, made, report };
}

/** A copy of a value with each number, string, boolean and null in it replaced by what `change` makes of it. */
export function mapLeaves(
  value: unknown,
  kinds: KindTree | undefined,
  change: (leaf: unknown, kind: Kind, path: string) => unknown,
  path = '',
): unknown {
  if (Array.isArray(value))
    return value.map((element, index) => mapLeaves(element, kinds, change, `${path}[${index}]`));
  if (typeof value !== 'object' || value === null)
    return change(value, isKind(kinds) ? kinds : 'exact', path);
  const below = isKind(kinds) ? {} : (kinds ?? {});
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      mapLeaves(child, below[key], change, `${path}.${key}`),
    ]),
  );
}
