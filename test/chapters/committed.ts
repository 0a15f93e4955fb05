import { readFileSync } from 'node:fs';
import { decodeJson } from '#base/json';
import type { Measurement } from '#report/measurement';
import { allBlocks, type WrittenReport } from '#report/report-tree';
import { writeReport } from '#report/write-report';
import { chapters, overview } from '../../chapters/index.ts';

/** The outputs of the committed data, by measurement. */
export function committedOutputs(): Map<string, unknown> {
  const files = chapters.map((chapter) => {
    const file = new URL(`../../output/data/${chapter.id}.json`, import.meta.url);
    return decodeJson(readFileSync(file, 'utf8')) as { measurements: { id: string; output: unknown }[] };
  });
  return new Map(files.flatMap(({ measurements }) => measurements.map(({ id, output }) => [id, output])));
}

/** The type of what a measurement gives. */
export type ResultOf<M> = M extends Measurement<infer Output> ? Output : never;

/** What the committed data hold of a measurement. */
export function storedResult<Output>({ id }: Measurement<Output>): Output {
  return committedOutputs().get(id) as Output;
}

/** What a measurement gives of these inputs. */
export async function resultOf<Output>(one: Measurement<Output>, given: object = {}): Promise<Output> {
  return (await one.run({ ...given })) as Output;
}

let report: WrittenReport | undefined;

/** The report of the committed data, written once for all tests of a process. */
export function committedReport(): WrittenReport {
  report ??= writeReport(chapters, committedOutputs(), overview);
  return report;
}

/** All blocks of a chapter of that report, by its number. */
export const blocksOfChapter = (number: number) =>
  committedReport()
    .chapters.filter((chapter) => chapter.number === number)
    .flatMap(({ sections }) => sections.flatMap(({ blocks }) => allBlocks(blocks)));
