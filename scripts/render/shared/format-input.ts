import type { ModelIdentity } from '#lm/types';
import type { DictionaryRow } from '#report/dictionary';
import type { WrittenReport } from '#report/report-tree';
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
