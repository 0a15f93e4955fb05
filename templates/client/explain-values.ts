import type { SourceTable } from '../../scripts/page-model/client-data';
import { inFull } from '../../scripts/page-model/popup-number';
import { element } from './element';
import { storedJson } from './embedded-json';
import { addressed } from './folds';
import { popupLine } from './popup';

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

function measuredAs(measurement: number, path: string): HTMLElement {
  const [id = '', file = ''] = sources().measurements[measurement] ?? [];
  return popupLine('Measurement ', code(id), ', ', code(path), ', stored in ', code(file), '.');
}

/** Everything about a number. One without a source was chosen by whoever wrote the text. */
export function aboutValue(value: HTMLElement): Node[] {
  const full = inFull(value.getAttribute('value') ?? '');
  const [row, ...entries] = (value.dataset.at ?? '').split('.').map((one) => Number.parseInt(one, 36));
  const found = row === undefined || Number.isNaN(row) ? undefined : sources().rows[row];
  if (!found)
    return [popupLine(element('strong', '', full)), popupLine('A number that was chosen, not measured.')];
  const [unit, kind, path, measurement] = found;
  return [
    popupLine(element('strong', '', unit === '' ? full : `${full} ${unit}`)),
    popupLine(sources().kinds[kind] ?? ''),
    measuredAs(measurement, pathOf(path, entries)),
  ];
}

/** A term's definition, as the glossary at the end of the page has it. */
export function aboutTerm(link: HTMLAnchorElement): Node[] {
  const entry = addressed(link.hash);
  const name = element('strong', '', entry?.textContent ?? '');
  return [popupLine(name), popupLine(entry?.nextElementSibling?.textContent ?? '')];
}
