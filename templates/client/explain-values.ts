import { element } from './element';
import { addressed } from './folds';

/** What the page knows of its numbers and terms: their full value and where it was measured, their definition. */

interface SourceTable {
  readonly kinds: readonly string[];
  readonly measurements: readonly (readonly [id: string, file: string])[];
  readonly rows: readonly (readonly [unit: string, kind: number, path: string, ...measurements: number[]])[];
}

let table: SourceTable | undefined;

function sources(): SourceTable {
  table ??= JSON.parse(document.getElementById('value-sources')?.textContent ?? '') as SourceTable;
  return table;
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Below this size, as in the text, a number is written with a power of ten. */
const SMALL = 1e-4;

/** A number with all its digits, as people write it: "0.0000015" is 1.5 × 10⁻⁶. */
function inFull(value: string): string {
  const size = Math.abs(Number(value));
  const digits = size > 0 && size < SMALL ? Number(value).toExponential() : value;
  const [mantissa = '', exponent] = digits.replace('Infinity', '∞').split('e');
  const signs = (exponent ?? '').replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)] ?? digit);
  const power = exponent === undefined ? '' : ` × 10${signs.replace('-', '⁻').replace('+', '')}`;
  return mantissa.replace('-', '−') + power;
}

/** "rows[].entropy" and the entry 3 as "rows[3].entropy"; without entries, as any of several. */
function pathOf(path: string, entries: readonly number[]): string {
  let index = 0;
  return path.replace(/\[\]/g, () => (index < entries.length ? `[${entries[index++]}]` : '[…]'));
}

function code(text: string): HTMLElement {
  return element('code', '', text);
}

function line(...content: (Node | string)[]): HTMLElement {
  return element('span', 'popup-line', ...content);
}

/** The measurements that hold a number, with their file. */
function measuredAs(measurements: readonly number[], path: string): HTMLElement {
  const names = measurements.flatMap((place, index) => {
    const [id = ''] = sources().measurements[place] ?? [];
    return index === 0 ? [code(id)] : [' or ', code(id)];
  });
  const [, file = ''] = sources().measurements[measurements[0] ?? 0] ?? [];
  const where = path === '' ? [] : [', ', code(path)];
  return line('Measurement ', ...names, ...where, ', stored in ', code(file), '.');
}

/** Everything about a number. One without a source was chosen by whoever wrote the text. */
export function aboutValue(value: HTMLElement): Node[] {
  const full = inFull(value.getAttribute('value') ?? '');
  const [row, ...entries] = (value.dataset.source ?? '').split('.').map((one) => Number.parseInt(one, 36));
  const found = row === undefined || Number.isNaN(row) ? undefined : sources().rows[row];
  if (!found) return [line(element('strong', '', full)), line('A number that was chosen, not measured.')];
  const [unit, kind, path, ...measurements] = found;
  return [
    line(element('strong', '', unit === '' ? full : `${full} ${unit}`)),
    line(sources().kinds[kind] ?? ''),
    measuredAs(measurements, pathOf(path, entries)),
  ];
}

/** A term's definition, as the glossary at the end of the page has it. */
export function aboutTerm(link: HTMLAnchorElement): Node[] {
  const entry = addressed(link.hash);
  const name = element('strong', '', entry?.textContent ?? '');
  return [line(name), line(entry?.nextElementSibling?.textContent ?? '')];
}
