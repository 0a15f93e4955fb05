import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '#base/user-error';
import { type Comparison, compareReports, type SideData } from '#compare/compare-reports';
import { EMBEDDED_MODEL } from '#lm/model-identity';
import type { Cache as Remember } from '#render/shared/cache';
import { codeOfMeasurements } from './code-hash.ts';
import { type ChapterData, readStore } from './data-store.ts';
import { measurementsOf, type Project } from './project.ts';

/** What a comparison needs to know of reports on this disk, and of today's code. */

/** The code that computes each measurement today, by its id. */
export async function codesToday(project: Project): Promise<Map<string, string>> {
  const codes = await codeOfMeasurements(project, measurementsOf(project.chapters));
  return new Map([...codes].map(([id, { hash }]) => [id, hash]));
}

/** A report in a folder as a side of a comparison. Throws a UserError when there is none, or its data are damaged. */
export function sideFrom(folder: string, shownAs: string, recorded?: string): SideData {
  const stored = readStore(folder, shownAs);
  const [first] = stored.values();
  if (!first) throw new UserError(`There are no data of a report in ${shownAs}.`);
  return { model: first.toolchain.model, recorded, stored };
}

/** The results of another model, measured once by another program and kept to compare with. */
const RECORDED = 'models/recorded';

export const COMPARISON_FOLDER = 'comparison';

function recordedBeside(
  { root, comparison }: Project,
  files: readonly ChapterData[],
): readonly [SideData, SideData] | undefined {
  const model = files[0]?.model;
  const path = join(root, RECORDED, 'recorded.json');
  if (!comparison || !model || model.engine || model.id !== EMBEDDED_MODEL || !existsSync(path))
    return undefined;
  // The day, and how the weights were kept before they were run, where not as they were published.
  const { recorded, weights }: { recorded: string; weights?: string } = JSON.parse(
    readFileSync(path, 'utf8'),
  );
  const stored = new Map(
    files.flatMap(({ measurements }) => measurements.map((one) => [one.id, one] as const)),
  );
  const other = { ...sideFrom(join(root, RECORDED), RECORDED, recorded), weights };
  return [{ model, stored }, other];
}

const codesOf = ({ stored }: SideData): Map<string, string> =>
  new Map([...stored].map(([id, { code }]) => [id, code]));

/** Compares the embedded model's report with the recorded one, where today's shape allows; else gives undefined. */
export async function comparedWithRecorded(
  project: Project,
  files: readonly ChapterData[],
  remember?: Remember,
): Promise<Comparison | undefined> {
  const sides = recordedBeside(project, files);
  const { chapters, comparison } = project;
  if (!sides || !comparison) return undefined;
  const [a, b] = sides;
  return compareReports({ chapters, comparison, a, b, codes: codesOf(a), remember });
}
