import { fileURLToPath } from 'node:url';
import { type CommittedData, readCommittedData } from '#check/committed-data';
import { type Files, readFiles } from '#check/files';
import { composeCommitted } from '#check/text-half';
import { isKind } from '#pipeline/kinds';
import { SILENT } from '#pipeline/progress';
import { chapterShares, loadProject, type Project } from '#pipeline/project';
import { ownOutput } from '#pipeline/publish';
import { realEffects } from '#pipeline/real-effects';
import type { Effects } from '#pipeline/report-run';
import type { Kind, KindTree } from '#report/kind';
import type { WrittenReport } from '#report/written';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What the commands do, but for opening the model, which no test of copies needs. */
export function effectsWithoutModel(root: string): Effects {
  return realEffects({
    root,
    progress: SILENT,
    openModel: () => Promise.reject(new Error('this test opens no model')),
    modelIdentity: async () => (await import('#lm/identity')).modelIdentity(),
  });
}

/** The project's own report: its stored data, and every file made of them, for tests that change a copy. */
export interface RealOutput {
  readonly project: Project;
  readonly stems: readonly string[];
  readonly data: CommittedData;
  readonly made: Files;
  readonly report: WrittenReport;
}

export async function realOutput(): Promise<RealOutput> {
  const project = await loadProject(ROOT);
  const stored = readFiles(ownOutput(project.root));
  const data = readCommittedData(project, stored);
  const { made, report } = await composeCommitted(project, data, stored, effectsWithoutModel(project.root));
  return { project, stems: chapterShares(project.chapters).map(({ stem }) => stem), data, made, report };
}

/** A copy of a value with each number, string, boolean and null in it replaced by what `change` makes of it. */
export function mapLeaves(
  value: unknown,
  kinds: KindTree,
  change: (leaf: unknown, kind: Kind, path: string) => unknown,
  path = '',
): unknown {
  if (Array.isArray(value))
    return value.map((element, index) => mapLeaves(element, kinds, change, `${path}[${index}]`));
  if (isKind(kinds)) return change(value, kinds, path);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      const below = kinds[key];
      if (below === undefined) throw new Error(`${path}.${key} has no kind`);
      return [key, mapLeaves(child, below, change, `${path}.${key}`)];
    }),
  );
}
