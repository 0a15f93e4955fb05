import { zipOf } from '#base/zip';
import { dataPath } from '#render/shared/format-input';
import { type DictionaryRow, fieldsOf } from '#report/dictionary';
import { kindsIn } from '#report/kind-tree';
import type { ChapterData } from './data-store.ts';
import { kindsById, type Project } from './project.ts';
import type { OutputFiles } from './publish.ts';

/** The data of a report for those who want to compute with them. */

/** The fields of all stored results. */
export function dictionaryOf(project: Project, files: readonly ChapterData[]): DictionaryRow[] {
  const kinds = kindsById(project);
  return files.flatMap(({ chapter, model, measurements }) =>
    measurements.flatMap(({ id, output }) =>
      fieldsOf(
        { file: dataPath(chapter), measurement: id },
        [output],
        kindsIn(model.engine?.dtype ?? 'float32', kinds.get(id) ?? {}),
      ),
    ),
  );
}

const README = `The data of Nats & Bits, a report on the log-probabilities of language models

data/            results, a file for each chapter
figures/         the data of the figures, a table for each data set
samples/         results as JSON lines
dictionary.csv   every field of these files: its type, kind, unit and tolerance
findings.json    every statement about a result, with its condition and the numbers that decide it
provenance.json  the model, the versions of packages, and the checksums of data/

A file in data/ lists measurements; the "output" of each is its result. Numbers have all their digits.
{"$number": "-Infinity"} is a number that JSON does not have. Tokens are stored as they are: " Paris" begins with a
space. A byte that is no character of its own is written as \\xE6.
`;

const IS_DATA =
  /^(?:data\/|samples\/|figures\/.*\.csv$|(?:dictionary\.csv|findings\.json|provenance\.json)$)/;

/** The files of a report that hold data, and what they are, as one file. */
export function archiveOf(files: OutputFiles): Uint8Array {
  return zipOf(new Map([['README.txt', README], ...[...files].filter(([path]) => IS_DATA.test(path))]));
}
