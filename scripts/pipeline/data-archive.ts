import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import { decodeJson } from '#base/json';
import { dataPath } from '#render/shared/format-input';
import { type DictionaryRow, fieldsOf } from '#report/dictionary';
import { kindsIn } from '#report/kind-tree';
import { readDataFiles } from './code-hash.ts';
import type { ChapterData } from './data-store.ts';
import { CHAPTERS } from './imports.ts';
import { kindsById, measurementsOf, type Project } from './project.ts';
import type { OutputFiles } from './publish.ts';

/** The data of a report for those who want to compute with them. */

/** A text file that measurements read. */
interface InputFile {
  readonly content: Uint8Array;
  /** The ids of those that read it. */
  readonly readBy: readonly string[];
}

/** What measurements read, by the path in the archive. Throws a UserError on a file that cannot be read. */
export async function inputsOf({
  root,
  chapters,
}: Pick<Project, 'root' | 'chapters'>): Promise<Map<string, InputFile>> {
  const inputs = new Map<string, InputFile>();
  for (const measurement of measurementsOf(chapters)) {
    for (const [name, content] of await readDataFiles(measurement)) {
      const from = relative(join(root, CHAPTERS), fileURLToPath(measurement.data[name] ?? ''));
      // A file outside the chapters keeps a path below the folder.
      const path = `inputs/${from
        .split(/[/\\]/)
        .filter((part) => part !== '..')
        .join('/')}`;
      const readBy = inputs.get(path)?.readBy ?? [];
      inputs.set(path, { content, readBy: [...readBy, measurement.id] });
    }
  }
  return inputs;
}

/** A row for a text, and rows for the fields of JSON. */
function fieldsOfInput([file, { content, readBy }]: readonly [string, InputFile]): DictionaryRow[] {
  const meaning = `read by ${readBy.join(', ')}`;
  const value = new TextDecoder().decode(content);
  const rows = fieldsOf({ file }, [file.endsWith('.json') ? decodeJson(value) : value]);
  return rows.map((row) => ({ ...row, meaning }));
}

/** The fields of what measurements read, and of all stored results. */
export function dictionaryOf(
  project: Project,
  files: readonly ChapterData[],
  inputs: ReadonlyMap<string, InputFile>,
): DictionaryRow[] {
  const kinds = kindsById(project);
  const results = files.flatMap(({ chapter, model, measurements }) =>
    measurements.flatMap(({ id, output }) =>
      fieldsOf(
        { file: dataPath(chapter), measurement: id },
        [output],
        kindsIn(model.engine?.dtype ?? 'float32', kinds.get(id) ?? {}),
      ),
    ),
  );
  return [...[...inputs].flatMap(fieldsOfInput), ...results];
}

const README = `The data of Nats & Bits, a report on the log-probabilities of language models

data/            results, a file for each chapter
figures/         the data of the figures, a table for each data set
samples/         results as JSON lines
inputs/          texts and questions that measurements read, as they are in the folder of the chapters
dictionary.csv   every field of these files: its type, kind, unit and tolerance
findings.json    every statement about a result, with its condition and the numbers that decide it
provenance.json  the model, the versions of packages, and the checksums of data/

A file in data/ lists measurements; the "output" of each is its result. Numbers have all their digits.
{"$number": "-Infinity"} is a number that JSON does not have. Tokens are stored as they are: " Paris" begins with a
space. A byte that is no character of its own is written as \\xE6.
`;

const IS_DATA =
  /^(?:data\/|samples\/|figures\/.*\.csv$|(?:dictionary\.csv|findings\.json|provenance\.json)$)/;

/**
 * The files of a report that hold data, what measurements read, and what all of them are, as one archive: the same files
 * give the same bytes. They are not compressed, because compressed bytes depend on the machine, and Git keeps little of
 * a new archive that is like the last one.
 */
export function archiveOf(files: OutputFiles, inputs: ReadonlyMap<string, InputFile>): Uint8Array {
  const all: (readonly [string, string | Uint8Array])[] = [
    ['README.txt', README],
    ...[...files].filter(([path]) => IS_DATA.test(path)),
    ...[...inputs].map(([path, { content }]) => [path, content] as const),
  ];
  all.sort(([one], [other]) => (one < other ? -1 : 1));
  // The first day that the format knows, wherever this is run.
  const options = { level: 0, mtime: new Date(1980, 0, 1) } as const;
  return zipSync(Object.fromEntries(all.map(([path, content]) => [path, [Buffer.from(content), options]])));
}
