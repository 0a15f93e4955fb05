import { element } from '../element';
import { count, visible } from './number-and-token-text';

/** Labelled fields, buttons and figures of an instrument. */

let made = 0;

/** A control behind its label. */
function labelled<Control extends HTMLElement>(
  control: Control,
  text: string,
  className: string,
  ...more: Node[]
): Field<Control> {
  made += 1;
  control.id = `lab-field-${made}`;
  const label = element('label', '', text);
  label.htmlFor = control.id;
  return { whole: element('div', `lab-field ${className}`, label, control, ...more), label, control };
}

/** More characters than the model reads of most texts; a browser takes seconds to lay out many more. */
const MOST_CHARACTERS = 40_000;

export interface Field<Control = HTMLTextAreaElement | HTMLInputElement> {
  readonly whole: HTMLElement;
  readonly label: HTMLElement;
  readonly control: Control;
}

/** A field for a text. What would make it too long is refused as a whole. */
function typable<Control extends HTMLTextAreaElement | HTMLInputElement>(
  control: Control,
  label: string,
  value: string,
  changed: () => void,
): Field<Control> {
  const note = element('p', 'lab-note');
  note.setAttribute('role', 'status');
  Object.assign(control, { value, spellcheck: false, autocomplete: 'off' });
  control.addEventListener('beforeinput', (event) => {
    const { data, dataTransfer } = event as InputEvent;
    const added = (data ?? dataTransfer?.getData('text/plain') ?? '').length;
    const replaced = (control.selectionEnd ?? 0) - (control.selectionStart ?? 0);
    const length = control.value.length - replaced + added;
    const isRefused = added > 0 && length > MOST_CHARACTERS;
    if (isRefused) event.preventDefault();
    note.textContent = isRefused
      ? `Nothing was inserted: the text would have ${count(length)} characters, and this field takes ${count(MOST_CHARACTERS)}.`
      : '';
  });
  control.addEventListener('input', changed);
  return labelled(control, label, 'wide', note);
}

/** A field for a text of several lines. */
export function textField(label: string, value: string, rows: number, changed: () => void): Field {
  const control = element('textarea');
  control.rows = rows;
  return typable(control, label, value, changed);
}

export const lineField = (label: string, value: string, changed: () => void): Field =>
  typable(element('input'), label, value, changed);

/** A choice among a few. */
export function choiceField<Value extends string>(
  label: string,
  options: readonly (readonly [value: Value, text: string])[],
  changed: () => void,
) {
  const control = element('select');
  const setOptions = (all: typeof options) => {
    const { value } = control;
    control.replaceChildren(...all.map(([own, text]) => new Option(text, own)));
    if (all.some(([own]) => own === value)) control.value = value;
  };
  setOptions(options);
  control.addEventListener('change', changed);
  return { ...labelled(control, label, 'short'), setOptions };
}

/** A slider through a list of steps. */
export function sliderField<Value>(
  label: string,
  steps: readonly (readonly [value: Value, text: string])[],
  start: number,
  changed: () => void,
) {
  const control = element('input');
  const output = element('output');
  Object.assign(control, { type: 'range', min: '0', max: String(steps.length - 1), value: String(start) });
  const show = () => {
    const [, text = ''] = steps[control.valueAsNumber] ?? [];
    output.value = text;
    control.setAttribute('aria-valuetext', text);
  };
  control.addEventListener('input', () => {
    show();
    changed();
  });
  show();
  const value = (): Value | undefined => steps[control.valueAsNumber]?.[0];
  /** As it is written beside the slider. */
  const shown = () => output.value;
  const setShown = (text: string | undefined) => {
    const step = steps.findIndex(([, own]) => own === text);
    if (step < 0) return;
    control.value = String(step);
    show();
  };
  return { ...labelled(control, label, 'slider', output), value, shown, setShown };
}

export function button(text: string, act: () => void, className = ''): HTMLButtonElement {
  const made = element('button', `lab-button ${className}`, text);
  made.type = 'button';
  made.addEventListener('click', () => {
    if (made.getAttribute('aria-disabled') !== 'true') act();
  });
  return made;
}

/** Says whether a button can be used now. It keeps the focus if not, which a disabled button would lose. */
export function setUsable(one: HTMLButtonElement, isUsable: boolean): void {
  one.setAttribute('aria-disabled', String(!isUsable));
}

/** A group of things that belong together. */
export const row = (...parts: Node[]): HTMLElement => element('div', 'lab-row', ...parts);

/** Names and what they are, such as totals. */
export function facts(rows: readonly (readonly [name: string, shown: string])[]): HTMLElement {
  const list = element('dl', 'lab-facts');
  for (const [name, shown] of rows)
    list.append(element('div', '', element('dt', '', name), element('dd', '', shown)));
  return list;
}

/** The heads of a table's columns; all but the first are of numbers, and one without a name is for the eye alone. */
export function headRow(names: readonly string[]): HTMLElement {
  const cells = names.map((name, index) => {
    const cell = name === '' ? element('td') : element('th', index > 0 ? 'number' : '', name);
    if (name === '') cell.setAttribute('aria-hidden', 'true');
    else cell.setAttribute('scope', 'col');
    return cell;
  });
  return element('thead', '', element('tr', '', ...cells));
}

/** A table whose first cell of each row is its head. Numbers are set to the right. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly (Node | string)[])[],
): HTMLElement {
  const body = element('tbody');
  for (const [first = '', ...others] of rows) {
    const name = element('th', '', first);
    name.scope = 'row';
    body.append(element('tr', '', name, ...others.map((one) => element('td', 'number', one))));
  }
  const whole = element('table', '', headRow(head), body);
  whole.setAttribute('aria-label', caption);
  whole.style.setProperty('--numbers', String(head.length - 1));
  return element('div', '', element('p', 'lab-caption', caption), scrolling(whole, caption));
}

/** Something wide that scrolls sideways where there is no room for it. */
export function scrolling(wide: Element, name: string): HTMLElement {
  const box = element('div', 'scroll lab-scroll', wide);
  box.setAttribute('role', 'group');
  box.setAttribute('aria-label', name);
  box.tabIndex = 0;
  return box;
}

export const tokenCode = (text: string): HTMLElement => element('code', 'token', visible(text));

/** A table shows no more tokens of a text than these. */
const MOST_TOKENS = 40;

/** The tokens of a text, or the first of many, and what is said of it. */
export function tokenCodes(texts: readonly string[], remark = ''): HTMLElement {
  const left = texts.length - MOST_TOKENS;
  const more = left > 0 ? ` … and ${count(left)} more` : '';
  return element('span', '', ...texts.slice(0, MOST_TOKENS).map(tokenCode), more, remark);
}
