import { posix } from 'node:path';
import { toCsv } from '#page-model/csv';
import { fieldsOf } from '#report/dictionary';
import { KINDS } from '#report/number-kinds';
import { figuresOf } from '#report/report-tree';
import { dataFiles } from '../figures/files.ts';
import { escapeHtml } from '../shared/escape-html.ts';
import { dataPath, type FormatInput, samplePath } from '../shared/format-input.ts';
import { fillTemplate } from '../shared/templates.ts';
import { textOfProse } from '../shared/text-of-prose.ts';
import { headingHtml } from './blocks.ts';
import { DATA_PAGE, notebookPath, targetAddress } from './pages.ts';
import { tableHtml } from './tables.ts';

/** The page that lists the data, and the dictionary of all their fields. */

export function dictionaryCsv({ report, dictionary = [] }: FormatInput): string {
  const figures = figuresOf(report).flatMap(({ stem, block }) =>
    dataFiles(stem, block).flatMap(({ path, rows }) => fieldsOf({ file: path }, rows)),
  );
  const samples = report.chapters.flatMap(({ stem, samples }) =>
    samples.flatMap(({ id, rows }) => fieldsOf({ file: samplePath(stem, id) }, rows)),
  );
  return toCsv([...dictionary, ...figures, ...samples].map((row) => ({ ...row })));
}

/** A path, and what the file holds as HTML. */
type Listed = readonly [path: string, what: string];

function filesAbout(stem: string, { report, dictionary = [] }: FormatInput): Listed[] {
  const path = dataPath(stem);
  const inFile = dictionary.filter(({ file }) => file === path);
  const ids = [...new Set(inFile.map(({ measurement }) => measurement))];
  const figures = figuresOf(report, stem).flatMap(({ block }): Listed[] => {
    const address = targetAddress(DATA_PAGE, { stem, type: 'figure', id: block.id });
    const label = escapeHtml(report.targets.get(block.id)?.label ?? block.id);
    const link = `<a href="${address}">${label}</a>`;
    return dataFiles(stem, block).map((file) => [
      file.path,
      file.name === 'rows' ? link : `${link}, ${escapeHtml(file.name)}`,
    ]);
  });
  const chapter = report.chapters.find((one) => one.stem === stem);
  return [
    ...(ids.length > 0 ? [[path, `results: ${ids.join(', ')}`] as const] : []),
    ...figures,
    ...(chapter?.samples ?? []).map(({ id }) => [samplePath(stem, id), 'results as JSON lines'] as const),
    ...(chapter ? [[notebookPath(stem), 'the chapter as a notebook'] as const] : []),
  ];
}

const head = (text: string) => ({ text, align: 'left' as const });

function filesHtml(id: string, title: string, files: readonly Listed[]): string {
  const rows = files.map(([path, what]) => {
    const shown = escapeHtml(path).replaceAll('/', '/<wbr>');
    return [`<a href="${escapeHtml(path)}">${shown}</a>`, what];
  });
  const table = tableHtml({ heads: ['file', 'what it holds'].map(head), rows }, id);
  return `<section class="files">\n${headingHtml(3, id, escapeHtml(title))}\n${table}\n</section>`;
}

/** What is on the page, between its bars. */
export function dataHtml(input: FormatInput, restOfStyles: string): string {
  const { report, comparison, root } = input;
  const compared = comparison && `${posix.dirname(comparison.address)}/comparison.json`;
  const general: Listed[] = [
    [
      'data.zip',
      'all results, figure data, samples, what the measurements read, and the three files below, in one archive',
    ],
    ['dictionary.csv', 'every field: its type, kind, unit, meaning and tolerance'],
    ['findings.json', 'every statement about a result, its condition, and the numbers that decide it'],
    ['provenance.json', 'the model, the versions of packages, and the checksums of the results'],
    ...(compared ? [[compared, 'what the reports of two models have in common'] as const] : []),
    ...(report.overview ? filesAbout(report.overview.stem, input) : []),
  ];
  const kinds = Object.entries(KINDS).map(([name, { what, unit, elsewhere }]) => [
    name,
    what,
    unit,
    elsewhere,
  ]);
  return fillTemplate(root, 'page/data', {
    heading: headingHtml(2, 'data', 'The data of this report'),
    restOfStyles,
    general: filesHtml('data-whole', 'The whole report', general),
    chapters: report.chapters.map(({ stem, number, title }) => {
      const heading = `Chapter ${number}: ${textOfProse(title, report.targets)}`;
      return filesHtml(`data-${number}`, heading, filesAbout(stem, input));
    }),
    kindsHeading: headingHtml(3, 'data-kinds', 'Kinds of numbers'),
    kinds: tableHtml(
      { heads: ['kind', 'meaning', 'unit', 'tolerance'].map(head), rows: kinds },
      'data-kinds',
    ),
  });
}
