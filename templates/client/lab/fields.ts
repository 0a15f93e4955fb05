import { element } from '../element';

/** Labelled fields, buttons and figures of an instrument. */

let made = 0;

/** A control behind its label. */
function labelled(control: HTMLElement, text: string, className: string, ...more: Node[]): HTMLElement {
  made += 1;
  control.id = `lab-field-${made}`;
  const label = element('label', '', text);
  label.htmlFor = control.id;
  return element('div', `lab-field ${className}`, label, control, ...more);
}

/** More characters than the model reads of most texts; a browser takes seconds to lay out many more. */
const MOST_CHARACTERS = 40_000;

export interface Field<Control = HTMLTextAreaElement | HTMLInputElement> {
  readonly whole: HTMLElement;
  readonly control: Control;
}

/** A field for a text of several lines. */
export function textField(label: string, value: string, rows: number, changed: () => void): Field {
  const control = element('textarea');
  Object.assign(control, { value, rows, spellcheck: false, autocomplete: 'off', maxLength: MOST_CHARACTERS });
  control.addEventListener('input', changed);
  return { whole: labelled(control, label, 'wide'), control };
}

export function lineField(label: string, value: string, changed: () => void): Field {
  const control = element('input');
  Object.assign(control, { type: 'text', value, spellcheck: false, autocomplete: 'off' });
  control.addEventListener('input', changed);
  return { whole: labelled(control, label, 'wide'), control };
}

/** A field for a whole number from 0. */
export function numberField(
  label: string,
  value: number,
  most: number,
  changed: () => void,
): Field<HTMLInputElement> {
  const control = element('input');
  Object.assign(control, { type: 'number', value: String(value), min: '0', max: String(most), step: '1' });
  control.addEventListener('input', changed);
  return { whole: labelled(control, label, 'short'), control };
}

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
  return { whole: labelled(control, label, 'short'), control, setOptions };
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
  return { whole: labelled(control, label, 'slider', output), control, value };
}

export function button(text: string, act: () => void, className = ''): HTMLButtonElement {
  const made = element('button', `lab-button ${className}`, text);
  made.type = 'button';
  made.addEventListener('click', act);
  return made;
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

/** A table whose first cell of each row is its head. Numbers are set to the right. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly (Node | string)[])[],
): HTMLElement {
  const headRow = element('tr');
  for (const [index, text] of head.entries()) {
    const cell = element('th', index > 0 ? 'number' : '', text);
    cell.scope = 'col';
    headRow.append(cell);
  }
  const body = element('tbody');
  for (const [first = '', ...others] of rows) {
    const name = element('th', '', first);
    name.scope = 'row';
    body.append(element('tr', '', name, ...others.map((one) => element('td', 'number', one))));
  }
  const whole = element('table', '', element('thead', '', headRow), body);
  whole.setAttribute('aria-label', caption);
  return element('div', '', element('p', 'lab-caption', caption), scrolling(whole, caption));
}

/** Something wide that scrolls sideways where there is no room for it. */
export function scrolling(wide: Node, name: string): HTMLElement {
  const scroll = element('div', 'lab-scroll', wide);
  scroll.tabIndex = 0;
  scroll.setAttribute('role', 'group');
  scroll.setAttribute('aria-label', name);
  return scroll;
}

export const tokenCode = (text: string): HTMLElement => element('code', 'token', text);
