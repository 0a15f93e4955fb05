import type { SourceTable } from '../../scripts/page-model/client-data';
import { inFull } from '../../scripts/page-model/written-number';
import { element } from './element';
import { addressed } from './folds';
import { storedJson } from './stored-script';

/** What the page knows of its numbers and terms: their full value and where it was measured, their definition. */

let table: SourceTable | undefined;

function sources(): SourceTable {
  table ??= storedJson<SourceTable>('value-sources');
  return table;
}

/** "rows[].entropy" and the entry 3 as "rows[3].entropy". */
function pathOf(path: string, entries: readonly number[]): string {
  let index = 0;
  return path.replace(/\[\]/g, () => `[${entries[index++]}]`);
}

function code(text: string): HTMLElement {
  return element('code', '', text);
}

function line(...content: (Node | string)[]): HTMLElement {
  return element('span', 'popup-line', ...content);
}

function measuredAs(measurement: number, path: string): HTMLElement {
  const [id = '', file = ''] = sources().measurements[measurement] ?? [];
  return line('Measurement ', code(id), ', ', code(path), ', stored in ', code(file), '.');
}

/** Everything about a number. One without a source was chosen by whoever wrote the text. */
export function aboutValue(value: HTMLElement): Node[] {
  const full = inFull(value.getAttribute('value') ?? '');
  const [row, ...entries] = (value.dataset.at ?? '').split('.').map((one) => Number.parseInt(one, 36));
  const found = row === undefined || Number.isNaN(row) ? undefined : sources().rows[row];
  if (!found) return [line(element('strong', '', full)), line('A number that was chosen, not measured.')];
  const [unit, kind, path, measurement] = found;
  return [
    line(element('strong', '', unit === '' ? full : `${full} ${unit}`)),
    line(sources().kinds[kind] ?? ''),
    measuredAs(measurement, pathOf(path, entries)),
  ];
}

/** A term's definition, as the glossary at the end of the page has it. */
export function aboutTerm(link: HTMLAnchorElement): Node[] {
  const entry = addressed(link.hash);
  const name = element('strong', '', entry?.textContent ?? '');
  return [line(name), line(entry?.nextElementSibling?.textContent ?? '')];
}
