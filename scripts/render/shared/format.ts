import { significant, withThousands } from '#base/printed-number';
import type { ModelIdentity } from '#lm/identity';
import type { EngineFacts } from '#lm/types';
import type { WrittenReport } from '#report/written';
import { reportValues } from '#report/written';
import type { RenderedFigure } from '../figures/figure.ts';
import type { Cache } from './cache.ts';

/** What identifies a run: no date, no machine. */
export interface Provenance {
  readonly model: ModelIdentity;
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
    { what: 'what the server says of itself and of a fixed text, as SHA-256', value: sha256 },
  ].filter(({ value }) => value !== '');
}

export function provenanceRows({ model, versions, forwardTokens }: Provenance): Row[] {
  return [
    { what: 'language model', value: model.id },
    ...(model.engine ? engineRows(model, model.engine) : [{ what: 'its SHA-256', value: model.sha256 }]),
    { what: 'tokens it computed', value: withThousands(String(forwardTokens)) },
    ...Object.entries(versions).map(([name, version]) => ({ what: name, value: version })),
  ];
}

/** How many numbers a report prints in sentences, tables and descriptions, and where they are from. */
export function countNumbers(report: WrittenReport): { printed: string; stored: string; chosen: string } {
  const values = reportValues(report);
  const chosen = values.filter(({ value }) => value.kind === 'given').length;
  const shown = (count: number): string => withThousands(String(count));
  return { printed: shown(values.length), stored: shown(values.length - chosen), chosen: shown(chosen) };
}

export interface FormatInput {
  readonly report: WrittenReport;
  readonly provenance: Provenance;
  /** Absolute path of the project's root: source regions and templates are read from below it. */
  readonly root: string;
  readonly cache?: Cache;
  /** A page about this report and another, by its path beside the others, and what it says in a sentence. */
  readonly comparison?: { readonly address: string; readonly summary: string } | undefined;
  /** Every figure, drawn, by its id. Its files are in figures/STEM/: ID.svg, ID.dark.svg, ID.png, ID.csv. */
  readonly figures: ReadonlyMap<string, RenderedFigure>;
}
