import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoiseByObject } from '#base/memoise';
import { significant, withThousands } from '#base/printed-number';
import type { EngineFacts, ModelIdentity } from '#lm/types';
import { type Kind, kindName } from '#report/number-kinds';
import { readingMinutes, totalMinutes } from '#report/reading-time';
import { reportValues, type WrittenReport, withdrawnFindings } from '#report/report-tree';
import { sourceIn } from './code.ts';
import type { FormatInput, Provenance } from './format-input.ts';

/** What the report says of itself: the project, the run, how many numbers it has, and how to cite it. */

/** What package.json says of the project; false or '' for what it does not say. */
export function projectFacts(root: string) {
  const { license, repository, homepage, version, author } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  ) as {
    license?: string;
    repository?: { url?: string };
    homepage?: string;
    version?: string;
    author?: string;
  };
  const address = repository?.url?.replace(/^git\+|\.git$/g, '');
  return {
    license: license ?? (false as const),
    address: address ?? (false as const),
    /** Where the pages are published. */
    homepage: homepage ?? (false as const),
    version: version ?? '',
    author: author ?? '',
  };
}

const tex = (text: string): string => text.replace(/[&%#_]/g, '\\$&');

/** The report as BibTeX. Its version and its model say which one it is; nothing says when it was built. */
function citation(root: string, { model }: Pick<Provenance, 'model'>): string {
  const { version, author, address } = projectFacts(root);
  return [
    '@misc{nats-and-bits,',
    "  title   = {Nats \\& Bits: What a language model's log-probabilities tell you},",
    `  author  = {{${tex(author)}}},`,
    `  version = {${version}},`,
    ...(address ? [`  url     = {${address}},`] : []),
    `  note    = {Measured on ${tex(model.id)}.`,
    '    SHA-256 of the model:',
    `    ${model.sha256}}`,
    '}',
  ].join('\n');
}

type Row = { readonly what: string; readonly value: string };

function engineRows({ sha256 }: ModelIdentity, { name, version, dtype, agreement }: EngineFacts): Row[] {
  const agrees = agreement === null ? '' : `${significant(agreement, 1)} nats`;
  return [
    { what: 'run by', value: `${name} ${version}` },
    { what: 'computed in', value: dtype },
    { what: 'scores and predictions of a fixed text agree within', value: agrees },
    { what: 'what the server says of itself, as SHA-256', value: sha256 },
  ].filter(({ value }) => value !== '');
}

function provenanceRows({ model, versions, forwardTokens }: Provenance): Row[] {
  return [
    { what: 'language model', value: model.id },
    ...(model.engine
      ? engineRows(model, model.engine)
      : [
          {
            what: 'SHA-256 of the sorted lines “checksum, two spaces, path” of the files that opening it reads',
            value: model.sha256,
          },
        ]),
    { what: 'tokens processed', value: withThousands(String(forwardTokens)) },
    ...Object.entries(versions).map(([name, version]) => ({ what: name, value: version })),
  ];
}

const isPlain = (kind: Kind): boolean => ['exact', 'float64'].includes(kindName(kind));

/**
 * How many numbers a report prints in sentences, tables and descriptions, and where they are from. A measurement all of
 * whose printed numbers are inputs, counts and plain arithmetic did not ask the model.
 */
const countNumbers = memoiseByObject((report: WrittenReport) => {
  const values = reportValues(report).map(({ value }) => value);
  const results = values.flatMap(({ kind, source }) => (kind === 'given' || !source ? [] : [source]));
  const asking = new Set(results.flatMap(({ kind, measurement }) => (isPlain(kind) ? [] : [measurement])));
  const model = results.filter(({ measurement }) => asking.has(measurement)).length;
  const shown = (count: number): string => withThousands(String(count));
  return {
    printed: shown(values.length),
    model: shown(model),
    arithmetic: shown(results.length - model),
    chosen: shown(values.length - results.length),
  };
});

/** What the overview says of the model that lies in the project; false for another, of which only the name is known. */
const sizeOf = ({ model }: Provenance): string | false =>
  model.id === 'HuggingFaceTB/SmolLM2-135M-Instruct' &&
  model.engine === undefined &&
  '135 million parameters, most of them stored in four bits';

/** Under the names that the templates of pages and of Markdown use. */
export function colophonOf({ report, provenance, root }: Omit<FormatInput, 'figures'>) {
  return {
    modelId: provenance.model.id,
    size: sizeOf(provenance),
    numbers: countNumbers(report),
    withdrawn: withdrawnFindings(report),
    project: projectFacts(root),
    provenance: provenanceRows(provenance),
    citation: citation(root, provenance),
    ...totalMinutes(report.chapters.map((chapter) => readingMinutes(chapter, sourceIn(root)))),
  };
}
