import type { SourceRow, SourceTable } from '#page-model/client-data';
import type { KindName } from '#report/number-kinds';
import { KINDS, kindInWords, kindName } from '#report/number-kinds';
import type { Source } from '#report/quantity';
import { jsonForScript } from '../shared/escape-html.ts';

/**
 * Where the page's numbers come from, small: each place of the data is written once, in a table at the end of the page,
 * and a number carries only its row there and the entries of lists on the way to it.
 */

/** Where a number on the page is stored, and the kind it is printed as when that is another. */
export interface SourcedValue {
  readonly source?: Source;
  readonly kind?: KindName | 'given';
}

/** The place of a text in a list of distinct texts, which it joins if it is new. */
function placeIn(list: Map<string, number>, text: string): number {
  const place = list.get(text) ?? list.size;
  list.set(text, place);
  return place;
}

export class PageSources {
  private readonly kinds = new Map<string, number>();
  private readonly measurements = new Map<string, number>();
  private readonly rows = new Map<string, number>();
  private readonly fileOf: (measurement: string) => string;

  /** `fileOf` gives the file that a measurement is stored in. */
  constructor(fileOf: (measurement: string) => string) {
    this.fileOf = fileOf;
  }

  /** The attribute that refers to the source of a number; '' for a number that the author chose. */
  readonly attribute = ({ source, kind }: SourcedValue): string => {
    if (!source || kind === 'given') return '';
    const row: SourceRow = [
      KINDS[kind ?? kindName(source.kind)].unit,
      placeIn(this.kinds, kindInWords(source.kind)),
      source.path,
      placeIn(this.measurements, source.measurement),
    ];
    const place = [placeIn(this.rows, JSON.stringify(row)), ...source.entries];
    return ` data-at="${place.map((one) => one.toString(36)).join('.')}"`;
  };

  html(): string {
    const table: SourceTable = {
      kinds: [...this.kinds.keys()],
      measurements: [...this.measurements.keys()].map((id) => [id, this.fileOf(id)]),
      rows: [...this.rows.keys()].map((row) => JSON.parse(row) as SourceRow),
    };
    return `<script type="application/json" id="value-sources">${jsonForScript(table)}</script>`;
  }
}
