import { significant, withThousands } from '#base/printed-number';
import type { EngineFacts, ModelIdentity } from '#lm/types';
import type { DictionaryRow } from '#report/dictionary';
import { type Kind, kindName } from '#report/number-kinds';
import type { WrittenReport } from '#report/report-tree';
import { reportValues } from '#report/report-tree';
import type { RenderedFigure } from '../figures/figure.ts';
import type { OtherFindings } from './blocks.ts';
import type { Cache } from './cache.ts';

/** What identifies a report: nothing in it depends on when, where or how fast it was made. */
export interface Provenance {
  readonly model: ModelIdentity;
  /** Of the packages that measured, and of those that draw, by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly forwardTokens: number;
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

export function provenanceRows({ model, versions, forwardTokens }: Provenance): Row[] {
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
export function countNumbers(report: WrittenReport) {
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
}

/** What the overview says of the model that lies in the project; false for another, of which only the name is known. */
export const sizeOf = ({ model }: Provenance): string | false =>
  model.id === 'HuggingFaceTB/SmolLM2-135M-Instruct' &&
  model.engine === undefined &&
  '135 million parameters, most of them stored in four bits';

/** A page about this report and another. */
export interface ComparedReport {
  /** Its path beside the other pages. */
  readonly address: string;
  /** What it says in a sentence. */
  readonly summary: string;
  /** The other model, and what became of each finding there, by its id. */
  readonly findings: OtherFindings;
}

/** Where in the output a chapter's results are, and one of its samples. */
export const dataPath = (stem: string): string => `data/${stem}.json`;
export const samplePath = (stem: string, id: string): string => `samples/${stem}/${id}.jsonl`;

export interface FormatInput {
  readonly report: WrittenReport;
  readonly provenance: Provenance;
  /** Absolute path of the project's root: source regions and templates are read from below it. */
  readonly root: string;
  readonly cache?: Cache;
  readonly comparison?: ComparedReport | undefined;
  /** The fields of the results. With them, the report lists its data. */
  readonly dictionary?: readonly DictionaryRow[];
  /** Every figure, drawn, by its id. Its files are in figures/STEM/: ID.svg, ID.dark.svg, ID.png, ID.csv. */
  readonly figures: ReadonlyMap<string, RenderedFigure>;
}
