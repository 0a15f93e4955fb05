import type { KindName } from '#report/kind';
import { kindName } from '#report/kind';
import { kindInWords } from '#report/kind-words';
import type { ValuePart } from '#report/part';
import type { Sources, ValueSource } from '#report/source';
import type { WrittenReport } from '#report/written';
import { jsonForScript } from './escape-html.ts';

/**
 * Where the page's numbers come from, small: each place of the data is written once, in a table at the end of the page,
 * and a number carries only its row there and the entries of lists on the way to it.
 */

/** What is needed of a number to find its source; a number without a kind is looked for by its value alone. */
export type SourcedValue = Pick<ValuePart, 'value'> & Partial<Pick<ValuePart, 'kind'>>;

/** A row of the table, as the page's script reads it: all but the references are texts to show. */
export type SourceRow = readonly [unit: string, kind: number, path: string, ...measurements: number[]];

/** The table, as the page's script reads it. */
export interface SourceTable {
  /** Kinds in words. */
  readonly kinds: readonly string[];
  /** Measurements, and the files that hold them. */
  readonly measurements: readonly (readonly [id: string, file: string])[];
  readonly rows: readonly SourceRow[];
}

/** A list of distinct texts, each with its place. */
class Distinct {
  private readonly places = new Map<string, number>();

  placeOf(text: string): number {
    const known = this.places.get(text);
    if (known !== undefined) return known;
    this.places.set(text, this.places.size);
    return this.places.size - 1;
  }

  all(): string[] {
    return [...this.places.keys()];
  }
}

const UNITS: Partial<Readonly<Record<KindName | 'given', string>>> = {
  nats: 'nats',
  bits: 'bits',
  decibels: 'dB',
};

/** Gathers the sources of a page's numbers while it is rendered. */
export class PageSources {
  private readonly kinds = new Distinct();
  private readonly measurements = new Distinct();
  private readonly rows = new Distinct();

  constructor(private readonly report: Pick<WrittenReport, 'sources' | 'storedIn'>) {}

  /** What tells the source of a number of one section (or of the headline of a chapter, by its stem). */
  of(section: string): (value: SourcedValue) => string {
    const sources: Sources | undefined = this.report.sources.get(section);
    return ({ value, kind }) => {
      if (kind === 'given') return '';
      const source = sources?.find(value, kind);
      return source ? ` data-source="${this.reference(source, kind)}"` : '';
    };
  }

  private reference(
    { measurements, path, entries, kind }: ValueSource,
    shownAs: KindName | undefined,
  ): string {
    const row: SourceRow = [
      UNITS[shownAs ?? kindName(kind)] ?? '',
      this.kinds.placeOf(kindInWords(kind)),
      path,
      ...measurements.map((id) => this.measurements.placeOf(id)),
    ];
    return [this.rows.placeOf(JSON.stringify(row)), ...entries].map((one) => one.toString(36)).join('.');
  }

  /** The table as a script element that holds JSON. */
  html(): string {
    const table: SourceTable = {
      kinds: this.kinds.all(),
      measurements: this.measurements
        .all()
        .map((id) => [id, `data/${this.report.storedIn.get(id) ?? ''}.json`] as const),
      rows: this.rows.all().map((row) => JSON.parse(row) as SourceRow),
    };
    return `<script type="application/json" id="value-sources">${jsonForScript(table)}</script>`;
  }
}
